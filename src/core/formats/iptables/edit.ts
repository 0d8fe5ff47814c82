/** Changes a dump of iptables-save and nothing else of it: counters, comments and everybody else's rules stay. */
import type { TableName } from '../../model/netfilter.js'
import type { Splice } from '../../std/splice.js'
import type { SaveDocument, SaveLine } from './document.js'

export type ChainPlace = { readonly table: TableName; readonly chain: string }

type Numbered = { readonly line: SaveLine; readonly start: number; readonly end: number }
type RuleLine = Numbered & { readonly line: Extract<SaveLine, { readonly kind: 'rule' }> }

/** A rule behind the last of its chain, or with `position` (1 = first) before the one that stands there. `rule` are the words behind the chain. */
export function addRule(document: SaveDocument, place: ChainPlace, rule: string, position?: number): readonly Splice[] {
  const lines = linesOf(document)
  const table = tableOf(lines, place.table)
  if (table === undefined) return newTable(lines, place, rule)
  const rules = rulesIn(table.inside, place.chain)
  const text = `-A ${place.chain} ${rule}\n`
  const before = position === undefined ? undefined : rules[position - 1]
  if (before !== undefined) return [{ start: before.start, end: before.start, text }]
  const last = rules.at(-1)
  if (last !== undefined) return [insertAfter(last, text)]
  return [{ start: table.end, end: table.end, text: `${declaration(table.inside, place)}${text}` }]
}

/** The rule at a position of its chain, 1 = first. Without one nothing changes. */
export function deleteRule(document: SaveDocument, place: ChainPlace, position: number): readonly Splice[] {
  const found = ruleAt(document, place, position)
  return found === undefined ? [] : [{ start: found.start, end: found.end, text: '' }]
}

/** Its counters stay. */
export function replaceRule(document: SaveDocument, place: ChainPlace, position: number, rule: string): readonly Splice[] {
  const found = ruleAt(document, place, position)
  const [first] = found?.line.words ?? []
  const last = found?.line.words.at(-1)
  if (first?.origin === undefined || last?.origin === undefined) return []
  return [{ start: first.origin.start, end: last.origin.end, text: `-A ${place.chain} ${rule}` }]
}

/** Of a built-in chain. Its counters stay; one that is not declared is. */
export function setPolicy(document: SaveDocument, place: ChainPlace, policy: 'accept' | 'drop'): readonly Splice[] {
  const lines = linesOf(document)
  const table = tableOf(lines, place.table)
  const text = policy.toUpperCase()
  const found = table?.inside.flatMap(({ line }) => (line.kind === 'chain' && line.name.text === place.chain ? [line] : [])).at(-1)
  const at = found?.policy.origin
  if (at !== undefined) return [{ start: at.start, end: at.end, text }]
  const line = `:${place.chain} ${text} [0:0]\n`
  if (table === undefined) return newLines(lines, `*${place.table}\n${line}COMMIT\n`)
  return [{ start: table.start, end: table.start, text: line }]
}

function linesOf(document: SaveDocument): readonly Numbered[] {
  let start = 0
  return document.lines.map((line) => {
    const numbered = { line, start, end: start + line.text.length }
    start = numbered.end
    return numbered
  })
}

type Table = {
  readonly inside: readonly Numbered[] /** Behind its first line. */
  readonly start: number /** Before its COMMIT. */
  readonly end: number
}

function tableOf(lines: readonly Numbered[], table: TableName): Table | undefined {
  const first = lines.findIndex(({ line }) => line.kind === 'table' && line.name.text === table)
  const last = lines.findIndex(({ line }, index) => index > first && line.kind === 'commit')
  const [head, tail] = [lines[first], lines[last]]
  return head === undefined || tail === undefined ? undefined : { inside: lines.slice(first + 1, last), start: head.end, end: tail.start }
}

function rulesIn(lines: readonly Numbered[], chain: string): readonly RuleLine[] {
  return lines.flatMap((numbered) => {
    const { line } = numbered
    const isAppended = line.kind === 'rule' && /^(-A|--append)$/.test(line.words[0]?.text ?? '') && line.words[1]?.text === chain
    return isAppended ? [{ ...numbered, line }] : []
  })
}

function ruleAt(document: SaveDocument, place: ChainPlace, position: number): RuleLine | undefined {
  const table = tableOf(linesOf(document), place.table)
  return table === undefined ? undefined : rulesIn(table.inside, place.chain)[position - 1]
}

function insertAfter({ line, end }: RuleLine, text: string): Splice {
  return { start: end, end, text: line.text.endsWith('\n') ? text : `\n${text}` }
}

const BUILT_IN = ['INPUT', 'OUTPUT', 'FORWARD', 'PREROUTING', 'POSTROUTING']

/** A chain of one's own must be declared before it has rules. */
function declaration(inside: readonly Numbered[], { chain }: ChainPlace): string {
  const isKnown = BUILT_IN.includes(chain) || inside.some(({ line }) => line.kind === 'chain' && line.name.text === chain)
  return isKnown ? '' : `:${chain} - [0:0]\n`
}

function newTable(lines: readonly Numbered[], place: ChainPlace, rule: string): readonly Splice[] {
  return newLines(lines, `*${place.table}\n${declaration([], place)}-A ${place.chain} ${rule}\nCOMMIT\n`)
}

function newLines(lines: readonly Numbered[], text: string): readonly Splice[] {
  const last = lines.at(-1)
  const end = last?.end ?? 0
  return [{ start: end, end, text: last === undefined || last.line.text.endsWith('\n') ? text : `\n${text}` }]
}
