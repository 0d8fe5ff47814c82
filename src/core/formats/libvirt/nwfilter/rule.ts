/** `<rule>` of a network filter (virNWFilterRuleParse). */
import { nearest } from '../../../std/nearest.js'
import { complain, present, type Reading, shorten, textAttribute, valueAttribute, warn } from '../reading.js'
import { choiceOf, INTEGER } from '../value.js'
import type { XmlAttribute, XmlElement } from '../xml/document.js'
import { attributesOf, type FilterKind } from './attributes.js'
import { FILTER_PROTOCOLS, type FilterItem, type FilterProtocol, type FilterRule } from './document.js'

const ACTIONS = ['drop', 'accept', 'reject', 'return', 'continue'] as const
const DIRECTIONS = ['in', 'out', 'inout'] as const
const DEFAULT_PRIORITY = 500

/** The first element that is a protocol says what the rule is about; others of its name add to it, those of another name do nothing. */
export function readRule(reading: Reading, element: XmlElement): FilterRule {
  const children = element.children.flatMap((child) => (child.kind === 'element' ? [child] : []))
  const protocol = FILTER_PROTOCOLS.find((known) => known === children.find((child) => isProtocol(child.name))?.name)
  const items = new Map<string, FilterItem>()
  for (const child of children) {
    if (child.name === protocol) readItems(reading, child, protocol, items)
    else if (protocol !== undefined && isProtocol(child.name)) ignoreOther(reading, child, protocol)
  }
  const priority = valueAttribute(element, 'priority', INTEGER)?.value ?? DEFAULT_PRIORITY
  const stateMatch = textAttribute(element, 'statematch')?.value.toLowerCase() ?? ''
  const rule: FilterRule = {
    kind: 'rule',
    action: choose(reading, element, 'action', ACTIONS) ?? 'drop',
    direction: choose(reading, element, 'direction', DIRECTIONS) ?? 'inout',
    priority: priority < -1000 || priority > 1000 ? DEFAULT_PRIORITY : priority,
    stateMatch: stateMatch !== '0' && stateMatch !== 'false',
    ...present({ protocol }),
    items,
    origin: element.origin,
  }
  checkPorts(reading, rule)
  return rule
}

function isProtocol(name: string): boolean {
  return FILTER_PROTOCOLS.some((known) => known === name)
}

function choose<const Word extends string>(reading: Reading, element: XmlElement, name: string, words: readonly Word[]): Word | undefined {
  const written = textAttribute(element, name)
  const found = words.find((word) => word === written?.value)
  if (written === undefined || found !== undefined) return found
  const meant = nearest(written.value, words)
  const message = `${name}='${shorten(written.value)}' of <rule> is not ${choiceOf(words).what}`
  complain(reading, { code: 'bad-choice', message, at: written.origin, ...(meant === undefined ? {} : { help: `did you mean ${meant}?` }) })
  return undefined
}

function ignoreOther(reading: Reading, child: XmlElement, protocol: FilterProtocol): void {
  const message = `<${child.name}> beside <${protocol}> does nothing`
  warn(reading, {
    code: 'second-protocol',
    message,
    at: child.nameOrigin,
    because: 'a rule is about one protocol',
    help: 'write a rule for each',
  })
}

function readItems(reading: Reading, element: XmlElement, protocol: FilterProtocol, items: Map<string, FilterItem>): void {
  const known = attributesOf(protocol)
  const negated = element.attributes.some(({ name, value }) => name === 'match' && value === 'no')
  for (const attribute of element.attributes) {
    const kind = known.get(attribute.name)
    if (kind !== undefined) {
      const item = readItem(reading, attribute, kind, negated)
      if (item !== undefined) items.set(attribute.name, item)
    } else if (attribute.name !== 'match') unknownAttribute(reading, attribute, protocol, [...known.keys()])
  }
}

function readItem(
  reading: Reading,
  { name, value, valueOrigin: origin }: XmlAttribute,
  kind: FilterKind,
  negated: boolean,
): FilterItem | undefined {
  if (value.startsWith('$')) {
    const variable = value.slice(1).replace(/\s+/g, '')
    if (/^\$\w+\s*(\[\s*@?\s*\d+\s*\])?\s*$/.test(value)) return { text: value, isHex: false, variable, negated, origin }
    complain(reading, { code: 'bad-variable', message: `${shorten(value)} is not a variable`, at: origin, help: 'write $NAME or $NAME[0]' })
    return undefined
  }
  const parsed = kind.parse(value)
  if (parsed === undefined) {
    complain(reading, { code: 'illegal-value', message: `${name}='${shorten(value)}' is not ${kind.what}`, at: origin })
    return undefined
  }
  const isHex = typeof parsed === 'number' && !/^\s*\+?\d+$/.test(value)
  return { text: value, ...(parsed === true ? {} : { number: parsed }), isHex, negated, origin }
}

function unknownAttribute(reading: Reading, { name, origin }: XmlAttribute, protocol: FilterProtocol, known: readonly string[]): void {
  const meant = nearest(name, known)
  const message = `libvirt knows no attribute ${shorten(name)} in <${protocol}>`
  const because = 'libvirt drops what it does not know without a word, so the rule matches more than it says'
  warn(reading, { code: 'unrecognised', message, at: origin, because, ...(meant === undefined ? {} : { help: `did you mean ${meant}?` }) })
}

/** virNWFilterRuleValidate */
function checkPorts(reading: Reading, { protocol, items, origin }: FilterRule): void {
  if (protocol !== 'ip' && protocol !== 'ipv6') return
  const hasPorts = ['srcportstart', 'srcportend', 'dstportstart', 'dstportend'].some((name) => items.has(name))
  const number = items.get('protocol')?.number
  if (!hasPorts || (number !== undefined && [6, 17, 33, 132].includes(number))) return
  const message = `Ports in <${protocol}> need a protocol that has some: tcp, udp, dccp (33) or sctp`
  complain(reading, { code: 'ports-without-protocol', message, at: origin, help: "add protocol='tcp'" })
}
