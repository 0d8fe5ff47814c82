/** How a device is made: options of bridge-utils, vlan and ifenslave, or a command where they have none. */
import type { Intent, IntentInterface, IntentLink, KernelRequest } from '../../model/index.js'
import type { CommandOf } from './write.js'

/** Undefined: somebody else's stanza makes it, e.g. a bridge its port. */
export function linkLines(device: IntentInterface, intent: Intent, commandOf: CommandOf): readonly string[] | undefined {
  const { link } = device
  const ports = intent.interfaces.filter((other) => other.master === device.name)
  switch (link.kind) {
    case 'ethernet':
    case 'loopback':
      return isBarePort(device, intent) ? undefined : []
    case 'bridge':
      return bridgeLines(link, ports)
    case 'bond':
      return bondLines(link, ports)
    case 'vlan':
      return link.protocol === '802.1Q' && isVlanName(device.name, link) ? [`vlan-raw-device ${link.lower}`] : made(device, link, commandOf)
    case 'dummy':
      return made(device, undefined, commandOf)
    case 'vrf':
      return [...(made(device, link, commandOf) ?? []), ...ports.map((port) => `up ip link set dev ${port.name} master ${device.name}`)]
    case 'macvlan':
    case 'tunnel':
    case 'veth':
    case 'vxlan':
      return made(device, link, commandOf)
  }
}

/** A port without anything of its own is brought up by its bridge or bond. */
function isBarePort(device: IntentInterface, intent: Intent): boolean {
  const master = intent.interfaces.find((other) => other.name === device.master)
  const nothing = device.addresses.length + device.addresses6.length + device.routes.length === 0 && device.dhcp4 === undefined
  return (master?.link.kind === 'bridge' || master?.link.kind === 'bond') && nothing && device.mtu === undefined && device.mac === undefined
}

/** Names from which the package vlan reads the id: `eth0.10`, `vlan10`, `vlan0010`. */
function isVlanName(name: string, link: Extract<IntentLink, { kind: 'vlan' }>): boolean {
  const id = /^vlan0*(\d+)$/.exec(name)?.[1] ?? /\.0*(\d+)$/.exec(name)?.[1]
  return Number(id) === link.id
}

function made(device: IntentInterface, settings: IntentLink | undefined, commandOf: CommandOf): readonly string[] {
  const request: KernelRequest = {
    kind: 'link-add',
    name: device.name,
    link: kernelKind(device.link),
    text: '',
    ...(settings === undefined ? {} : { settings: settings as NonNullable<Extract<KernelRequest, { kind: 'link-add' }>['settings']> }),
  }
  const command = commandOf(request)
  return command === undefined ? [] : [`pre-up ${command}`, `post-down ip link del dev ${device.name}`]
}

function kernelKind(link: IntentLink): string {
  if (link.kind === 'macvlan') return link.tap ? 'macvtap' : 'macvlan'
  return link.kind === 'tunnel' ? link.mode : link.kind
}

function bridgeLines(link: Extract<IntentLink, { kind: 'bridge' }>, ports: readonly IntentInterface[]): readonly string[] {
  const seconds = (centiseconds: number) => String(centiseconds / 100)
  const { forwardDelay, ageing, helloTime, maxAge, priority, vlanFiltering, multicastSnooping } = link
  return [
    `bridge_ports ${ports.length === 0 ? 'none' : ports.map((port) => port.name).join(' ')}`,
    `bridge_stp ${link.stp ? 'on' : 'off'}`,
    ...(forwardDelay === 1500 ? [] : [`bridge_fd ${seconds(forwardDelay)}`]),
    ...(ageing === 30000 ? [] : [`bridge_ageing ${seconds(ageing)}`]),
    ...(helloTime === undefined ? [] : [`bridge_hello ${seconds(helloTime)}`]),
    ...(maxAge === undefined ? [] : [`bridge_maxage ${seconds(maxAge)}`]),
    ...(priority === undefined ? [] : [`bridge_bridgeprio ${priority}`]),
    ...(vlanFiltering ? ['bridge_vlan_aware yes'] : []),
    ...(multicastSnooping === false ? ['up ip link set dev $IFACE type bridge mcast_snooping 0'] : []),
    'bridge_maxwait 0',
    ...ports.flatMap((port) => [
      ...(port.port?.cost === undefined ? [] : [`bridge_pathcost ${port.name} ${port.port.cost}`]),
      ...(port.port?.priority === undefined ? [] : [`bridge_portprio ${port.name} ${port.port.priority}`]),
      ...portFlagLines(port),
    ]),
  ]
}

const FLAG_WORDS: Readonly<Record<string, string>> = {
  isolated: 'isolated',
  hairpin: 'hairpin',
  learning: 'learning',
  flood: 'flood',
  broadcastFlood: 'bcast_flood',
  multicastFlood: 'mcast_flood',
  neighbourSuppress: 'neigh_suppress',
}

function portFlagLines(port: IntentInterface): readonly string[] {
  const flags = Object.entries(port.port ?? {}).filter(([key]) => key in FLAG_WORDS)
  const vlans = (port.vlans ?? []).filter((vlan) => !(vlan.id === 1 && vlan.pvid && vlan.untagged))
  return [
    ...flags.map(([key, value]) => `up bridge link set dev ${port.name} ${FLAG_WORDS[key] ?? key} ${value === true ? 'on' : 'off'}`),
    ...vlans.map(
      ({ id, pvid, untagged }) => `up bridge vlan add dev ${port.name} vid ${id}${pvid ? ' pvid' : ''}${untagged ? ' untagged' : ''}`,
    ),
  ]
}

function bondLines(link: Extract<IntentLink, { kind: 'bond' }>, ports: readonly IntentInterface[]): readonly string[] {
  return [
    `bond-slaves ${ports.length === 0 ? 'none' : ports.map((port) => port.name).join(' ')}`,
    `bond-mode ${link.mode}`,
    ...(link.miimon === 0 ? [] : [`bond-miimon ${link.miimon}`]),
    ...(link.primary === undefined ? [] : [`bond-primary ${link.primary}`]),
    ...Object.entries(link.settings).map(([key, value]) => `bond-${key.replaceAll('_', '-')} ${value}`),
  ]
}
