/** `openvswitch:` of a definition, and of the network as a whole. */

import { resolve, textOf, type YamlEntry, type YamlMap, type YamlScalar } from '../../yaml/node.js'
import { addOnce } from './address-keys.js'
import { isIpv4, isIpv6, leadingInteger } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import type { KeyValue, OpenvswitchGlobals } from './definition-parts.js'
import { each, eachText, escaped, expectScalar, type Key, type Keys, type Reading, readMap, refuse, shown, warn } from './reading.js'
import type { Setting } from './setting.js'
import { put, text, truth, word } from './value-keys.js'

function pairs<Target>(listOf: (target: Target) => KeyValue[]): Key<Target> {
  return {
    expects: 'map',
    read: (reading, node, target) => each(reading, node.entries, (entry) => readPair(reading, entry, listOf(target))),
  }
}

function readPair(reading: Reading, entry: YamlEntry, list: KeyValue[]): boolean {
  const key = expectScalar(reading, entry.key)
  const value = key === undefined ? undefined : expectScalar(reading, entry.value)
  if (key === undefined || value === undefined) return false
  const name = escaped(reading, textOf(key))
  const written = escaped(reading, textOf(value))
  const known = list.find((pair) => pair.key === name)
  if (known === undefined) list.push({ key: name, value: { value: written, origin: value.origin } })
  if (known === undefined || known.value.value === written) return true
  return refuse(reading, 'already-assigned', value.origin, {
    message: `duplicate map entry '${shown(name)}'`,
    because: 'a key can have one value only, in all files',
    related: [{ message: 'given here', at: known.value.origin }],
  })
}

/** Only for devices of one kind. */
function only(kind: 'bonds' | 'bridges', name: string, key: Key<DraftDefinition>): Key<DraftDefinition> {
  const check = (reading: Reading, origin: YamlScalar['origin'], definition: DraftDefinition): boolean =>
    definition.kind === kind ||
    refuse(reading, 'misplaced-key', origin, {
      message: `${name} is only valid for Open vSwitch ${kind}`,
      help: `remove it, or move the device to ${kind}`,
    })
  if (key.expects === 'scalar') {
    return { expects: 'scalar', read: (reading, node, target) => check(reading, node.origin, target) && key.read(reading, node, target) }
  }
  if (key.expects === 'list') {
    return { expects: 'list', read: (reading, node, target) => check(reading, node.origin, target) && key.read(reading, node, target) }
  }
  return key
}

function ofDevice(key: Key<DraftDefinition['openvswitch']>): Key<DraftDefinition> {
  if (key.expects !== 'scalar') return key as never
  return { expects: 'scalar', read: (reading, node, definition) => key.read(reading, node, definition.openvswitch) }
}

const PROTOCOLS = ['OpenFlow10', 'OpenFlow11', 'OpenFlow12', 'OpenFlow13', 'OpenFlow14', 'OpenFlow15']

function protocols<Target>(listOf: (target: Target) => Setting<string>[]): Key<Target> {
  return {
    expects: 'list',
    read: (reading, node, target) =>
      eachText(reading, node, (written, origin) => {
        if (written === 'OpenFlow16') {
          warn(reading, 'deprecated', origin, { message: 'Open vSwitch: deprecated protocol OpenFlow16', because: 'netplan ignores it' })
          return true
        }
        if (!PROTOCOLS.includes(written)) {
          return refuse(reading, 'bad-value', origin, {
            message: `Unsupported OVS 'protocol' value: ${shown(written)}`,
            help: `it may be ${PROTOCOLS.join(', ')}`,
          })
        }
        addOnce(reading, listOf(target), { value: written, origin })
        return true
      }),
  }
}

const CONTROLLER: Keys<DraftDefinition> = {
  addresses: only('bridges', 'controller.addresses', {
    expects: 'list',
    read: (reading, node, definition) =>
      eachText(reading, node, (written, origin) => {
        if (isControllerTarget(written)) {
          addOnce(reading, definition.openvswitch.controllers, { value: escaped(reading, written), origin })
          return true
        }
        return refuse(reading, 'bad-value', origin, {
          message: `Unsupported OVS controller target: ${shown(written)}`,
          help: 'write tcp:ADDRESS:PORT, ssl:…, ptcp:PORT:ADDRESS, pssl:… or unix:FILE',
        })
      }),
  }),
  'connection-mode': only('bridges', 'controller.connection-mode', {
    expects: 'scalar',
    read: (reading, node, { openvswitch }) =>
      ['in-band', 'out-of-band'].includes(textOf(node))
        ? put(openvswitch, 'connectionMode', textOf(node), node)
        : refuse(reading, 'bad-value', node.origin, {
            message: `unknown connection-mode '${shown(textOf(node))}'`,
            help: "it may be 'in-band' or 'out-of-band'",
          }),
  }),
}

