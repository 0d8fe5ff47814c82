/** Reads an iptables-save dump. Every line is kept; what iptables-restore would not take is a diagnostic. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'
import type { Family } from '../../model/netfilter.js'
import { firstUnprintable } from '../../std/printable.js'
import type { Counters, SaveDocument, SaveLine } from './document.js'
import { splitWords } from './words.js'

const MAX_DIAGNOSTICS = 100

type Reading = { readonly capture: string; readonly diagnostics: Diagnostic[]; table?: Origin }

export function parseSave(text: string, capture: string, family: Family): Parsed<SaveDocument> {
  const unprintable = firstUnprintable(text)
  const reading: Reading = { capture, diagnostics: [] }
  let start = 0
  const lines = (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line): SaveLine => {
    const at = originOf(capture, line, start)
    const read = unprintable === undefined ? readLine(reading, line, start, at) : ({ kind: 'unrecognised', text: line, at } as const)
    start += line.length
    return read
  })
  if (unprintable !== undefined) {
    const at = { capture, start: unprintable, end: unprintable + 1 }
    reading.diagnostics.push({
      code: 'iptables/not-text',
      severity: 'error',
      message: 'This is not an iptables-save dump but binary data',
      at,
      help: 'save it again: iptables-save > FILE',
    })
  }
  if (reading.table !== undefined) reading.diagnostics.push(missingCommit(reading.table))
  return { document: { capture, family, lines }, diagnostics: reading.diagnostics.slice(0, MAX_DIAGNOSTICS) }
}

/** Without the white space around it. */
function originOf(capture: string, line: string, start: number): Origin {
  const content = line.trim()
  const from = start + (content === '' ? 0 : line.indexOf(content))
  return { capture, start: from, end: from + content.length }
}

function readLine(reading: Reading, text: string, start: number, at: Origin): SaveLine {
  const content = text.trim()
  if (content === '') return { kind: 'blank', text, at }
  if (content.startsWith('#')) return readComment(reading, text, at)
  if (content.startsWith('*')) return readTable(reading, text, at)
  if (content === 'COMMIT') return readCommit(reading, text, at)
  if (reading.table === undefined) return unrecognised(reading, text, at, 'stands outside a table')
  if (content.startsWith(':')) return readChain(reading, text, start, at)
  if (/^(\[|-)/.test(content)) return readRule(reading, text, start, at)
  return unrecognised(reading, text, at, 'is neither a table, nor a chain, nor a rule')
}

/** nft's iptables-save says in a comment when it could not print a table. */
function readComment(reading: Reading, text: string, at: Origin): SaveLine {
  if (/^#\s*Table .* is incompatible/.test(text.trim())) {
    reading.diagnostics.push({
      code: 'iptables/incomplete',
      severity: 'warning',
      message: 'The dump leaves out a table that iptables cannot show',
      at,
      because: 'its rules were made with nft, and may drop packets',
      help: 'look at it with: nft list ruleset',
    })
  }
  return { kind: 'comment', text, at }
}

function readTable(reading: Reading, text: string, at: Origin): SaveLine {
  if (reading.table !== undefined) reading.diagnostics.push(missingCommit(reading.table))
  const name: Word = { text: text.trim().slice(1).trim(), origin: { ...at, start: at.start + 1 } }
  reading.table = at
  return { kind: 'table', name, text, at }
}

function readCommit(reading: Reading, text: string, at: Origin): SaveLine {
  if (reading.table === undefined) return unrecognised(reading, text, at, 'stands outside a table')
  delete reading.table
  return { kind: 'commit', text, at }
}

function readChain(reading: Reading, text: string, start: number, at: Origin): SaveLine {
  const { words } = splitWords(text, reading.capture, start)
  const [name, policy, counters] = words
  if (name === undefined || policy === undefined || name.text.length < 2)
    return unrecognised(reading, text, at, 'is not a chain: it needs a name and a policy')
  const origin = name.origin === undefined ? {} : { origin: { ...name.origin, start: name.origin.start + 1 } }
  return { kind: 'chain', name: { text: name.text.slice(1), ...origin }, policy, ...countersOf(counters), text, at }
}

function readRule(reading: Reading, text: string, start: number, at: Origin): SaveLine {
  const { words, unterminated } = splitWords(text, reading.capture, start)
  if (unterminated) return unrecognised(reading, text, at, 'has a quotation mark that is not closed')
  const [first, ...others] = words
  const counters = countersOf(first)
  if (first?.text.startsWith('[') !== true) return { kind: 'rule', words, text, at }
  if (counters.counters === undefined || others.length === 0)
    return unrecognised(reading, text, at, 'begins with counters that are not [packets:bytes]')
  return { kind: 'rule', words: others, ...counters, text, at }
}

function countersOf(word: Word | undefined): { readonly counters?: Counters } {
  const [, packets, bytes] = /^\[(\d+):(\d+)\]$/.exec(word?.text ?? '') ?? []
  return packets === undefined ? {} : { counters: { packets: Number(packets), bytes: Number(bytes) } }
}

function unrecognised(reading: Reading, text: string, at: Origin, what: string): SaveLine {
  const content = text.trim().replace(/\s+/g, ' ')
  const shown = content.length > 60 ? `${content.slice(0, 60)}…` : content
  reading.diagnostics.push({
    code: 'iptables/bad-line',
    severity: 'error',
    message: `${shown} ${what}`,
    at,
    because: 'iptables-restore refuses the whole file',
    help: 'correct the line, or save the rules again: iptables-save > FILE',
  })
  return { kind: 'unrecognised', text, at }
}

function missingCommit(at: Origin): Diagnostic {
  return {
    code: 'iptables/missing-commit',
    severity: 'error',
    message: 'This table has no COMMIT',
    at,
    because: 'the dump was cut off; iptables-restore would not load the table',
    help: 'save it again, or end the table with a line COMMIT',
  }
}
