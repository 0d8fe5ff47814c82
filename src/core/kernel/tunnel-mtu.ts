/** What a tunnel leaves of the MTU below: measured on Linux 6.1 for each kind that its kernel has. */
import { parseIpv4 } from '../addresses/ipv4.js'
import { parseIpv6 } from '../addresses/ipv6.js'
import { contains } from '../addresses/prefix.js'
import { contains6 } from '../addresses/prefix6.js'
import type { Interface, Node, Tunnel, TunnelMode } from '../model/index.js'
import { deviceOf } from './device.js'

/** Bytes of the outer headers. WireGuard takes the worst case of its data message (drivers/net/wireguard/device.c). */
const OVERHEAD: Readonly<Record<TunnelMode, number>> = {
  ipip: 20,
  gre: 24,
  gretap: 38,
  sit: 20,
  isatap: 20,
  vti: 20,
  vti6: 72,
  ip6ip6: 48,
  ipip6: 48,
  any6: 48,
  ip6gre: 52,
  ip6gretap: 66,
  wireguard: 80,
  geneve: 50,
  l2tp: 12,
  erspan: 50,
}

/** RFC 2890: a key adds four bytes to the GRE header. */
const KEYED: readonly TunnelMode[] = ['gre', 'gretap', 'ip6gre', 'ip6gretap']

type Asked = Pick<Tunnel, 'mode' | 'settings' | 'remote'>

/** Of the device below, or of the one by which the remote end is reached at that moment (ip_tunnel_bind_dev, geneve_link_config). */
export function tunnelMtu(node: Node, { mode, settings, remote }: Asked, lower: Interface | undefined): number {
  const key = KEYED.includes(mode) && ['key', 'ikey', 'okey'].some((name) => settings[name] !== undefined) ? 4 : 0
  const below = lower ?? deviceOf(node, wayTo(node, remote ?? ''))
  if (mode === 'geneve' && below === undefined) return 1500
  return (below?.mtu ?? 1500) - OVERHEAD[mode] - key - (mode === 'geneve' && remote?.includes(':') === true ? 20 : 0)
}

function wayTo(node: Node, remote: string): string | undefined {
  const [v4, v6] = [parseIpv4(remote), parseIpv6(remote)]
  const routes = [
    ...(v4 === undefined ? [] : node.routes.filter((route) => route.table === 'main' && contains(route.to, v4))),
    ...(v6 === undefined ? [] : node.inet6.routes.filter((route) => route.table === 'main' && contains6(route.to, v6))),
  ]
  return routes.sort((a, b) => b.to.length - a.to.length || a.metric - b.metric)[0]?.hops[0]?.interface
}
