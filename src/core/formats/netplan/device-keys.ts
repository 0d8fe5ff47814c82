/** Which keys a definition may have, by section. */

import { resolve, textOf, type YamlList, type YamlScalar } from '../../yaml/node.js'
import { addresses, addressToken, gateway, linkLocal, nameservers } from './address-keys.js'
import { bondParameters } from './bond-keys.js'
import { bridgeParameters } from './bridge-keys.js'
import { asciiLower, isMac, parseTruth } from './c-text.js'
import type { DraftDefinition, Section } from './definition.js'
import type { DhcpOverrides, RaOverrides } from './definition-address.js'
import { networkManager } from './networkmanager-keys.js'
import { openvswitch } from './openvswitch-keys.js'
import { eachText, escaped, type Key, type Keys, type Reading, readMap, refuse, shown } from './reading.js'
import { link, members, vethPeer, vrfMembers } from './reference-keys.js'
import { routes, routingPolicy } from './route-keys.js'
import { TUNNEL_KEYS } from './tunnel-keys.js'
import { put, refuseWord, since1, text, truth, unsigned, word } from './value-keys.js'
import { VXLAN_KEYS } from './vxlan-keys.js'
import { accessPoints, authentication, refuseMac, wakeOnWlan } from './wifi-keys.js'

const DHCP_OVERRIDES: Keys<DhcpOverrides> = {
  hostname: text('hostname'),
  'route-metric': unsigned('route-metric'),
  'send-hostname': truth('send-hostname'),
  'use-dns': truth('use-dns'),
  'use-domains': text('use-domains'),
  'use-hostname': truth('use-hostname'),
  'use-mtu': truth('use-mtu'),
  'use-ntp': truth('use-ntp'),
  'use-routes': truth('use-routes'),
}

const RA_OVERRIDES: Keys<RaOverrides> = {
  'use-dns': truth('use-dns'),
  'use-domains': {
    expects: 'scalar',
    read: (reading, node, overrides) => {
      const value = parseTruth(textOf(node))
      if (value === undefined && asciiLower(textOf(node)) !== 'route')
        return refuseWord(reading, node, 'use-domains', ['true', 'false', 'route'])
      return put(overrides, 'use-domains', value === undefined ? 'route' : String(value), node)
    },
  },
  table: unsigned('table'),
}

function overrides<Part>(keys: Keys<Part>, partOf: (definition: DraftDefinition) => Part): Key<DraftDefinition> {
  return { expects: 'map', read: (reading, node, definition) => readMap(reading, node, keys, partOf(definition)) }
}

export const OPTIONAL_ADDRESSES = ['ipv4-ll', 'ipv6-ra', 'dhcp4', 'dhcp6', 'static']

const optionalAddresses: Key<DraftDefinition> = {
  expects: 'list',
  read: (reading, node, definition) =>
    eachText(reading, node, (written, origin) => {
      if (!OPTIONAL_ADDRESSES.includes(asciiLower(written))) {
        return refuse(reading, 'bad-value', origin, {
          message: `invalid value for optional-addresses: '${shown(written)}'`,
          help: `it may be ${OPTIONAL_ADDRESSES.join(', ')}`,
        })
      }
      definition.optionalAddresses.set(asciiLower(written), origin)
      return true
    }),
}

const SPECIAL_MACS = ['permanent', 'random', 'stable', 'preserve']

const macaddress: Key<DraftDefinition> = {
  expects: 'scalar',
  read: (reading, node, definition) => {
    const written = textOf(node)
    const isSpecial = SPECIAL_MACS.includes(written) || (written === 'stable-ssid' && definition.kind === 'wifis')
    if (!isMac(written) && (!isSpecial || reading.release === '0.106')) return refuseMac(reading, node)
    return put(definition, 'macaddress', written, node)
  },
}

const dhcpIdentifier: Key<DraftDefinition> = {
  expects: 'scalar',
  read: (reading, node, definition) => {
    const kind = asciiLower(textOf(node))
    if (kind === 'mac') return put(definition, 'dhcp-identifier', textOf(node), node)
    delete definition['dhcp-identifier']
    return kind === 'duid' || refuseWord(reading, node, 'DHCP client identifier type', ['mac', 'duid'])
  },
}

