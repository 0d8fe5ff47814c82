/** Which part of the kernel a request needs that a machine's kernel may lack. */
import type { KernelRequest, TunnelMode } from '../model/index.js'

const TUNNELS: Readonly<Record<TunnelMode, string>> = {
  ipip: 'ipip',
  gre: 'ip_gre',
  gretap: 'ip_gre',
  erspan: 'ip_gre',
  sit: 'sit',
  isatap: 'sit',
  vti: 'ip_vti',
  vti6: 'ip6_vti',
  ip6ip6: 'ip6_tunnel',
  ipip6: 'ip6_tunnel',
  any6: 'ip6_tunnel',
  ip6gre: 'ip6_gre',
  ip6gretap: 'ip6_gre',
  wireguard: 'wireguard',
  geneve: 'geneve',
  l2tp: 'l2tp_eth',
}

/** Kinds of device whose module is called otherwise. */
const LINKS: Readonly<Record<string, string>> = { vlan: '8021q', bond: 'bonding', tap: 'tun', tun: 'tun' }

/** For people, e.g. `the kernel module 8021q`. */
export function moduleFor(request: KernelRequest): string | undefined {
  switch (request.kind) {
    case 'link-add': {
      const { settings, link } = request
      const name = settings?.kind === 'tunnel' ? TUNNELS[settings.mode] : Object.hasOwn(LINKS, link) ? LINKS[link] : link
      return `the kernel module ${name}`
    }
    case 'vlan-add':
    case 'vlan-delete':
      return 'a kernel whose bridges filter VLANs (CONFIG_BRIDGE_VLAN_FILTERING)'
    case 'bridge-set':
      return request.vlanFiltering === undefined && request.vlanDefaultPvid === undefined
        ? undefined
        : 'a kernel whose bridges filter VLANs (CONFIG_BRIDGE_VLAN_FILTERING)'
    default:
      return undefined
  }
}
