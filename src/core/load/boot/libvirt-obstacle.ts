/** What keeps a virtual network from starting, in libvirt's words: the host's addresses, or what dnsmasq would not take. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { networkOf, samePrefix } from '../../addresses/prefix.js'
import { parse as parseDnsmasq } from '../../formats/dnsmasq/index.js'
import type { NetworkDocument } from '../../formats/libvirt/index.js'
import { filesOf } from './captures.js'
import type { Refusal } from './libvirt-starting.js'
import { type Booting, nodeIn } from './machine.js'

type Wanted = { readonly document: NetworkDocument; readonly bridge: InterfaceName }

/** Before anything is made. */
export function firstObstacle(booting: Booting, node: string, { document, bridge }: Wanted): Refusal | undefined {
  const clash = collision(booting, node, document)
  if (clash !== undefined) return { text: clash }
  const isTaken = nodeIn(booting, node).interfaces.some((device) => device.name === bridge)
  return isTaken ? { text: `bridge name '${bridge}' already in use` } : undefined
}

/** When the bridge is there, which goes again: as the firewall is set up, or as dnsmasq starts. */
export function laterObstacle(
  booting: Booting,
  node: string,
  document: NetworkDocument,
): { readonly at: 'firewall' | 'server'; readonly refusal: Refusal } | undefined {
  const firewall = noFirewalld(booting, node, document) ?? badPorts(document)
  if (firewall !== undefined) return { at: 'firewall', refusal: firewall }
  const server = badServer(document)
  return server === undefined ? undefined : { at: 'server', refusal: server }
}

/** networkCheckRouteCollision: a subnet, or a route of it, that the host already has a route to. */
function collision(booting: Booting, node: string, document: NetworkDocument): string | undefined {
  const routes = nodeIn(booting, node).routes.filter((route) => route.table === 'main' && route.type === 'unicast')
  for (const route of routes) {
    const device = route.hops[0]?.interface
    const isIt = document.ips.some((ip) => ip.family === 'ipv4' && samePrefix(networkOf(ip.address, ip.length), route.to))
    if (isIt) return `Network is already in use by interface ${device}`
    const own = document.routes.find((wanted) => wanted.family === 'ipv4' && samePrefix(wanted.to, route.to))
    if (own !== undefined) return `Route address '${own.to.address}' conflicts with IP address for '${device}'`
  }
  return undefined
}

/** A zone belongs to firewalld, which has files wherever it is installed. */
function noFirewalld({ snapshot }: Booting, node: string, { bridge, name }: NetworkDocument): Refusal | undefined {
  if (bridge.zone === undefined || filesOf(snapshot, node).some(({ path }) => /\/(etc|usr\/lib)\/firewalld\//.test(path))) return undefined
  const text = `zone ${bridge.zone.value} requested for network ${name?.value ?? ''} but firewalld is not active`
  return { text, help: 'leave zone out, or install firewalld' }
}

function badPorts({ forward }: NetworkDocument): Refusal | undefined {
  const { from, to } = forward.nat?.ports ?? { from: 0, to: 0 }
  if (forward.mode !== 'nat' || from < to || (from === 0 && to === 0)) return undefined
  return { text: `Invalid port range '${from}-${to}'.`, help: 'NAT needs two ports at least' }
}

/** networkDnsmasqConfContents, and dnsmasq itself where it is given lines of its own. */
function badServer({ ips, dns, options }: NetworkDocument): Refusal | undefined {
  for (const [family, name] of [
    ['ipv4', 'IPv4'],
    ['ipv6', 'IPv6'],
  ] as const) {
    const leasing = ips.filter(
      ({ family: own, dhcp }) => own === family && dhcp !== undefined && dhcp.ranges.length + dhcp.hosts.length > 0,
    )
    if (leasing.length > 1)
      return { text: `For ${name}, multiple DHCP definitions cannot be specified.`, help: `leave one <dhcp> for ${name}` }
  }
  const step = ({ family }: NetworkDocument['ips'][number]): number => (family === 'ipv4' ? 8 : 4)
  const pointer = ips.find((ip) => ip.localPtr && (ip.length % step(ip) !== 0 || ip.length === 0 || ip.length === step(ip) * 4))
  if (dns.enabled && pointer !== undefined) {
    const family = pointer.family === 'ipv4' ? 'IPv4' : 'IPv6'
    const text = `PTR domain for ${family} network with prefix ${pointer.length} cannot be automatically created`
    return { text, help: "leave localPtr='yes' out" }
  }
  const [refused] = options.flatMap(({ value }) => parseDnsmasq(value, 'option').diagnostics.filter((found) => found.severity === 'error'))
  return refused === undefined ? undefined : { text: `dnsmasq exits: ${refused.message}`, help: 'correct the <dnsmasq:option>' }
}
