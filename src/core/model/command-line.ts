/** A command line that asks the kernel for nothing the model knows, kept as it was typed. */
import { originOf, textOf, type Word } from '../diagnostics/word.js'
import type { KernelRequest } from './kernel-request.js'

export function unmodelled(argv: readonly Word[], touches: 'harmless' | 'anything'): readonly KernelRequest[] {
  return [{ kind: 'unmodelled', text: textOf(argv), touches, ...originOf(argv) }]
}

/** The program itself refuses the line with these words, and exits with an error. */
export function rejected(argv: readonly Word[], error: string): readonly KernelRequest[] {
  return [{ kind: 'rejected', text: textOf(argv), error, ...originOf(argv) }]
}
