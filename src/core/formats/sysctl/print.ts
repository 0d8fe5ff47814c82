/** The text of a document, character by character as it was read. */
import type { SysctlDocument } from './document.js'

export function print(document: SysctlDocument): string {
  return document.lines.map((line) => line.raw).join('')
}
