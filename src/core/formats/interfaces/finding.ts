/** Builds the findings of the parser. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Phrase, Stanza } from './document.js'

/** `fatal`: ifupdown reads the file no further. */
export type Finding = { readonly diagnostic: Diagnostic; readonly fatal: boolean }

export type StanzaReading = { readonly stanza: Stanza; readonly findings: readonly Finding[] }

type Remark = Pick<Diagnostic, 'message' | 'because' | 'help' | 'related'>

const STOPS = 'ifupdown stops reading the file here, and in /etc/network/interfaces itself it then brings nothing up'

/** An error at which ifupdown gives up. */
export function refusal(rule: string, at: Phrase, remark: Remark): Finding {
  return { fatal: true, diagnostic: { code: `interfaces/${rule}`, severity: 'error', at: at.origin, because: STOPS, ...remark } }
}

/** Something that ifupdown lets pass, to the harm of whoever wrote it. */
export function warning(rule: string, at: Phrase, remark: Remark): Finding {
  return { fatal: false, diagnostic: { code: `interfaces/${rule}`, severity: 'warning', at: at.origin, ...remark } }
}

/** A word as it may stand in a message: short, without control characters. */
export function quoted(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f]+/g, ' ')
  return `"${clean.length > 60 ? `${clean.slice(0, 57)}...` : clean}"`
}
