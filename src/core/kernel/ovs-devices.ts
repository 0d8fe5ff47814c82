/** What ovs-vswitchd makes of its database: which interfaces it creates and takes, with which MAC and MTU (vswitchd/bridge.c). */
import { parseInterfaceName } from '../addresses/interface-name.js'
import { derivedMac, type Mac, NO_MAC, parseMac } from '../addresses/mac.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { Interface, Node, OvsBridge, OvsInterface, OvsPort, OvsState } from '../model/index.js'
import { inheritedConf, withoutLink } from './link.js'

/** ETH_PAYLOAD_MAX: what the switch goes by while no port of the bridge has an MTU of its own. */
const PAYLOAD = 1500

/** The interface that stands for the datapath itself, and in the kernel's own one is the master of the ports. */
const DATAPATHS = { system: 'ovs-system', netdev: 'ovs-netdev' } as const

/** ovs-vswitchd looks at everything again after each change of its database and of the kernel's interfaces. */
export function settleOvs(before: Node, after: Node): Node {
  if (after.ovs === undefined) return after
  const node = withMembers(withInternal(withoutUnwanted(after, after.ovs), before.ovs, after.ovs), after.ovs)
  return after.ovs.bridges.reduce((changed, bridge) => withMacs(withMtus(before, changed, bridge), bridge), node)
}

type Member = { readonly bridge: OvsBridge; readonly port: OvsPort; readonly member: OvsInterface; readonly internal: boolean }

function membersOf(bridge: OvsBridge): readonly Member[] {
  return bridge.ports.flatMap((port) =>
    port.interfaces.map((member) => ({ bridge, port, member, internal: member.type === 'internal' || member.name === bridge.name })),
  )
}

function isSystem({ member, internal }: Member): boolean {
  return !internal && (member.type === '' || member.type === 'system')
}

function internalOf(state: OvsState | undefined): readonly Member[] {
  return (state?.bridges ?? []).flatMap((bridge) => membersOf(bridge).filter((one) => one.internal))
}

function datapathNames(state: OvsState): readonly string[] {
  return [...new Set(state.bridges.map((bridge) => (bridge.datapath === 'netdev' ? DATAPATHS.netdev : DATAPATHS.system)))]
}

function isMade(device: Interface): boolean {
  return device.owner === 'openvswitch' && (device.kind === 'ovs-bridge' || device.kind === 'ovs-internal')
}

function withoutUnwanted(node: Node, state: OvsState): Node {
  const wanted = new Set([...internalOf(state).map(({ member }) => member.name), ...datapathNames(state)])
  const gone = node.interfaces.filter((device) => isMade(device) && !wanted.has(device.name)).map((device) => device.name)
  return gone.reduce((now, name) => withoutLink(now, name), node)
}

/** One that was taken away by hand is not made again. */
function withInternal(node: Node, before: OvsState | undefined, state: OvsState): Node {
  const known = new Set(internalOf(before).map(({ member }) => member.name))
  const datapaths = datapathNames(state).map((name): Wanted => ({ name, kind: 'ovs-internal' }))
  const ports = internalOf(state).map(({ bridge, port, member }): Wanted => {
    const kind = member.name === bridge.name ? 'ovs-bridge' : 'ovs-internal'
    return { name: member.name, kind, ...withOrigin(port.origin ?? bridge.origin) }
  })
  return [...datapaths, ...ports.filter(({ name }) => !known.has(name))].reduce(withDevice, node)
}

type Wanted = Pick<Interface, 'origin'> & { readonly name: string; readonly kind: 'ovs-bridge' | 'ovs-internal' }

function withDevice(node: Node, { name, kind, origin }: Wanted): Node {
  const parsed = parseInterfaceName(name)
  if (parsed === undefined || node.interfaces.some((device) => device.name === name)) return node
  const mac = derivedMac(`${node.name} ${name}`)
  const device: Interface = { name: parsed, kind, mac, mtu: 1500, up: false, owner: 'openvswitch', ...withOrigin(origin) }
  return { ...node, interfaces: [...node.interfaces, device], sysctls: { ...node.sysctls, ...inheritedConf(node, name) } }
}

