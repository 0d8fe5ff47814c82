/** The settings of a sysctl.conf(5) document, in the order in which they are applied. */
import type { Origin } from '../../diagnostics/origin.js'
import type { SysctlDocument } from './document.js'
import { canonicalKey } from './key.js'

export type SysctlSetting = {
  /** Dotted; with wildcards if `isGlob`. */
  readonly key: string
  readonly isGlob: boolean
  readonly value: string
  readonly ignoreErrors: boolean
  /** Keys that a glob does not touch, dotted. */
  readonly except: readonly string[]
  /** The whole line. */
  readonly origin: Origin
}

/** A key that is excluded, or set by a line of its own, is left alone by every glob (sysctl.d(5)). */
export function settingsOf(document: SysctlDocument): readonly SysctlSetting[] {
  const named = document.lines.flatMap((line) =>
    line.kind === 'setting' || line.kind === 'exclusion' ? [canonicalKey(line.key.text)] : [],
  )
  const except = [...new Set(named.filter((key) => !isGlob(key)))]
  return document.lines.flatMap((line) => {
    if (line.kind !== 'setting') return []
    const key = canonicalKey(line.key.text)
    const glob = isGlob(key)
    return [{ key, isGlob: glob, value: line.value.text, ignoreErrors: line.ignoreErrors, except: glob ? except : [], origin: line.origin }]
  })
}

function isGlob(key: string): boolean {
  return /[*?[]/.test(key)
}
