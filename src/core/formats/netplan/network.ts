/** `network:` and the sections of definitions in it. */
import type { Origin } from '../../diagnostics/origin.js'
import { resolve, textOf, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from '../../yaml/node.js'
import { leadingInteger } from './c-text.js'
import { type DraftDefinition, emptyDefinition, isPhysical, type Section } from './definition.js'
import type { OpenvswitchGlobals } from './definition-parts.js'
import { isNameLike, readRenderer, SECTION_KEYS } from './device-keys.js'
import { globalKeys } from './openvswitch-keys.js'
import { each, escaped, expectMap, expectScalar, type Key, type Keys, type Reading, readMap, refuse, shown } from './reading.js'
import { validate } from './validate.js'
import { since1 } from './value-keys.js'
import { emptyVxlan } from './vxlan-keys.js'

function section(name: Section): Key<null> {
  return { expects: 'map', read: (reading, node) => readSection(reading, node, name) }
}

function readSection(reading: Reading, node: YamlMap, name: Section): boolean {
  const isFine = each(reading, node.entries, (entry) => readDefinition(reading, entry, name))
  if (isFine || reading.policy === 'all') delete reading.sectionRenderer
  return isFine
}

function readDefinition(reading: Reading, entry: YamlEntry, name: Section): boolean {
  delete reading.current
  const key = expectScalar(reading, entry.key)
  if (key === undefined || !isId(reading, key)) return false
  if (textOf(key) === 'renderer') return readSectionRenderer(reading, entry.value)
  const body = expectMap(reading, entry.value)
  if (body === undefined) return false
  const definition = definitionOf(reading, key, name)
  if (definition === undefined) return false
  reading.current = definition
  const isFine = fillDefinition(reading, definition, body)
  delete reading.current
  return isFine
}

function isId(reading: Reading, key: YamlScalar): boolean {
  if (!isNameLike(reading, key)) return false
  if (!/[*?[\]]/.test(textOf(key))) return true
  return refuse(reading, 'bad-name', key.origin, {
    message: `Definition ID '${shown(textOf(key))}' must not use globbing`,
    help: 'give it any name, and write the glob into match: { name: … }',
  })
}

function readSectionRenderer(reading: Reading, node: YamlNode): boolean {
  const value = expectScalar(reading, node)
  const found = value === undefined ? undefined : readRenderer(reading, value)
  if (value === undefined || found === undefined) return false
  reading.sectionRenderer = { value: found.renderer, origin: value.origin }
  return true
}

/** The definition of that id, which an earlier file or pass may have begun. */
function definitionOf(reading: Reading, key: YamlScalar, name: Section): DraftDefinition | undefined {
  const id = textOf(key)
  if (reading.missing.delete(id)) reading.found += 1
  const known = reading.definitions.get(id)
  if (known === undefined) return addDefinition(reading, emptyDefinition(id, name, key.origin))
  if (known.kind === 'placeholder') known.kind = name
  if (known.kind !== name) {
    refuse(reading, 'changed-type', key.origin, {
      message: `Updated definition '${shown(id)}' changes device type`,
      because: `it is one of the ${known.kind} already`,
      related: [{ message: 'defined here', at: known.origin }],
    })
    return undefined
  }
  known.origin = key.origin
  return known
}

function addDefinition(reading: Reading, definition: DraftDefinition): DraftDefinition {
  if (definition.kind !== '_ovs-ports' && definition.kind !== 'placeholder' && reading.sectionRenderer !== undefined) {
    definition.renderer = reading.sectionRenderer
  }
  reading.definitions.set(definition.id, definition)
  reading.ordered.push(definition)
  return definition
}

function fillDefinition(reading: Reading, definition: DraftDefinition, body: YamlMap): boolean {
  if (definition.kind === 'tunnels') definition.vxlan = emptyVxlan()
  const keys = SECTION_KEYS[definition.kind as Section]
  const isRead = readMap(reading, body, keys, definition)
  if (!isRead && reading.policy === 'stop') return false
  if (definition.kind === 'nm-devices')
    definition.renderer = { value: 'NetworkManager', origin: definition.renderer?.origin ?? definition.origin }
  noteVxlan(reading, definition)
  // What follows from an error that is told already is not told.
  const isValid = !isRead && reading.policy === 'all' ? true : validate(reading, definition)
  if (!isValid && reading.policy === 'stop') return false
  if (isPhysical(definition) && !definition.hasMatch) definition.match.name ??= { value: definition.id, origin: definition.origin }
  return reading.policy === 'skip' || (isRead && isValid)
}

function noteVxlan(reading: Reading, definition: DraftDefinition): void {
  const lower = definition.vxlan?.link
  if (definition.kind !== 'tunnels' || definition.tunnel.mode?.value !== 'vxlan' || lower === undefined) return
  const found = reading.definitions.get(lower.value)
  if (found !== undefined) found.hasVxlans = true
}

/** Pairs of ports; each makes two definitions. */
const patchPorts: Key<OpenvswitchGlobals> = {
  expects: 'list',
  read: (reading, node) => each(reading, node.items, (item) => readPatchPair(reading, item)),
}

function readPatchPair(reading: Reading, item: YamlNode): boolean {
  const pair = resolve(reading.anchors, item)
  if (pair.kind !== 'list')
    return refuse(reading, 'wrong-type', item.origin, { message: 'a pair of ports is needed here', help: 'write [patch0, patch1]' })
  if (pair.items.length !== 2) {
    return refuse(reading, 'bad-value', item.origin, { message: 'An Open vSwitch peer port sequence must have exactly two entries' })
  }
  const names = pair.items.map((end) => expectScalar(reading, end))
  const [one, other] = names
  if (one === undefined || other === undefined) return false
  const ends = [one, other].map((end) => ({ id: escaped(reading, textOf(end)), origin: end.origin }))
  const [left, right] = ends
  if (left === undefined || right === undefined) return false
  if (left.id === right.id) {
    return refuse(reading, 'bad-peer', right.origin, { message: 'Open vSwitch patch ports must be of different name' })
  }
  return joinPatch(reading, left, right) && joinPatch(reading, right, left) && tie(reading, left, right)
}

type PatchEnd = { readonly id: string; readonly origin: Origin }

function joinPatch(reading: Reading, end: PatchEnd, peer: PatchEnd): boolean {
  const known = reading.definitions.get(end.id)
  if (known === undefined) {
    const port = addDefinition(reading, emptyDefinition(end.id, '_ovs-ports', end.origin))
    port.renderer = { value: 'openvswitch', origin: end.origin }
    if (reading.missing.delete(end.id)) reading.found += 1
  }
  if (known?.patchPeer === undefined || known.patchPeer.value === peer.id) return true
  return refuse(reading, 'bad-peer', end.origin, {
    message: `Open vSwitch port '${shown(end.id)}' is already assigned to peer '${shown(known.patchPeer.value)}'`,
    related: [{ message: 'assigned here', at: known.patchPeer.origin }],
  })
}

function tie(reading: Reading, one: PatchEnd, other: PatchEnd): boolean {
  for (const [end, peer] of [[one, other] as const, [other, one] as const]) {
    const port = reading.definitions.get(end.id)
    if (port !== undefined) port.patchPeer ??= { value: peer.id, origin: peer.origin }
  }
  return true
}

const GLOBAL_KEYS = globalKeys(patchPorts)

const NETWORK: Keys<null> = {
  bonds: section('bonds'),
  bridges: section('bridges'),
  ethernets: section('ethernets'),
  renderer: {
    expects: 'scalar',
    read: (reading, node) => {
      const found = readRenderer(reading, node)
      if (found !== undefined) reading.renderer = { value: found.renderer, origin: node.origin }
      return found !== undefined
    },
  },
  tunnels: section('tunnels'),
  version: {
    expects: 'scalar',
    read: (reading, node) =>
      leadingInteger(textOf(node)) === 2 ||
      refuse(reading, 'bad-value', node.origin, {
        message: `Only version 2 is supported, not '${shown(textOf(node))}'`,
        help: 'write version: 2',
      }),
  },
  vlans: section('vlans'),
  vrfs: section('vrfs'),
  wifis: section('wifis'),
  modems: section('modems'),
  'dummy-devices': since1(section('dummy-devices')),
  'virtual-ethernets': since1(section('virtual-ethernets')),
  'nm-devices': section('nm-devices'),
  openvswitch: { expects: 'map', read: (reading, node) => readMap(reading, node, GLOBAL_KEYS, reading.openvswitch) },
}

const ROOT: Keys<null> = { network: { expects: 'map', read: (reading, node) => readMap(reading, node, NETWORK, null) } }

/** One pass through one file. */
export function readRoot(reading: Reading, root: YamlNode): boolean {
  delete reading.current
  return readMap(reading, root, ROOT, null)
}
