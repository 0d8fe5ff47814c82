/** The place in an XML text up to which it has been read, and what was wrong before that. */
import type { Diagnostic } from '../../../diagnostics/diagnostic.js'
import type { Origin } from '../../../diagnostics/origin.js'

/** Lives inside one reading of one text. */
export type Scan = { readonly text: string; readonly capture: string; readonly diagnostics: Diagnostic[]; at: number }

/** A text that is no XML at all would otherwise bring one complaint per character. */
const MAX_COMPLAINTS = 50

export function originOf(scan: Scan, start: number, end: number): Origin {
  return { capture: scan.capture, start, end }
}

export type XmlComplaint = Pick<Diagnostic, 'message' | 'because' | 'help' | 'related'> & { readonly code: string; readonly at: Origin }

export function complain(scan: Scan, complaint: XmlComplaint): void {
  if (scan.diagnostics.length < MAX_COMPLAINTS) scan.diagnostics.push({ ...complaint, severity: 'error', code: `xml/${complaint.code}` })
}

/** Matches a sticky expression at a place. */
export function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at
  return expression.exec(text)
}
