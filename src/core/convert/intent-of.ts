/** From what booting a host did to how it is meant to be: everything that its network files asked for, and nothing that came by itself. */
import type { InterfaceName } from '../addresses/interface-name.js'
import { derivedMac, type Mac } from '../addresses/mac.js'
import type { Origin } from '../diagnostics/origin.js'
import type { BootEvent } from '../load/index.js'
import {
  type Address,
  DEFAULT_PORT_FLAGS,
  DEFAULT_RULES,
  DEFAULT_RULES6,
  type Intent,
  type IntentInterface,
  type IntentLink,
  type Interface,
  type Node,
  type PortFlags,
  type Route,
  type Route6,
} from '../model/index.js'
import { linkOf } from './link-of.js'
import { requestedBy } from './requested.js'

/** Owners whose devices network files make; the others' come with libvirt, a person's hand or the machine. */
const BY_FILES: readonly Interface['owner'][] = ['ifupdown', 'netplan', 'networkd', 'topology']

/** `macs`: those of the machine's cards that are known, and not made up for the model. */
export function intentOf(node: Node, journal: readonly BootEvent[], macs: readonly Mac[]): Intent {
  const asked = requestedBy(node.name, journal)
  const isOurs = (thing: { readonly origin?: Origin }) => !asked.isForeign(thing)
  const isWritten = (route: Route | Route6) =>
    route.table !== 'local' && !['kernel', 'dhcp', 'ra'].includes(route.protocol) && isOurs(route)
  const isLeased = ({ to, hops }: Route) =>
    to.length === 0 && hops.some((hop) => asked.leasedGateways.has(`${hop.interface} ${hop.gateway ?? ''}`))
  const routes = node.routes.filter((route) => isWritten(route) && !isLeased(route))
  const routes6 = node.inet6.routes.filter(isWritten)
  const wanted = node.interfaces.filter((device) => isWanted(device, asked.touched))
  const names = new Set<string>(wanted.map((device) => device.name))
  const resolving = resolverHome(node, wanted)
  return {
    interfaces: wanted.map((device) => ({
      ...linkIntent(node, device, asked.set),
      ...portsMac(device, macs),
      ...dhcpOf(asked.dhcp, device.name),
      addresses: node.addresses.filter((entry) => entry.interface === device.name && isStatic(entry, device) && isOurs(entry)),
      addresses6: node.inet6.addresses.filter(
        (entry) =>
          entry.interface === device.name && entry.byKernel !== true && entry.leasedFrom === undefined && device.kind !== 'loopback',
      ),
      routes: routes.filter((route) => route.hops[0]?.interface === device.name),
      routes6: routes6.filter((route) => route.hops[0]?.interface === device.name),
      neighbours: [...node.neighbours, ...node.inet6.neighbours].filter((entry) => entry.interface === device.name && isOurs(entry)),
      ...(device === resolving ? resolverOf(node, journal) : { nameServers: [], search: [] }),
    })),
    rules: node.rules.filter((rule) => isOurs(rule) && !DEFAULT_RULES.some((usual) => usual.preference === rule.preference)),
    rules6: node.inet6.rules.filter((rule) => isOurs(rule) && !DEFAULT_RULES6.some((usual) => usual.preference === rule.preference)),
    routes: routes.filter((route) => !names.has(route.hops[0]?.interface ?? '')),
    routes6: routes6.filter((route) => !names.has(route.hops[0]?.interface ?? '')),
  }
}

function isWanted(device: Interface, touched: ReadonlySet<string>): boolean {
  if (device.kind === 'unrecognised' || device.kind === 'ovs-bridge' || device.kind === 'ovs-internal') return false
  if (device.kind === 'ethernet' && device.medium === 'tap') return false
  if (device.kind === 'loopback') return true
  return (BY_FILES.includes(device.owner) || device.owner === 'hardware') && touched.has(device.name)
}

function isStatic(entry: Address, device: Interface): boolean {
  if (entry.leasedFrom !== undefined) return false
  return device.kind !== 'loopback' || !entry.address.startsWith('127.')
}

type Chosen = ReadonlyMap<string, { readonly mac: boolean; readonly mtu: boolean }>

function linkIntent(
  node: Node,
  device: Interface,
  set: Chosen,
): Pick<IntentInterface, 'name' | 'link' | 'up' | 'mac' | 'mtu' | 'master' | 'port' | 'vlans'> {
  const own = set.get(device.name)
  const flags = flagsOf(device)
  const link: IntentLink = linkOf(device)
  return {
    name: device.name,
    link,
    up: device.up,
    ...(own?.mac === true && device.mac !== derivedMac(`${node.name} ${device.name}`) ? { mac: device.mac } : {}),
    ...(own?.mtu === true ? { mtu: device.mtu } : {}),
    ...(device.master === undefined ? {} : { master: device.master }),
    ...(flags === undefined ? {} : { port: flags }),
    ...(device.vlans === undefined ? {} : { vlans: device.vlans }),
    ...(device.origin === undefined ? {} : { origin: device.origin }),
  }
}

/** ifupdown's bridge has the MAC of its port, and its lease with it; networkd would give it another. */
function portsMac(device: Interface, macs: readonly Mac[]): Pick<IntentInterface, 'mac'> {
  return (device.kind === 'bridge' || device.kind === 'bond') && macs.includes(device.mac) ? { mac: device.mac } : {}
}

/** Port flags that are not as the kernel sets them. */
function flagsOf(device: Interface): Partial<PortFlags> | undefined {
  const changed = Object.entries(device.port ?? {}).filter(([key, value]) => DEFAULT_PORT_FLAGS[key as keyof PortFlags] !== value)
  return changed.length === 0 ? undefined : Object.fromEntries(changed)
}

function dhcpOf(dhcp: ReadonlyMap<string, { readonly metric?: number }>, name: InterfaceName): Pick<IntentInterface, 'dhcp4'> {
  const client = dhcp.get(name)
  return client === undefined ? {} : { dhcp4: client }
}

/** Name servers belong to no interface in resolv.conf, but to one in netplan and networkd: that of the default route, else the first. */
function resolverHome(node: Node, wanted: readonly Interface[]): Interface | undefined {
  const exit = node.routes.find((route) => route.table === 'main' && route.type === 'unicast' && route.to.length === 0)?.hops[0]?.interface
  const others = wanted.filter((device) => device.kind !== 'loopback' && device.up)
  return others.find((device) => device.name === exit) ?? others.find((device) => device.master === undefined) ?? others[0]
}

/** Only what network files say: what a lease brought, or a resolv.conf of its own says, stays where it is. */
function resolverOf(node: Node, journal: readonly BootEvent[]): Pick<IntentInterface, 'nameServers' | 'search'> {
  const leased = new Set(
    journal.flatMap((event) => (event.node === node.name && event.kind === 'dhcp' ? (event.lease?.nameServers ?? []) : [])),
  )
  const written = node.resolver.nameServers.filter(
    ({ address, origin }) => !leased.has(address) && origin !== undefined && !origin.capture.endsWith('/etc/resolv.conf'),
  )
  return { nameServers: [...new Set(written.map((entry) => entry.address))], search: written.length > 0 ? node.resolver.search : [] }
}
