/** The part of an interface that says what kind of device it is. */
import type { Intent, IntentInterface, PortFlags } from '../../model/index.js'

export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value }
export type Entry = { readonly [key: string]: Value }
export type LinkEntry = { readonly entry: Entry; readonly missing: readonly string[] }

export function linkEntry(device: IntentInterface, intent: Intent): LinkEntry {
  const { link } = device
  const ports = intent.interfaces.filter((other) => other.master === device.name)
  const names = ports.map((port) => port.name)
  const said = (entry: Entry, missing: readonly string[] = []): LinkEntry => ({ entry, missing })
  switch (link.kind) {
    case 'ethernet':
    case 'loopback':
    case 'dummy':
      return said({ type: link.kind })
    case 'bridge':
      return said({ type: 'linux-bridge', bridge: bridgeEntry(device, ports) }, flagsUnsaid(ports))
    case 'bond': {
      const options = {
        ...(link.miimon === 0 ? {} : { miimon: link.miimon }),
        ...(link.primary === undefined ? {} : { primary: link.primary }),
        ...link.settings,
      }
      return said({ type: 'bond', 'link-aggregation': { mode: link.mode, port: names, options } })
    }
    case 'vlan':
      return said({
        type: 'vlan',
        vlan: { 'base-iface': link.lower, id: link.id, ...(link.protocol === '802.1Q' ? {} : { protocol: '802.1ad' }) },
      })
    case 'vrf':
      return said({ type: 'vrf', vrf: { port: names, 'route-table-id': Number(link.table) } })
    case 'vxlan':
      return said({
        type: 'vxlan',
        vxlan: {
          id: link.id,
          'destination-port': link.udpPort,
          learning: link.learning,
          ...(link.lower === undefined ? {} : { 'base-iface': link.lower }),
          ...(link.local === undefined ? {} : { local: link.local }),
          ...(link.remote === undefined ? {} : { remote: link.remote }),
        },
      })
    case 'macvlan': {
      const kind = link.tap ? 'mac-vtap' : 'mac-vlan'
      return said({ type: kind, [kind]: { 'base-iface': link.lower, mode: link.mode } })
    }
    case 'veth':
      return said({ type: 'veth', veth: { peer: link.peer ?? '' } }, link.peer === undefined ? ['the peer in another namespace'] : [])
    case 'tunnel':
      return said({ type: 'unknown' }, [`a tunnel of mode ${link.mode}`])
  }
}

function bridgeEntry({ link }: IntentInterface, ports: readonly IntentInterface[]): Entry {
  if (link.kind !== 'bridge') return {}
  const stp: Entry = {
    enabled: link.stp,
    'forward-delay': link.forwardDelay / 100,
    ...(link.helloTime === undefined ? {} : { 'hello-time': link.helloTime / 100 }),
    ...(link.maxAge === undefined ? {} : { 'max-age': link.maxAge / 100 }),
    ...(link.priority === undefined ? {} : { priority: link.priority }),
  }
  const options: Entry = {
    'mac-ageing-time': link.ageing / 100,
    ...(link.multicastSnooping === false ? { 'multicast-snooping': false } : {}),
    stp,
  }
  return { options, port: ports.map((port) => portEntry(port, link.vlanFiltering)) }
}

function portEntry(port: IntentInterface, filtering: boolean): Entry {
  const { cost, priority, hairpin } = port.port ?? {}
  const own = (port.vlans ?? []).find((vlan) => vlan.pvid)
  const tagged = (port.vlans ?? []).filter((vlan) => !vlan.untagged)
  const vlan: Entry =
    tagged.length === 0
      ? { mode: 'access', ...(own === undefined ? {} : { tag: own.id }) }
      : {
          mode: 'trunk',
          'trunk-tags': tagged.map(({ id }) => ({ id })),
          ...(own === undefined ? {} : { tag: own.id, 'enable-native': true }),
        }
  return {
    name: port.name,
    ...(cost === undefined ? {} : { 'stp-path-cost': cost }),
    ...(priority === undefined ? {} : { 'stp-priority': priority }),
    ...(hairpin === true ? { 'stp-hairpin-mode': true } : {}),
    ...(filtering ? { vlan } : {}),
  }
}

function flagsUnsaid(ports: readonly IntentInterface[]): readonly string[] {
  const known: readonly (keyof PortFlags)[] = ['cost', 'priority', 'hairpin']
  return ports.flatMap((port) =>
    Object.keys(port.port ?? {})
      .filter((key) => !known.includes(key as keyof PortFlags))
      .map((key) => `the flag ${key} of port ${port.name}`),
  )
}
