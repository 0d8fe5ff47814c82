/** The text of a document, character by character as it was read. */
import type { DnsmasqDocument } from './document.js'

export function print(document: DnsmasqDocument): string {
  return document.lines.map((line) => line.raw).join('')
}
