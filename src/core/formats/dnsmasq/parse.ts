/** Reads dnsmasq.conf(5): never fails, keeps every character, and says what dnsmasq would not start with. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import { nearest } from '../../std/nearest.js'
import { firstUnprintable } from '../../std/printable.js'
import type { DnsmasqDocument, DnsmasqLine, DnsmasqOption, Field } from './document.js'
import { readLine } from './line.js'
import { OPTION_NAMES, shapeOf, takesNumber } from './options.js'
import { shown } from './shown.js'

const REFUSED = 'dnsmasq does not start with this'
const MAX_DIAGNOSTICS = 100

export function parse(text: string, capture: string): Parsed<DnsmasqDocument> {
  const binary = firstUnprintable(text)
  if (binary !== undefined) {
    const lines: readonly DnsmasqLine[] = [{ kind: 'broken', raw: text, origin: { capture, start: 0, end: text.length } }]
    const at = { capture, start: binary, end: binary + 1 }
    return {
      document: { capture, lines },
      diagnostics: [{ code: 'dnsmasq/not-text', severity: 'error', message: 'This is not a text', at }],
    }
  }
  const lines: DnsmasqLine[] = []
  const diagnostics: Diagnostic[] = []
  for (let start = 0; start < text.length; ) {
    const { line, unclosedQuote } = readLine(text, capture, start)
    lines.push(line)
    start += line.raw.length
    if (unclosedQuote !== undefined) {
      const message = 'The quotation mark is never closed on its line'
      diagnostics.push({ code: 'dnsmasq/unclosed-quote', severity: 'error', message, at: unclosedQuote, because: REFUSED })
    }
    if (line.kind === 'option' && diagnostics.length < MAX_DIAGNOSTICS) diagnostics.push(...judgeOption(line))
  }
  return { document: { capture, lines }, diagnostics: diagnostics.slice(0, MAX_DIAGNOSTICS) }
}

function judgeOption({ name, value, origin }: DnsmasqOption): readonly Diagnostic[] {
  const option = shown(name.text)
  switch (shapeOf(name.text)) {
    case undefined:
      return [unknownOption(option, name.origin)]
    case 'flag': {
      const message = `${option} takes no value`
      const help = `write ${option} alone`
      return value === undefined
        ? []
        : [{ code: 'dnsmasq/extraneous-value', severity: 'error', message, at: origin, because: REFUSED, help }]
    }
    case 'value':
      return value === undefined ? [missingValue(option, origin)] : judgeNumber(name.text, value)
    case 'optional-value':
      return value === undefined ? [] : judgeNumber(name.text, value)
  }
}

function missingValue(option: string, at: DnsmasqOption['origin']): Diagnostic {
  const message = `${option} needs a value`
  return { code: 'dnsmasq/missing-value', severity: 'error', message, at, because: REFUSED, help: `write ${option}=…` }
}

function judgeNumber(name: string, { text, origin }: Field): readonly Diagnostic[] {
  if (!takesNumber(name) || (/^\d{1,10}$/.test(text) && (name !== 'port' || Number(text) < 65536))) return []
  const message = `${name}=${shown(text)} is not a number that dnsmasq takes`
  return [{ code: 'dnsmasq/bad-number', severity: 'error', message, at: origin, because: REFUSED }]
}

function unknownOption(option: string, at: DnsmasqOption['origin']): Diagnostic {
  /** Names of quite another length are no misspelling, and comparing them all takes its time. */
  const meant = nearest(
    option,
    OPTION_NAMES.filter((known) => Math.abs(known.length - option.length) < 3),
  )
  const message = `dnsmasq 2.90 has no option ${option}`
  if (meant === undefined) return { code: 'dnsmasq/unknown-option', severity: 'note', message, at, because: REFUSED }
  return { code: 'dnsmasq/unknown-option', severity: 'warning', message, at, because: REFUSED, help: `did you mean ${meant}?` }
}
