/** Reads sysctl.conf(5). Whatever the text, a document results. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { firstUnprintable, onOneLine } from '../../std/printable.js'
import type { SysctlDocument, SysctlLine } from './document.js'

export function parse(text: string, capture: string): Parsed<SysctlDocument> {
  const unprintable = firstUnprintable(text)
  if (unprintable !== undefined && text.includes('\u0000')) return notText(text, { capture, start: unprintable, end: unprintable + 1 })
  const lines: SysctlLine[] = []
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const next = newline < 0 ? text.length : newline + 1
    lines.push(readLine(text.slice(start, next), capture, start))
    start = next
  }
  const diagnostics = lines.flatMap((line) => (line.kind === 'unrecognised' ? [noValue(line)] : []))
  return { document: { capture, lines }, diagnostics }
}

function notText(text: string, at: Origin): Parsed<SysctlDocument> {
  const whole: SysctlLine = { kind: 'comment', raw: text, origin: { capture: at.capture, start: 0, end: text.length } }
  return {
    document: { capture: at.capture, lines: [whole] },
    diagnostics: [
      {
        code: 'sysctl/not-text',
        severity: 'error',
        message: `${at.capture} is not a text file`,
        at,
        because: 'sysctl.conf(5) is plain text; this holds binary data, so nothing of it was read',
        help: 'put the settings here as a plain text file',
      },
    ],
  }
}

function readLine(raw: string, capture: string, start: number): SysctlLine {
  const content = raw.replace(/\r?\n$/, '')
  const base = { raw, origin: { capture, start, end: start + content.length } }
  const trimmed = content.trim()
  if (trimmed === '') return { ...base, kind: 'blank' }
  if (trimmed.startsWith('#') || trimmed.startsWith(';')) return { ...base, kind: 'comment' }
  const equals = content.indexOf('=')
  const key = readKey(content.slice(0, equals < 0 ? content.length : equals), capture, start)
  if (key.text === '' || /\s/.test(key.text)) return { ...base, kind: 'unrecognised' }
  const ignoreErrors = trimmed.startsWith('-')
  if (equals < 0) return ignoreErrors ? { ...base, kind: 'exclusion', key } : { ...base, kind: 'unrecognised' }
  return { ...base, kind: 'setting', key, value: trimmedWord(content, equals + 1, capture, start), ignoreErrors }
}

function readKey(text: string, capture: string, start: number): Located {
  const indent = text.length - text.trimStart().length
  return trimmedWord(text, text[indent] === '-' ? indent + 1 : indent, capture, start)
}

type Located = { readonly text: string; readonly origin: Origin }

/** What stands from `from` on, without the white space around it. `start` is the place of the line. */
function trimmedWord(line: string, from: number, capture: string, start: number): Located {
  const rest = line.slice(from)
  const text = rest.trim()
  const at = start + (text === '' ? from : from + rest.length - rest.trimStart().length)
  return { text, origin: { capture, start: at, end: at + text.length } }
}

function noValue(line: SysctlLine): Diagnostic {
  const text = line.raw.trim()
  return {
    code: 'sysctl/no-value',
    severity: 'warning',
    message: `"${onOneLine(text.length > 60 ? `${text.slice(0, 57)}...` : text)}" sets no parameter`,
    at: line.origin,
    because: 'a line has the form "key = value"; sysctl skips this one',
    help: 'write "key = value", or put # in front of a comment',
  }
}
