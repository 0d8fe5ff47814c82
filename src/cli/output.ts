/** Prints a view: as JSON, or rendered as text. Both come from the same data. */
import type { Look } from '../core/render/text/paint.js'
import type { Scenario } from './load-scenario.js'
import { lookOf, print, remark } from './terminal.js'

export type OutputOptions = { readonly json?: boolean }

export function output<View>(options: OutputOptions, render: (view: View, look: Look) => string, view: View): void {
  print(options.json === true ? `${JSON.stringify(view, undefined, 2)}\n` : render(view, lookOf(process.stdout)))
}

/** Verbs other than `lint` do not print warnings, but say that there are some. */
export function remarkOnWarnings({ diagnostics }: Scenario, options: OutputOptions & { readonly file: string }): void {
  const count = diagnostics.filter((diagnostic) => diagnostic.severity === 'warning').length
  if (count === 0 || options.json === true) return
  const { paint } = lookOf(process.stderr)
  remark(paint('dim', `${count} warning${count === 1 ? '' : 's'} about the files: bridgework lint -f ${options.file}\n`))
}
