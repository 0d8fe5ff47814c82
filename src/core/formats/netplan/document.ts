/** One netplan file: its text and the YAML in it. What several of them say together is in `Merged`. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Anchors, YamlNode } from '../../yaml/node.js'

export type NetplanDocument = {
  readonly capture: string
  readonly text: string
  /** Absent: the file says nothing. */
  readonly root?: YamlNode
  readonly anchors: Anchors
  /** It is not YAML, and netplan reads nothing of it. */
  readonly broken?: Diagnostic
  /** More of the text, which netplan does not read: a second document, or what is indented less than the first line. */
  readonly restAt?: Origin
}

/** The text as it was read. */
export function print(document: NetplanDocument): string {
  return document.text
}
