/** The verbs, each loaded only when it is needed: start-up is felt with every call. */
import type { Command } from 'commander'

export type Verb = { readonly name: string; readonly load: () => Promise<(program: Command) => void> }

export const VERBS: readonly Verb[] = [
  { name: 'show', load: async () => (await import('./commands/show.js')).registerShow },
  { name: 'trace', load: async () => (await import('./commands/trace.js')).registerTrace },
  { name: 'matrix', load: async () => (await import('./commands/matrix.js')).registerMatrix },
  { name: 'check', load: async () => (await import('./commands/check.js')).registerCheck },
  { name: 'what-differs', load: async () => (await import('./commands/what-differs.js')).registerWhatDiffers },
  { name: 'what-breaks', load: async () => (await import('./commands/what-breaks.js')).registerWhatBreaks },
  { name: 'explain', load: async () => (await import('./commands/explain.js')).registerExplain },
  { name: 'lint', load: async () => (await import('./commands/lint.js')).registerLint },
  { name: 'convert', load: async () => (await import('./commands/convert.js')).registerConvert },
  { name: 'lab', load: async () => (await import('./commands/lab.js')).registerLab },
  { name: 'demo', load: async () => (await import('./commands/demo.js')).registerDemo },
]