/** Only the kernel's own datapath is a master of its ports; a port of a Linux bridge or a bond stays there (EBUSY). */
function withMembers(node: Node, state: OvsState): Node {
  const members = state.bridges.filter((bridge) => bridge.datapath !== 'netdev').flatMap(membersOf)
  const names = new Set(members.filter(isSystem).map(({ member }) => member.name))
  return { ...node, interfaces: node.interfaces.map((device) => withSystemMaster(device, names.has(device.name))) }
}

function withSystemMaster(device: Interface, wanted: boolean): Interface {
  const system = parseInterfaceName(DATAPATHS.system)
  const taken = wanted && device.kind !== 'loopback' && !isMade(device)
  if (taken) return device.master === undefined && system !== undefined ? { ...device, master: system } : device
  if (device.master !== DATAPATHS.system) return device
  const { master: _, ...free } = device
  return free as Interface
}

function deviceOf(node: Node, name: string): Interface | undefined {
  return node.interfaces.find((device) => device.name === name)
}

function withChanged(node: Node, name: string, change: Partial<Pick<Interface, 'mac' | 'mtu'>>): Node {
  return { ...node, interfaces: node.interfaces.map((device) => (device.name === name ? { ...device, ...change } : device)) }
}

/** Internal ports follow the smallest other port; a request of their own makes them one of the others (ofproto.c: update_mtu). */
function withMtus(before: Node, node: Node, bridge: OvsBridge): Node {
  const requested = membersOf(bridge)
    .filter((one) => one.internal || isSystem(one))
    .reduce(
      (changed, { member }) => (member.mtuRequest === undefined ? changed : withChanged(changed, member.name, { mtu: member.mtuRequest })),
      node,
    )
  const old = before.ovs?.bridges.find((one) => one.name === bridge.name)
  const least = smallestMtu(requested, bridge)
  const moved = old !== undefined && smallestMtu(before, old) !== least
  return membersOf(bridge)
    .filter(({ internal, member }) => internal && member.mtuRequest === undefined)
    .reduce((changed, { member }) => {
      const device = deviceOf(changed, member.name)
      if (device === undefined) return changed
      const follows = moved && deviceOf(before, member.name) !== undefined
      return withChanged(changed, member.name, { mtu: follows ? least : Math.min(device.mtu, least) })
    }, requested)
}

function smallestMtu(node: Node, bridge: OvsBridge): number {
  const own = membersOf(bridge)
    .filter((one) => isSystem(one) || (one.internal && one.member.mtuRequest !== undefined))
    .flatMap(({ member }) => deviceOf(node, member.name)?.mtu ?? [])
  return own.length === 0 ? PAYLOAD : Math.min(...own)
}

function withMacs(node: Node, bridge: OvsBridge): Node {
  const requested = membersOf(bridge)
    .filter(({ internal, member }) => internal && member.name !== bridge.name)
    .reduce((changed, { port, member }) => {
      const own =
        usable(parseMac(member.mac ?? '')) ??
        (port.fakeBridge === true ? (lowestMac(changed, bridge, port) ?? randomMac(changed, bridge.name)) : undefined)
      return own === undefined ? changed : withChanged(changed, member.name, { mac: own })
    }, node)
  const asked = usable(parseMac(bridge.settings['other_config:hwaddr'] ?? ''))
  return withChanged(requested, bridge.name, { mac: asked ?? lowestMac(requested, bridge) ?? randomMac(node, bridge.name) })
}

/** Drawn at random when the bridge is made. */
function randomMac(node: Node, name: string): Mac {
  return derivedMac(`${node.name} ${name}`)
}

function isMulticastMac(mac: Mac): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1
}

function usable(mac: Mac | undefined): Mac | undefined {
  return mac === undefined || mac === NO_MAC || isMulticastMac(mac) ? undefined : mac
}

/** find_local_hw_addr: the lowest of the ports' own MACs; one given by software does not count, and a bond speaks with its first name's. */
function lowestMac(node: Node, bridge: OvsBridge, fake?: OvsPort): Mac | undefined {
  const macs = bridge.ports.flatMap((port) => {
    const set = parseMac(port.settings['mac'] ?? '')
    if (set !== undefined) return [set]
    const first = port.interfaces.map((one) => one.name).sort()[0]
    if (first === undefined || first === bridge.name || (fake !== undefined && fake.tag !== port.tag)) return []
    return deviceOf(node, first)?.mac ?? []
  })
  return macs.filter((mac) => usable(mac) !== undefined && (Number.parseInt(mac.slice(0, 2), 16) & 2) === 0).sort()[0]
}
