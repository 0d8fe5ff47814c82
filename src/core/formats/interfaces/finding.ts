/** Builds the findings of the parser. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Phrase, Stanza } from './document.js'

/** `fatal`: ifupdown reads the file no further. `says`: its own words for it. `lenient`: other dialects take it as it is. */
export type Finding = { readonly diagnostic: Diagnostic; readonly fatal: boolean; readonly says?: string; readonly lenient?: true }

export type StanzaReading = { readonly stanza: Stanza; readonly findings: readonly Finding[] }

type Told = Pick<Diagnostic, 'message' | 'because' | 'help' | 'related'>

const STOPS = 'ifupdown stops reading the file here, and in /etc/network/interfaces itself it then brings nothing up'

/** An error at which ifupdown gives up. */
export function refusal(rule: string, at: Phrase, remark: Told): Finding {
  const says = SAYS[rule]
  const diagnostic: Diagnostic = { code: `interfaces/${rule}`, severity: 'error', at: at.origin, because: STOPS, ...remark }
  return { fatal: true, diagnostic, ...(says === undefined ? {} : { says }), ...(LENIENT.includes(rule) ? { lenient: true } : {}) }
}

/** What ifupdown 0.8.41 prints behind file and line. */
const SAYS: Readonly<Record<string, string>> = {
  'option-outside-stanza': 'misplaced option',
  'unknown-keyword': 'misplaced option',
  'byte-order-mark': 'misplaced option',
  template: 'misplaced option',
  'option-in-mapping': 'misplaced option',
  'duplicate-script': 'duplicate script in mapping',
  'empty-option': 'option with empty value',
  'inherits-nothing': "'inherits' keyword is missing a parameter",
  'iface-without-name': 'too few parameters for iface line',
  'iface-without-family': 'unknown or no address type and no inherits keyword specified',
  'unknown-family': 'unknown or no address type and no inherits keyword specified',
  'iface-without-method': 'unknown or no method and no inherits keyword specified',
  'unknown-method': 'unknown or no method and no inherits keyword specified',
}

/** What ifupdown2 and ifupdown-ng accept. */
const LENIENT: readonly string[] = ['iface-without-family', 'iface-without-method', 'template']

/** Something that ifupdown lets pass, to the harm of whoever wrote it. */
export function warning(rule: string, at: Phrase, remark: Told): Finding {
  return { fatal: false, diagnostic: { code: `interfaces/${rule}`, severity: 'warning', at: at.origin, ...remark } }
}

/** A word as it may stand in a message: short, without control characters. */
export function quoted(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f]+/g, ' ')
  return `"${clean.length > 60 ? `${clean.slice(0, 57)}...` : clean}"`
}
