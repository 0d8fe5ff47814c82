/** Which elements and attributes libvirt knows, and which values these take: finds what it refuses and what it silently drops. */
import type { Origin } from '../../diagnostics/origin.js'
import { nearest } from '../../std/nearest.js'
import { complain, note, type Reading, shorten, warn } from './reading.js'
import {
  ADDRESS,
  COUNT,
  choiceOf,
  FAMILY,
  INTEGER,
  IPV4,
  LONG,
  MAC,
  NUMBER,
  ON_OFF,
  POSITIVE,
  UNICAST,
  UUID,
  type ValueKind,
  YES_NO,
} from './value.js'
import type { XmlAttribute, XmlElement } from './xml/document.js'

/** An element or attribute that is kept in the text and means nothing. */
export type UnrecognisedXml = { readonly what: string; readonly origin: Origin }

/**
 * By path from the top, e.g. `network/ip/dhcp`: the attributes, as `name`, `name:kind` or `name:one|other`, with `!` behind the
 * name of one that must be there; then the child elements, with `*` behind those that may be repeated. An element without an
 * entry of its own may hold anything.
 */
export type GrammarSource = Readonly<Record<string, { readonly attributes?: string; readonly children?: string }>>

type Entry = {
  readonly attributes: ReadonlyMap<string, ValueKind<unknown> | undefined>
  readonly required: readonly string[]
  /** Child element → whether it may be repeated. */
  readonly children: ReadonlyMap<string, boolean>
}
export type Grammar = ReadonlyMap<string, Entry>

const KINDS: Readonly<Record<string, ValueKind<unknown>>> = {
  address: ADDRESS,
  count: COUNT,
  family: FAMILY,
  integer: INTEGER,
  ipv4: IPV4,
  long: LONG,
  mac: MAC,
  number: NUMBER,
  'on-off': ON_OFF,
  positive: POSITIVE,
  unicast: UNICAST,
  uuid: UUID,
  'yes-no': YES_NO,
}

export function defineGrammar(source: GrammarSource): Grammar {
  return new Map(Object.entries(source).map(([path, { attributes = '', children = '' }]) => [path, entryOf(attributes, children)]))
}

function entryOf(attributes: string, children: string): Entry {
  const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '')
  const parts = words(attributes).map((word) => {
    const colon = word.indexOf(':')
    const name = colon < 0 ? word : word.slice(0, colon)
    return { name: name.replace('!', ''), required: name.endsWith('!'), kind: colon < 0 ? undefined : kindOf(word.slice(colon + 1)) }
  })
  return {
    attributes: new Map(parts.map(({ name, kind }) => [name, kind])),
    required: parts.filter((part) => part.required).map(({ name }) => name),
    children: new Map(words(children).map((word) => [word.replace('*', ''), word.endsWith('*')])),
  }
}

function kindOf(text: string): ValueKind<unknown> | undefined {
  return Object.hasOwn(KINDS, text) ? KINDS[text] : choiceOf(text.split('|'))
}

type Checking = { readonly reading: Reading; readonly grammar: Grammar; readonly unrecognised: UnrecognisedXml[] }

/** Says what is wrong with an element and all below it, and gives back what means nothing. */
export function checkGrammar(reading: Reading, element: XmlElement, path: string, grammar: Grammar): readonly UnrecognisedXml[] {
  const checking: Checking = { reading, grammar, unrecognised: [] }
  visit(checking, element, path)
  return checking.unrecognised
}

/** As deep as the grammar goes, whatever the text. */
function visit(checking: Checking, element: XmlElement, path: string): void {
  const entry = checking.grammar.get(path)
  if (entry === undefined) return
  for (const attribute of element.attributes) checkAttribute(checking, element, attribute, entry)
  for (const name of entry.required) {
    if (element.attributes.some((attribute) => attribute.name === name && attribute.value !== '')) continue
    const message = `<${element.name}> has no ${name}`
    complain(checking.reading, { code: 'missing-attribute', message, at: element.nameOrigin, help: `add ${name}='…'` })
  }
  const seen = new Map<string, XmlElement>()
  for (const child of element.children) {
    if (child.kind !== 'element') continue
    const known = entry.children.get(child.name)
    if (known === undefined) stray(checking, element, child, entry)
    else visit(checking, child, `${path}/${child.name}`)
    const first = seen.get(child.name)
    if (known === false && first !== undefined) repeated(checking.reading, child, first)
    else if (first === undefined) seen.set(child.name, child)
  }
}

function checkAttribute({ reading, unrecognised }: Checking, element: XmlElement, attribute: XmlAttribute, entry: Entry): void {
  const { name, value } = attribute
  if (entry.attributes.has(name)) {
    const kind = entry.attributes.get(name)
    if (kind !== undefined && value !== '' && kind.parse(value.trim()) === undefined) refuseValue(reading, element, attribute, kind)
    return
  }
  if (/^(xmlns|xml|xsi)(:|$)/.test(name) || name.includes(':')) return
  const what = `attribute ${shorten(name)}`
  unrecognised.push({ what, origin: attribute.origin })
  dropped(reading, { what, name, parent: element.name, known: [...entry.attributes.keys()], at: attribute.origin })
}

export function refuseValue(reading: Reading, element: XmlElement, attribute: XmlAttribute, kind: ValueKind<unknown>): void {
  const { name, value, valueOrigin: at } = attribute
  const words = kind.code === 'bad-choice' ? kind.what.split(/, | or /) : []
  const meant = nearest(value, words)
  const message = `${name}='${shorten(value)}' of <${element.name}> is not ${kind.what}`
  complain(reading, { code: kind.code, message, at, ...(meant === undefined ? {} : { help: `did you mean ${meant}?` }) })
}

function stray({ reading, unrecognised }: Checking, parent: XmlElement, child: XmlElement, entry: Entry): void {
  if (child.name.includes(':')) return
  const what = `element <${shorten(child.name)}>`
  unrecognised.push({ what, origin: child.nameOrigin })
  dropped(reading, { what, name: child.name, parent: parent.name, known: [...entry.children.keys()], at: child.nameOrigin })
}

function repeated(reading: Reading, child: XmlElement, first: XmlElement): void {
  warn(reading, {
    code: 'repeated-element',
    message: `A second <${shorten(child.name)}> stands beside the first`,
    at: child.nameOrigin,
    because: 'libvirt reads only the first',
    related: [{ message: 'the first one', at: first.nameOrigin }],
  })
}

type Stray = {
  readonly what: string
  readonly name: string
  readonly parent: string
  readonly known: readonly string[]
  readonly at: Origin
}

function dropped(reading: Reading, { what, name, parent, known, at }: Stray): void {
  // A file with so many is none of libvirt's: the search for what was meant would take long, and nobody reads it.
  const meant = reading.diagnostics.length < 1000 ? nearest(name, known) : undefined
  const message = `libvirt knows no ${what} in <${parent}>`
  const because = 'libvirt drops what it does not know without a word'
  if (meant === undefined) note(reading, { code: 'unrecognised', message, at, because })
  else warn(reading, { code: 'unrecognised', message, at, because, help: `did you mean ${meant}?` })
}
