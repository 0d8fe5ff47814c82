/** One interface as the mapping below its name. */
import type { Intent, IntentInterface, IntentLink } from '../../model/index.js'

export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value }
export type Entry = { readonly [key: string]: Value }

/** The section of the file that such devices stand in. */
export function sectionOf(link: IntentLink): string | undefined {
  switch (link.kind) {
    case 'ethernet':
    case 'loopback':
      return 'ethernets'
    case 'bridge':
      return 'bridges'
    case 'bond':
      return 'bonds'
    case 'vlan':
      return link.protocol === '802.1Q' ? 'vlans' : undefined
    case 'vrf':
      return /^\d+$/.test(link.table) ? 'vrfs' : undefined
    case 'vxlan':
      return 'tunnels'
    case 'tunnel':
      return ['sit', 'gre', 'ip6gre', 'ipip', 'ipip6', 'ip6ip6', 'vti', 'vti6', 'gretap', 'ip6gretap', 'isatap'].includes(link.mode)
        ? 'tunnels'
        : undefined
    case 'dummy':
      return 'dummy-devices'
    case 'veth':
      return link.peer === undefined ? undefined : 'virtual-ethernets'
    case 'macvlan':
      return undefined
  }
}

export type DeviceEntry = { readonly entry: Entry; readonly missing: readonly string[] }

export function deviceEntry(device: IntentInterface, intent: Intent): DeviceEntry {
  const { link, dhcp4, mtu, mac } = device
  const made = linkEntry(device, intent)
  const addresses = [
    ...device.addresses.map((entry) => labelled(`${entry.address}/${entry.length}`, entry.label, device.name)),
    ...device.addresses6.map((entry): Value => `${entry.address}/${entry.length}`),
  ]
  const entry: Entry = {
    ...made.entry,
    ...(dhcp4 === undefined ? {} : { dhcp4: true }),
    // Without it netplan says 100, and ifupdown's client 0.
    ...(dhcp4 === undefined ? {} : { 'dhcp4-overrides': { 'route-metric': dhcp4.metric ?? 0 } }),
    ...(mac === undefined ? {} : { macaddress: mac }),
    ...(mtu === undefined ? {} : { mtu }),
    ...(addresses.length === 0 ? {} : { addresses }),
    // ifupdown configures an interface whose cable is out; networkd would wait for the carrier.
    ...(link.kind === 'ethernet' && (addresses.length > 0 || hasRoutes(device)) ? { 'ignore-carrier': true } : {}),
    ...nameServers(device),
    ...(device.up ? {} : { 'activation-mode': 'manual' }),
  }
  const neighbours = device.neighbours.map((one) => `the permanent neighbour ${one.address}`)
  const flags = Object.keys(device.port ?? {}).filter((key) => key !== 'cost' && key !== 'priority')
  const vlans = (device.vlans ?? []).length > 0 ? ['the VLANs of a bridge port'] : []
  return { entry, missing: [...made.missing, ...neighbours, ...flags.map((key) => `the port flag ${key}`), ...vlans] }
}

function hasRoutes(device: IntentInterface): boolean {
  return device.routes.length + device.routes6.length > 0
}

function labelled(address: string, label: string | undefined, name: string): Value {
  return label === undefined || label === name ? address : { [address]: { label } }
}

function nameServers({ nameServers: addresses, search }: IntentInterface): Entry {
  if (addresses.length + search.length === 0) return {}
  return {
    nameservers: {
      ...(addresses.length === 0 ? {} : { addresses: [...addresses] }),
      ...(search.length === 0 ? {} : { search: [...search] }),
    },
  }
}

function portsOf(device: IntentInterface, intent: Intent): readonly IntentInterface[] {
  return intent.interfaces.filter((other) => other.master === device.name)
}