export function readRenderer(reading: Reading, node: YamlScalar): { renderer: 'networkd' | 'NetworkManager' } | undefined {
  const written = textOf(node)
  if (written === 'networkd' || written === 'NetworkManager') return { renderer: written }
  refuseWord(reading, node, 'renderer', ['networkd', 'NetworkManager'])
  return undefined
}

const renderer: Key<DraftDefinition> = {
  expects: 'scalar',
  read: (reading, node, definition) => {
    if (definition.kind === 'vlans' && textOf(node) === 'sriov') {
      definition.sriovVlanFilter = true
      return true
    }
    const found = readRenderer(reading, node)
    return found !== undefined && put(definition, 'renderer', found.renderer, node)
  },
}

const COMMON: Keys<DraftDefinition> = {
  'accept-ra': truth('accept-ra'),
  'activation-mode': word('activation-mode', ['manual', 'off']),
  addresses,
  critical: truth('critical'),
  'ignore-carrier': truth('ignore-carrier'),
  dhcp4: truth('dhcp4'),
  dhcp6: truth('dhcp6'),
  'dhcp-identifier': dhcpIdentifier,
  'dhcp4-overrides': overrides(DHCP_OVERRIDES, (definition) => definition.dhcp4Overrides),
  'dhcp6-overrides': overrides(DHCP_OVERRIDES, (definition) => definition.dhcp6Overrides),
  'ra-overrides': since1(overrides(RA_OVERRIDES, (definition) => definition.raOverrides)),
  gateway4: gateway('gateway4'),
  gateway6: gateway('gateway6'),
  'ipv6-address-generation': word('ipv6-address-generation', ['eui64', 'stable-privacy']),
  'ipv6-address-token': addressToken,
  'ipv6-mtu': unsigned('ipv6-mtu'),
  'ipv6-privacy': truth('ipv6-privacy'),
  'link-local': linkLocal,
  macaddress,
  mtu: unsigned('mtu'),
  nameservers,
  optional: truth('optional'),
  'optional-addresses': optionalAddresses,
  renderer,
  routes,
  'routing-policy': routingPolicy,
  hairpin: since1(truth('hairpin')),
  'port-mac-learning': since1(truth('port-mac-learning')),
  'neigh-suppress': truth('neigh-suppress'),
  networkmanager: networkManager,
  openvswitch,
}

const MATCH: Keys<DraftDefinition> = {
  driver: { expects: 'any', read: (reading, node, definition) => readDriver(reading, node, definition) },
  macaddress: {
    expects: 'scalar',
    read: (reading, node, { match }) => (isMac(textOf(node)) ? put(match, 'macaddress', textOf(node), node) : refuseMac(reading, node)),
  },
  name: {
    expects: 'scalar',
    read: (reading, node, { match }) => isNameLike(reading, node) && put(match, 'name', escaped(reading, textOf(node)), node),
  },
}

/** Of ids and interface names netplan asks only that they have no space and nothing beyond ASCII. */
export function isNameLike(reading: Reading, node: YamlScalar): boolean {
  if (/^[\u0021-\u007e]+$/.test(textOf(node))) return true
  return refuse(reading, 'bad-name', node.origin, {
    message: `Invalid name '${shown(textOf(node))}'`,
    help: 'use letters, digits and - _ .',
  })
}

