/** Reads what ip(8) prints without -json: devices, addresses, routes, rules, neighbours; and `bridge vlan`. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import { type Block, blocksOf } from './blocks.js'
import { looksLikeVlans, readVlans } from './bridge-vlan.js'
import type { Entry, IprouteTextDocument } from './document.js'
import { isLinkHead, readLinks } from './link.js'
import { isNeighbour, isRoute, isRule, readNeighbour, readRoute, readRule } from './route.js'

export function parse(text: string, capture: string): Parsed<IprouteTextDocument> {
  const blocks = blocksOf(text)
  const [first] = blocks
  if (first === undefined) return { document: { entries: [] }, diagnostics: [] }
  if (looksLikeVlans(first.head.text)) {
    const lines = blocks.flatMap(({ head, rest }) => [head, ...rest])
    return { document: { kind: 'vlan', entries: readVlans(lines, capture) }, diagnostics: [] }
  }
  const beginnings = blocks.map(({ head }) => head.text.slice(0, LONGEST))
  const fits = [LINKS, RULES, NEIGHBOURS, ROUTES].find((kind) => beginnings.some(kind.is))
  const fitting = beginnings.map((line) => fits?.is(line) === true)
  const known = blocks.filter((_, index) => fitting[index])
  const others = blocks.filter((_, index) => !fitting[index])
  const diagnostics = others.slice(0, MOST).map((block) => notUnderstood(block, capture))
  const entries = fits?.read(known, capture) ?? []
  const kind = fits?.kind(entries)
  return { document: { ...(kind === undefined ? {} : { kind }), entries }, diagnostics }
}

const MOST = 100

/** What a line is about shows in its first words. */
const LONGEST = 300

type Reader = {
  readonly is: (line: string) => boolean
  readonly read: (blocks: readonly Block[], capture: string) => readonly Entry[]
  readonly kind: (entries: readonly Entry[]) => NonNullable<IprouteTextDocument['kind']>
}

const LINKS: Reader = {
  is: isLinkHead,
  read: readLinks,
  kind: (entries) => (entries.some(({ fields }) => Object.hasOwn(fields, 'addr_info')) ? 'address' : 'link'),
}
const RULES: Reader = { is: isRule, read: (blocks, capture) => blocks.map((block) => readRule(block, capture)), kind: () => 'rule' }
const NEIGHBOURS: Reader = {
  is: isNeighbour,
  read: (blocks, capture) => blocks.map((block) => readNeighbour(block, capture)),
  kind: () => 'neighbour',
}
const ROUTES: Reader = { is: isRoute, read: (blocks, capture) => blocks.map((block) => readRoute(block, capture)), kind: () => 'route' }

function notUnderstood({ head }: Block, capture: string): Diagnostic {
  return {
    code: 'iproute-text/not-understood',
    severity: 'note',
    message: `not understood: ${head.text.slice(0, 60).replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')}`,
    at: { capture, start: head.start, end: head.end },
    because: 'this is not a line of what the rest of the output is about',
  }
}
