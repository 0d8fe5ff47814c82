/** Reads the stanzas that have no options: lists of interfaces, sources, mappings, and lines that are none of these. */
import { nearest } from '../../std/nearest.js'
import type { Phrase, Stanza } from './document.js'
import { type Finding, quoted, refusal, type StanzaReading, warning } from './finding.js'
import { KEYWORDS, KNOWN_OPTIONS } from './keywords.js'
import type { CutLine } from './phrases.js'
import { isRefusedSource } from './source-path.js'

/** `auto`, `allow-*`, `no-auto-down`, `no-scripts`, `rename`. */
export function readNames(line: CutLine, names: readonly Phrase[]): StanzaReading {
  const base = { keyword: line.keyword, origin: line.all.origin, names }
  const findings = [...commentIn(line, names), ...(names.length === 0 ? [namesNothing(line)] : [])]
  return { stanza: { ...base, ...listKind(line.keyword.text) }, findings }
}

type ListKind =
  | { readonly kind: 'auto' | 'no-auto-down' | 'no-scripts' | 'rename' }
  | { readonly kind: 'allow'; readonly allowClass: string }

function listKind(keyword: string): ListKind {
  if (keyword === 'no-auto-down' || keyword === 'no-scripts' || keyword === 'rename') return { kind: keyword }
  if (keyword === 'auto' || keyword === 'allow-auto') return { kind: 'auto' }
  return { kind: 'allow', allowClass: keyword.slice('allow-'.length) }
}

function namesNothing(line: CutLine): Finding {
  return warning('names-nothing', line.all, {
    message: `${quoted(line.keyword.text)} names no interface`,
    because: 'outside an iface stanza the line has no effect',
    help: `write the interface behind it, e.g. "${line.keyword.text} eth0"`,
  })
}

/** A comment must be alone on its line; ifupdown takes `# second card` for more names. */
function commentIn(line: CutLine, names: readonly Phrase[]): readonly Finding[] {
  const hash = names.find((name) => name.text.startsWith('#'))
  if (hash === undefined) return []
  return [
    warning('comment-behind-text', hash, {
      message: `${quoted(line.keyword.text)} is followed by a comment that ifupdown reads as interface names`,
      because: 'a comment must stand on a line of its own',
      help: 'move the comment to the line above',
    }),
  ]
}

export function readSource(line: CutLine): StanzaReading {
  const kind = line.keyword.text === 'source' ? 'source' : 'source-directory'
  const stanza: Stanza = { kind, keyword: line.keyword, origin: line.all.origin, path: line.rest }
  const missing = warning('source-without-path', line.all, {
    message: `${quoted(line.keyword.text)} names no ${kind === 'source' ? 'file' : 'directory'}`,
    because: 'ifupdown then tries to read the directory of this file itself',
    help: `write the path behind it, e.g. "${kind} /etc/network/interfaces.d${kind === 'source' ? '/*' : ''}"`,
  })
  const refused = warning('source-not-expanded', line.rest, {
    message: `${quoted(line.rest.text)} holds a character that the shell would have to interpret`,
    because: 'ifupdown expands paths with wordexp(3), which refuses it: nothing is read, and nothing is said',
    help: 'write one line for each file, or a pattern with * and ?',
  })
  const isRefused = line.rest.text !== '' && isRefusedSource(line.rest.text)
  return { stanza, findings: line.rest.text === '' ? [missing] : isRefused ? [refused] : [] }
}

export function readMapping(head: CutLine, body: readonly CutLine[]): StanzaReading {
  const scripts = body.filter((line) => line.keyword.text === 'script')
  const script = scripts[0]?.rest
  const stanza: Stanza = {
    kind: 'mapping',
    keyword: head.keyword,
    origin: head.all.origin,
    patterns: head.words,
    ...(script === undefined ? {} : { script }),
    maps: body.filter((line) => line.keyword.text === 'map').map((line) => line.rest),
  }
  return { stanza, findings: [...withoutScript(head, script), ...body.flatMap((line) => misplacedInMapping(line, scripts[0]))] }
}

function withoutScript(head: CutLine, script: Phrase | undefined): readonly Finding[] {
  if (script !== undefined && script.text !== '') return []
  return [
    warning('mapping-without-script', head.all, {
      message: `the mapping of ${quoted(head.rest.text)} has no script`,
      because: 'without a "script" line there is nothing that chooses the logical interface',
      help: 'add a line "script PATH" below it',
    }),
  ]
}

function misplacedInMapping(line: CutLine, firstScript: CutLine | undefined): readonly Finding[] {
  const word = line.keyword.text
  if (word === 'map' || line === firstScript) return []
  if (word === 'script') {
    const related = firstScript === undefined ? [] : [{ message: 'the first script', at: firstScript.all.origin }]
    return [refusal('duplicate-script', line.all, { message: 'the mapping has a second script', help: 'remove one of the two', related })]
  }
  return [
    refusal('option-in-mapping', line.all, {
      message: `${quoted(word)} cannot stand in a mapping`,
      help: didYouMean(word, ['script', 'map', ...KEYWORDS]) ?? 'a mapping holds only "script" and "map" lines',
    }),
  ]
}

/** Lines outside every stanza. Only the first is reported: what follows it has the same cause. */
export function readStray(head: CutLine, body: readonly CutLine[]): StanzaReading {
  const lines = [head, ...body].map((line) => line.all)
  const stanza: Stanza = { kind: 'unrecognised', keyword: head.keyword, origin: head.all.origin, lines }
  return { stanza, findings: [byteOrderMark(head) ?? strayLine(head)] }
}

function byteOrderMark({ keyword }: CutLine): Finding | undefined {
  if (!keyword.text.startsWith('\ufeff')) return undefined
  return refusal('byte-order-mark', keyword, {
    message: 'the file begins with a byte order mark',
    help: 'save the file as UTF-8 without a byte order mark',
  })
}

function strayLine(head: CutLine): Finding {
  const word = head.keyword.text
  const option = KNOWN_OPTIONS.includes(word.replaceAll('_', '-'))
  const keyword = option ? undefined : didYouMean(word, KEYWORDS)
  if (keyword !== undefined) {
    return refusal('unknown-keyword', head.keyword, { message: `${quoted(word)} is no keyword of interfaces(5)`, help: keyword })
  }
  return refusal('option-outside-stanza', head.all, {
    message: `${quoted(word)} belongs to no interface: no iface stanza is open here`,
    help: option
      ? 'move it below the iface line of its interface'
      : 'begin a stanza with "iface NAME inet METHOD", or put # in front of a comment',
  })
}

export function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (!/^[\w-]{3,24}$/.test(word)) return undefined
  const similar = known.filter((name) => Math.abs(name.length - word.length) <= 2)
  const candidate = nearest(word, similar)
  return candidate === undefined ? undefined : `did you mean "${candidate}"?`
}
