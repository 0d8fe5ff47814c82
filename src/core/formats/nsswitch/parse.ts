/** Reads nsswitch.conf(5). Whatever the text, a document results. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { nearest } from '../../std/nearest.js'
import { onOneLine } from '../../std/printable.js'
import type { NsswitchDocument, NsswitchLine, Phrase, Source } from './document.js'

/** Databases of glibc (nss/databases.def) and those of other programs that keep theirs here. */
const DATABASES = [
  ...['aliases', 'ethers', 'group', 'group_compat', 'gshadow', 'hosts', 'initgroups', 'netgroup', 'networks', 'passwd', 'passwd_compat'],
  ...[
    'protocols',
    'publickey',
    'rpc',
    'services',
    'shadow',
    'shadow_compat',
    'subuid',
    'subgid',
    'sudoers',
    'automount',
    'bootparams',
    'netmasks',
  ],
]

const MOST_FINDINGS = 100

export function parse(text: string, capture: string): Parsed<NsswitchDocument> {
  const lines: NsswitchLine[] = []
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const next = newline < 0 ? text.length : newline + 1
    lines.push(readLine(text.slice(start, next), capture, start))
    start = next
  }
  const diagnostics: Diagnostic[] = []
  for (const line of lines) if (diagnostics.length < MOST_FINDINGS) diagnostics.push(...complaints(line))
  return { document: { capture, lines }, diagnostics }
}

function readLine(raw: string, capture: string, start: number): NsswitchLine {
  const content = raw.replace(/\n$/, '')
  const base = { raw, origin: { capture, start, end: start + content.length } }
  const says = content.split('#', 1)[0] ?? ''
  if (says.trim() === '') return { ...base, kind: content.includes('#') ? 'comment' : 'blank' }
  const colon = says.indexOf(':')
  const name = trimmed(says.slice(0, Math.max(colon, 0)), { capture, start, end: start })
  if (colon < 0 || name.text === '' || /\s/.test(name.text)) return { ...base, kind: 'unrecognised' }
  return { ...base, kind: 'database', name, sources: sourcesIn(says, colon + 1, { capture, start, end: start }) }
}

function trimmed(text: string, line: Origin): Phrase {
  const from = text.length - text.trimStart().length
  const word = text.trim()
  return { text: word, origin: { capture: line.capture, start: line.start + from, end: line.start + from + word.length } }
}

/** Words, and what stands in brackets behind them. */
function sourcesIn(says: string, from: number, line: Origin): readonly Source[] {
  const sources: { text: string; origin: Origin; actions: Phrase[] }[] = []
  const part = /\[[^\]]*\]?|[^\s[]+/g
  part.lastIndex = from
  for (let found = part.exec(says); found !== null; found = part.exec(says)) {
    const origin = { capture: line.capture, start: line.start + found.index, end: line.start + found.index + found[0].length }
    if (found[0].startsWith('[')) sources.at(-1)?.actions.push({ text: found[0], origin })
    else sources.push({ text: found[0], origin, actions: [] })
  }
  return sources
}

const ACTIONS = /^\[\s*(!?(success|notfound|unavail|tryagain)=(return|continue|merge)\s*)+\]$/i

function complaints(line: NsswitchLine): readonly Diagnostic[] {
  if (line.kind === 'unrecognised') {
    return [
      {
        code: 'nsswitch/no-database',
        severity: 'warning',
        message: `"${shown(line.raw)}" names no database`,
        at: line.origin,
        because: 'a line has the form "database: sources"; glibc skips this one',
        help: 'write "hosts: files dns", or put # in front of a comment',
      },
    ]
  }
  if (line.kind !== 'database') return []
  return [...unknownDatabase(line.name), ...line.sources.flatMap(({ actions }) => actions.flatMap(unknownAction))]
}

function unknownDatabase({ text, origin }: Phrase): readonly Diagnostic[] {
  if (DATABASES.includes(text)) return []
  const guess = nearest(text, DATABASES)
  return [
    {
      code: 'nsswitch/unknown-database',
      severity: 'warning',
      message: `"${shown(text)}" is no database that glibc knows`,
      at: origin,
      because: 'the line has no effect, unless another program reads it',
      help: guess === undefined ? 'remove the line' : `did you mean "${guess}"?`,
    },
  ]
}

function unknownAction({ text, origin }: Phrase): readonly Diagnostic[] {
  if (ACTIONS.test(text)) return []
  return [
    {
      code: 'nsswitch/bad-action',
      severity: 'error',
      message: `"${shown(text)}" is no reaction to an answer`,
      at: origin,
      because: 'glibc ignores the whole line and takes its own order',
      help: 'write STATUS=ACTION, such as [NOTFOUND=return]',
    },
  ]
}

function shown(text: string): string {
  const word = onOneLine(text).trim()
  return word.length > 60 ? `${word.slice(0, 57)}...` : word
}
