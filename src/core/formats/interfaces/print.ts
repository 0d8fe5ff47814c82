/** The text of a document, character by character as it was read. */
import type { InterfacesDocument } from './document.js'

export function print(document: InterfacesDocument): string {
  return document.lines.map((line) => line.raw).join('')
}
