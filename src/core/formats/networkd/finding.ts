/** Builds the complaints of the parser and of the checks behind it. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { UnitKind } from './unit-kind.js'

type Remark = Pick<Diagnostic, 'message' | 'because' | 'help' | 'related'>

/** Who reads the files. */
export function readerOf(kind: UnitKind): string {
  if (kind === 'link') return 'udev'
  return kind === 'resolved-conf' ? 'systemd-resolved' : 'systemd-networkd'
}

/** The program takes nothing of the file, or of the section that it is about. */
export function refusal(rule: string, at: Origin, remark: Remark): Diagnostic {
  return { code: `networkd/${rule}`, severity: 'error', at, ...remark }
}

/** The line is left out, or does not do what it says. */
export function warning(rule: string, at: Origin, remark: Remark): Diagnostic {
  return { code: `networkd/${rule}`, severity: 'warning', at, ...remark }
}

/** A word as it may stand in a message: short, on one line. */
export function quoted(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
  return `"${clean.length > 60 ? `${clean.slice(0, 57)}...` : clean}"`
}
