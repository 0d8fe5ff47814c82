/** The text of a document, character by character as it was read. */
import type { UnitDocument } from './document.js'

export function print(document: UnitDocument): string {
  return document.lines.map((line) => line.raw).join('')
}
