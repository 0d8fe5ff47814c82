/** What the programs of net-tools have in common when they are turned into requests. */
import { originOf, textOf, type Word } from '../../diagnostics/word.js'
import type { KernelRequest } from '../../model/kernel-request.js'

export function unmodelled(argv: readonly Word[], touches: 'harmless' | 'anything'): readonly KernelRequest[] {
  return [{ kind: 'unmodelled', text: textOf(argv), touches, ...originOf(argv) }]
}

export function parseCount(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
