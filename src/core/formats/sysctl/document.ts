/** sysctl.conf(5) in its own words: its lines in file order. */
import type { Origin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'

type LineBase = {
  /** The line with its newline. */
  readonly raw: string
  /** The line without its newline. */
  readonly origin: Origin
}

export type SysctlLine =
  | (LineBase & { readonly kind: 'blank' | 'comment' | 'unrecognised' })
  | (LineBase & {
      readonly kind: 'setting'
      /** As written: with `.` or `/` between the parts, possibly with the wildcards `*`, `?` and `[…]`. */
      readonly key: Word
      readonly value: Word
      /** A `-` before the key: an error is no matter. */
      readonly ignoreErrors: boolean
    })
  /** `-key` without a value: the globs of other lines do not touch this key. */
  | (LineBase & { readonly kind: 'exclusion'; readonly key: Word })

export type SysctlDocument = { readonly capture: string; readonly lines: readonly SysctlLine[] }
