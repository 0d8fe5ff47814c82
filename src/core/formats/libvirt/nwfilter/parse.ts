/** Reads a network filter (virNWFilterDefParseXML). */
import type { Parsed } from '../../../diagnostics/diagnostic.js'
import { nearest } from '../../../std/nearest.js'
import { checkGrammar, defineGrammar } from '../grammar.js'
import {
  attributeOf,
  childOf,
  childrenOf,
  complain,
  findingsOf,
  present,
  type Reading,
  shorten,
  textAttribute,
  textOf,
  warn,
} from '../reading.js'
import { openRoot } from '../root.js'
import { INTEGER, UUID } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { CHAINS, FILTER_PROTOCOLS, type FilterDocument, type FilterEntry, type FilterInclude } from './document.js'
import { readRule } from './rule.js'

const FILTER_GRAMMAR = defineGrammar({
  'filter': { attributes: 'name! chain priority', children: 'uuid rule* filterref*' },
  'filter/rule': {
    attributes: 'action! direction! priority:integer statematch',
    children: FILTER_PROTOCOLS.map((protocol) => `${protocol}*`).join(' '),
  },
  'filter/filterref': { attributes: 'filter!', children: 'parameter*' },
  'filter/filterref/parameter': { attributes: 'name value' },
})

export function parseFilter(text: string, capture: string): Parsed<FilterDocument> {
  const { xml, root, reading } = openRoot(text, capture, { name: 'filter', title: 'a network filter' })
  const uuid = textOf(childOf(root, 'uuid'))
  if (uuid !== undefined && UUID.parse(uuid.value) === undefined)
    complain(reading, { code: 'bad-uuid', message: `${shorten(uuid.value)} is not a UUID`, at: uuid.origin })
  const chain = readChain(reading, root)
  const document: FilterDocument = {
    xml,
    element: root,
    origin: root.origin,
    ...present({ name: textAttribute(root, 'name'), uuid }),
    chain,
    priority: readPriority(reading, root) ?? chainPriority(chain),
    entries: root.children.flatMap((child) => (child.kind === 'element' ? readEntry(reading, child) : [])),
    unrecognised: checkGrammar(reading, root, 'filter', FILTER_GRAMMAR),
  }
  return { document, diagnostics: findingsOf(reading) }
}

function readEntry(reading: Reading, element: XmlElement): readonly FilterEntry[] {
  if (element.name === 'rule') return [readRule(reading, element)]
  return element.name === 'filterref' ? [readInclude(reading, element)] : []
}

function readInclude(reading: Reading, element: XmlElement): FilterInclude {
  const parameters = childrenOf(element, 'parameter').map((parameter) => ({
    name: textAttribute(parameter, 'name')?.value ?? '',
    value: textAttribute(parameter, 'value')?.value ?? '',
  }))
  for (const parameter of childrenOf(element, 'parameter')) checkParameter(reading, parameter)
  return { kind: 'filterref', filter: textAttribute(element, 'filter')?.value ?? '', parameters, origin: element.origin }
}

/** What cannot be a parameter is passed over (virNWFilterParseParamAttributes). */
function checkParameter(reading: Reading, parameter: XmlElement): void {
  const [name, value] = [attributeOf(parameter, 'name'), attributeOf(parameter, 'value')]
  const bad =
    name === undefined || !/^\w+$/.test(name.value) ? name : value === undefined || !/^[\w.:]*$/.test(value.value) ? value : undefined
  const incomplete = name === undefined || value === undefined
  if (bad === undefined && !incomplete) return
  const at = bad?.valueOrigin ?? parameter.origin
  const message = incomplete ? 'A <parameter> needs a name and a value' : `${shorten(bad?.value ?? '')} cannot stand in a <parameter>`
  warn(reading, { code: 'bad-parameter', message, at, because: 'libvirt passes over it' })
}

/** virNWFilterIsAllowedChain */
function readChain(reading: Reading, root: XmlElement): string {
  const chain = textAttribute(root, 'chain')
  if (chain === undefined) return 'root'
  const known = CHAINS.find((name) => (name === 'root' ? chain.value === name : chain.value.startsWith(name)))
  if (known !== undefined && chain.value.length <= 12 && /^[\w.:+-]+$/.test(chain.value)) return chain.value
  const meant = nearest(chain.value, CHAINS)
  const help =
    meant === undefined ? `root, or a name of up to 12 characters that begins with ${CHAINS.slice(1).join(', ')}` : `did you mean ${meant}?`
  complain(reading, { code: 'bad-chain', message: `A filter cannot be in a chain named ${shorten(chain.value)}`, at: chain.origin, help })
  return chain.value
}

function readPriority(reading: Reading, root: XmlElement): number | undefined {
  const written = textAttribute(root, 'priority')
  if (written === undefined) return undefined
  const priority = INTEGER.parse(written.value)
  if (priority !== undefined && priority >= -1000 && priority <= 1000) return priority
  const message = `priority='${shorten(written.value)}' of <filter> is not a number from -1000 to 1000`
  complain(reading, { code: 'bad-number', message, at: written.origin })
  return undefined
}

const CHAIN_PRIORITIES: ReadonlyMap<string, number> = new Map([
  ['root', 0],
  ['mac', -800],
  ['vlan', -750],
  ['ipv4', -700],
  ['ipv6', -600],
  ['arp', -500],
  ['rarp', -400],
])

/** The order in which chains are asked, by what their names begin with; stp has none and is asked with root. */
function chainPriority(chain: string): number {
  const name = CHAINS.find((known) => (known === 'root' ? chain === known : chain.startsWith(known)))
  return CHAIN_PRIORITIES.get(name ?? '') ?? 0
}