function readDriver(
  reading: Reading,
  node: YamlScalar | YamlList | { readonly kind: 'map'; readonly origin: YamlScalar['origin'] },
  definition: DraftDefinition,
): boolean {
  if (node.kind === 'map') {
    return refuse(reading, 'wrong-type', node.origin, {
      message: 'driver needs a single value or a list of them',
      help: 'write driver: NAME',
    })
  }
  const items = node.kind === 'list' ? node.items.map((item) => resolve(reading.anchors, item)) : [node]
  const globs: string[] = []
  for (const item of items) {
    if (item.kind !== 'scalar') return refuse(reading, 'wrong-type', item.origin, { message: 'a single value is needed here' })
    if (textOf(item).includes(' ')) {
      return refuse(reading, 'bad-value', item.origin, {
        message: "A 'driver' glob cannot contain whitespace",
        help: 'write a list: driver: [one, other]',
      })
    }
    globs.push(escaped(reading, textOf(item)))
  }
  if (globs.length === 0)
    return refuse(reading, 'bad-value', node.origin, { message: "invalid sequence for 'driver'", help: 'name a driver' })
  definition.match.driver = { value: globs.join('\t'), origin: node.origin }
  return true
}

const PHYSICAL: Keys<DraftDefinition> = {
  match: {
    expects: 'map',
    read: (reading, node, definition) => {
      definition.hasMatch = true
      return readMap(reading, node, MATCH, definition)
    },
  },
  'set-name': text('set-name'),
  wakeonlan: truth('wakeonlan'),
  wakeonwlan: wakeOnWlan,
  'emit-lldp': truth('emit-lldp'),
  'receive-checksum-offload': truth('receive-checksum-offload'),
  'transmit-checksum-offload': truth('transmit-checksum-offload'),
  'tcp-segmentation-offload': truth('tcp-segmentation-offload'),
  'tcp6-segmentation-offload': truth('tcp6-segmentation-offload'),
  'generic-segmentation-offload': truth('generic-segmentation-offload'),
  'generic-receive-offload': truth('generic-receive-offload'),
  'large-receive-offload': truth('large-receive-offload'),
}

const ETHERNET: Keys<DraftDefinition> = {
  ...COMMON,
  ...PHYSICAL,
  auth: authentication,
  link: link('sriovLink'),
  'virtual-function-count': unsigned('virtual-function-count'),
  'embedded-switch-mode': word('embedded-switch-mode', ['switchdev', 'legacy']),
  'delay-virtual-functions-rebind': truth('delay-virtual-functions-rebind'),
  'infiniband-mode': word('infiniband-mode', ['datagram', 'connected']),
}

/** A number kept under another name than its key. */
function numberAs(name: 'vlanId' | 'vrfTable', key: string): Key<DraftDefinition> {
  const plain = unsigned(key)
  if (plain.expects !== 'scalar') return plain as never
  return {
    expects: 'scalar',
    read: (reading, node, definition) => {
      const part: { [Key in string]?: { readonly value: number; readonly origin: YamlScalar['origin'] } } = {}
      const isFine = plain.read(reading, node, part)
      if (part[key] !== undefined) definition[name] = part[key]
      return isFine
    },
  }
}

export const SECTION_KEYS: Readonly<Record<Section, Keys<DraftDefinition>>> = {
  ethernets: ETHERNET,
  'nm-devices': ETHERNET,
  wifis: {
    ...COMMON,
    ...PHYSICAL,
    'access-points': accessPoints,
    auth: authentication,
    'regulatory-domain': text('regulatory-domain'),
  },
  modems: {
    ...COMMON,
    ...PHYSICAL,
    apn: text('apn'),
    'auto-config': truth('auto-config'),
    'device-id': text('device-id'),
    'network-id': text('network-id'),
    number: text('number'),
    password: text('password'),
    pin: text('pin'),
    'sim-id': text('sim-id'),
    'sim-operator-id': text('sim-operator-id'),
    username: text('username'),
  },
  bridges: { ...COMMON, interfaces: members('bridge'), parameters: bridgeParameters },
  bonds: { ...COMMON, interfaces: members('bond'), parameters: bondParameters },
  vlans: { ...COMMON, id: numberAs('vlanId', 'id'), link: link('vlanLink') },
  vrfs: { ...COMMON, interfaces: vrfMembers, table: numberAs('vrfTable', 'table') },
  tunnels: { ...COMMON, ...TUNNEL_KEYS, ...VXLAN_KEYS },
  'dummy-devices': COMMON,
  'virtual-ethernets': { ...COMMON, peer: vethPeer },
}
