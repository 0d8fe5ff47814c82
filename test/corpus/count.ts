/** The examined files counted by format. */
import type { TextFormat } from '../../src/core/diagnostics/text-format.js'
import type { Examined } from './examine.js'

export type Row = {
  readonly format: string
  readonly title: string
  readonly files: number
  readonly clean: number
  /** Read, with something told. */
  readonly told: number
  readonly refused: number
  readonly exact: number
  readonly inexact: number
  readonly crashed: number
  readonly slowest: number
}

export function countByFormat(formats: readonly TextFormat[], examined: readonly Examined[]): readonly Row[] {
  return formats.flatMap((format) => {
    const mine = examined.filter((one) => one.format === format.name)
    if (mine.length === 0) return []
    const having = (test: (one: Examined) => boolean) => mine.filter(test).length
    return [
      {
        format: format.name,
        title: format.title,
        files: mine.length,
        clean: having((one) => one.result === 'clean'),
        told: having((one) => one.result === 'told'),
        refused: having((one) => one.result === 'refused'),
        exact: having((one) => one.exact === true),
        inexact: having((one) => one.exact === false),
        crashed: having((one) => one.result === 'crashed'),
        slowest: Math.max(...mine.map((one) => one.milliseconds)),
      },
    ]
  })
}