function linkEntry(device: IntentInterface, intent: Intent): DeviceEntry {
  const { link } = device
  const ports = portsOf(device, intent).map((port) => port.name)
  const interfaces = ports.length === 0 ? {} : { interfaces: ports }
  switch (link.kind) {
    case 'bridge':
      return bridgeEntry(device, portsOf(device, intent))
    case 'bond':
      return {
        entry: {
          ...interfaces,
          parameters: { mode: link.mode, ...(link.miimon === 0 ? {} : { 'mii-monitor-interval': link.miimon }), ...bondEntry(link) },
        },
        missing: [],
      }
    case 'vlan':
      return { entry: { id: link.id, link: link.lower }, missing: [] }
    case 'vrf':
      return { entry: { table: Number(link.table), ...interfaces }, missing: [] }
    case 'vxlan':
      return {
        entry: {
          mode: 'vxlan',
          id: link.id,
          ...(link.lower === undefined ? {} : { link: link.lower }),
          ...(link.local === undefined ? {} : { local: link.local }),
          ...(link.remote === undefined ? {} : { remote: link.remote }),
          port: link.udpPort,
          ...(link.learning ? {} : { 'mac-learning': false }),
        },
        missing: [],
      }
    case 'tunnel':
      return {
        entry: {
          mode: link.mode,
          ...(link.local === undefined ? {} : { local: link.local }),
          ...(link.remote === undefined ? {} : { remote: link.remote }),
          ...(link.settings['ttl'] === undefined ? {} : { ttl: Number(link.settings['ttl']) }),
          ...(link.settings['key'] === undefined ? {} : { key: link.settings['key'] }),
        },
        missing: [],
      }
    case 'veth':
      return { entry: link.peer === undefined ? {} : { peer: link.peer }, missing: [] }
    default:
      return { entry: {}, missing: [] }
  }
}

/** Names in netplan of what sysfs calls otherwise. */
const BOND_KEYS: Readonly<Record<string, string>> = {
  lacp_rate: 'lacp-rate',
  min_links: 'min-links',
  xmit_hash_policy: 'transmit-hash-policy',
  ad_select: 'ad-select',
  all_slaves_active: 'all-members-active',
  arp_interval: 'arp-interval',
  arp_validate: 'arp-validate',
  arp_all_targets: 'arp-all-targets',
  updelay: 'up-delay',
  downdelay: 'down-delay',
  fail_over_mac: 'fail-over-mac-policy',
  num_grat_arp: 'gratuitous-arp',
  packets_per_slave: 'packets-per-member',
  primary_reselect: 'primary-reselect-policy',
  resend_igmp: 'resend-igmp',
  lp_interval: 'learn-packet-interval',
}

function bondEntry(link: Extract<IntentLink, { kind: 'bond' }>): Entry {
  const known = Object.entries(link.settings).flatMap(([key, value]) => {
    const name = BOND_KEYS[key]
    return name === undefined ? [] : [[name, /^\d+$/.test(value) ? Number(value) : value] as const]
  })
  const targets = link.settings['arp_ip_target']?.split(/[\s,]+/).filter((word) => word !== '') ?? []
  return {
    ...Object.fromEntries(known),
    ...(targets.length === 0 ? {} : { 'arp-ip-targets': targets }),
    ...(link.primary === undefined ? {} : { primary: link.primary }),
  }
}

/** The kernel's own value of a parameter is left out, but spanning tree is always said: netplan switches it on by itself. */
function bridgeEntry(device: IntentInterface, ports: readonly IntentInterface[]): DeviceEntry {
  if (device.link.kind !== 'bridge') return { entry: {}, missing: [] }
  const { stp, forwardDelay, ageing, helloTime, maxAge, priority, vlanFiltering, multicastSnooping } = device.link
  const costs = ports.flatMap((port) => (port.port?.cost === undefined ? [] : [[port.name, port.port.cost] as const]))
  const priorities = ports.flatMap((port) => (port.port?.priority === undefined ? [] : [[port.name, port.port.priority] as const]))
  const parameters: Entry = {
    stp,
    ...seconds('forward-delay', forwardDelay === 1500 ? undefined : forwardDelay),
    ...seconds('ageing-time', ageing === 30000 ? undefined : ageing),
    ...seconds('hello-time', helloTime),
    ...seconds('max-age', maxAge),
    ...(priority === undefined ? {} : { priority }),
    ...(costs.length === 0 ? {} : { 'path-cost': Object.fromEntries(costs) }),
    ...(priorities.length === 0 ? {} : { 'port-priority': Object.fromEntries(priorities) }),
  }
  const names = ports.map((port) => port.name)
  return {
    entry: { ...(names.length === 0 ? {} : { interfaces: names }), parameters },
    missing: [
      ...(vlanFiltering ? ['VLAN filtering of the bridge'] : []),
      ...(multicastSnooping === false ? ['multicast snooping switched off'] : []),
    ],
  }
}

/** Centiseconds as netplan's times: whole seconds, or with a unit. */
function seconds(name: string, centiseconds: number | undefined): Entry {
  if (centiseconds === undefined) return {}
  return { [name]: centiseconds % 100 === 0 ? centiseconds / 100 : `${centiseconds * 10}ms` }
}