/** ovs-vsctl(8), set-controller. */
function isControllerTarget(written: string): boolean {
  const colon = written.indexOf(':')
  if (colon < 0) return false
  const scheme = written.slice(0, colon)
  const rest = written.slice(colon + 1)
  if (scheme === 'unix' || scheme === 'punix') return true
  if (scheme === 'tcp' || scheme === 'ssl') return isHostFirst(rest)
  return (scheme === 'ptcp' || scheme === 'pssl') && isPortFirst(rest)
}

const DEFAULT_PORT = '6653'

function isHostFirst(rest: string): boolean {
  const separator = rest.startsWith('[') ? ']:' : ':'
  const target = rest.startsWith('[') ? rest.slice(1) : rest
  const full = target.includes(separator) ? target : `${target}:${DEFAULT_PORT}`
  const at = full.indexOf(separator)
  return at >= 0 && isTarget(full.slice(at + separator.length), full.slice(0, at))
}

function isPortFirst(rest: string): boolean {
  if (rest === '') return true
  const colon = rest.indexOf(':')
  if (colon < 0) return isTarget(rest, undefined)
  const host = rest.slice(colon + 1)
  return isTarget(rest.slice(0, colon), host.startsWith('[') ? host.replace(/[[\]]/g, '') : host)
}

function isTarget(port: string, host: string | undefined): boolean {
  const number = leadingInteger(port)
  const [address = ''] = (host ?? '').split('%')
  return number > 0 && number <= 65535 && (host === undefined || isIpv4(address) || isIpv6(address))
}

const DEVICE: Keys<DraftDefinition> = {
  'external-ids': pairs((definition) => definition.openvswitch.externalIds),
  'other-config': pairs((definition) => definition.openvswitch.otherConfig),
  lacp: only('bonds', 'lacp', ofDevice(word('lacp', ['active', 'passive', 'off']))),
  'fail-mode': only('bridges', 'fail-mode', ofDevice(word('fail-mode', ['standalone', 'secure']))),
  'mcast-snooping': only('bridges', 'mcast-snooping', ofDevice(truth('mcast-snooping'))),
  rstp: only('bridges', 'rstp', ofDevice(truth('rstp'))),
  protocols: only(
    'bridges',
    'protocols',
    protocols((definition) => definition.openvswitch.protocols),
  ),
  controller: { expects: 'map', read: (reading, node, definition) => readMap(reading, node, CONTROLLER, definition) },
}

/** Whoever says more than external-ids and other-config, or is a bond or bridge, is made by Open vSwitch. */
export const openvswitch: Key<DraftDefinition> = {
  expects: 'map',
  read: (reading, node, definition) => {
    const isFine = readMap(reading, node, DEVICE, definition)
    if (!isData(reading, node) || definition.kind === 'bonds' || definition.kind === 'bridges') {
      definition.renderer = { value: 'openvswitch', origin: node.origin }
    }
    return isFine
  },
}

/** Of a value of the wrong kind, at which netplan stops at boot, and of what follows, it does not know. */
function isData(reading: Reading, node: YamlMap): boolean {
  const names: string[] = []
  for (const { key, value } of node.entries) {
    const name = key.kind === 'scalar' ? textOf(key) : ''
    if (DEVICE[name]?.expects !== resolve(reading.anchors, value).kind) break
    names.push(name)
  }
  const hasOther = names.includes('other-config')
  const hasIds = names.includes('external-ids')
  return (names.length === 1 && (hasOther || hasIds)) || (names.length === 2 && hasOther && hasIds)
}

const SSL: Keys<OpenvswitchGlobals> = { 'ca-cert': text('ca-cert'), certificate: text('certificate'), 'private-key': text('private-key') }

export function globalKeys(readPorts: Key<OpenvswitchGlobals>): Keys<OpenvswitchGlobals> {
  return {
    'external-ids': pairs((globals) => globals.externalIds),
    'other-config': pairs((globals) => globals.otherConfig),
    protocols: protocols((globals) => globals.protocols),
    ports: readPorts,
    ssl: { expects: 'map', read: (reading, node, globals) => readMap(reading, node, SSL, globals) },
  }
}
