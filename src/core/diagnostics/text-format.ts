/** What each format says of itself, so that any file can be recognised, read and printed back without knowing the format. */
import type { Parsed } from './diagnostic.js'

export type TextFormat<Document = unknown> = {
  /** Short and unique, e.g. `interfaces`, `netplan`, `libvirt-network`. */
  readonly name: string
  /** For people, e.g. `interfaces(5)`. */
  readonly title: string
  /** People edit it by hand, so nothing of it may be lost: `print` gives back every character. */
  readonly handEdited: boolean
  /** Where such files stand, tested against the absolute path on the machine or any tail of it, e.g. /(^|\/)etc\/netplan\/[^/]+\.yaml$/. */
  readonly place: RegExp
  /** How sure the content alone makes: 0 = certainly not, 1 = certainly. Must be quick: it is asked for every file. */
  readonly likeness: (text: string) => number
  readonly parse: (text: string, capture: string) => Parsed<Document>
  /** Present where the document keeps every character. */
  readonly print?: (document: Document) => string
}
