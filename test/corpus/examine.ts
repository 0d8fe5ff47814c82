/** What one file turned out to be: its format, whether it was read, and whether it comes back as it was. */
import type { Diagnostic } from '../../src/core/diagnostics/diagnostic.js'
import type { TextFormat } from '../../src/core/diagnostics/text-format.js'
import { recognise } from '../../src/core/formats/recognise.js'

export type Examined = {
  readonly file: string
  readonly format: string
  readonly result: 'clean' | 'told' | 'refused' | 'crashed'
  /** Undefined: the format keeps no text, or it crashed before. */
  readonly exact?: boolean
  readonly diagnostics: readonly Diagnostic[]
  readonly crash?: string
  readonly milliseconds: number
}

export function examine(formats: readonly TextFormat[], file: string, text: string): Examined | undefined {
  const format = recognise(formats, `/${file}`, text)
  return format === undefined ? undefined : examineAs(format, file, text)
}

export function examineAs(format: TextFormat, file: string, text: string): Examined {
  const start = performance.now()
  const base = { file, format: format.name }
  try {
    const { document, diagnostics } = format.parse(text, file)
    const exact = format.print === undefined ? {} : { exact: format.print(document) === text }
    const milliseconds = performance.now() - start
    return { ...base, result: resultOf(diagnostics), ...exact, diagnostics, milliseconds }
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { ...base, result: 'crashed', diagnostics: [], crash, milliseconds: performance.now() - start }
  }
}

function resultOf(diagnostics: readonly Diagnostic[]): Examined['result'] {
  if (diagnostics.some((found) => found.severity === 'error')) return 'refused'
  return diagnostics.length > 0 ? 'told' : 'clean'
}
