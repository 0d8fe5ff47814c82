/** The settings that a network namespace inherits from its machine, set back to what a freshly booted kernel has. */

/** net/ipv4/devinet.c, ipv4_devconf and ipv4_devconf_dflt: a new namespace copies `all` and `default` of the first one. */
const DEVICE: readonly (readonly [name: string, all: number, fresh: number])[] = [
  ['rp_filter', 0, 0],
  ['accept_redirects', 1, 1],
  ['send_redirects', 1, 1],
  ['secure_redirects', 1, 1],
  ['shared_media', 1, 1],
  ['accept_source_route', 0, 1],
  ['accept_local', 0, 0],
  ['route_localnet', 0, 0],
  ['src_valid_mark', 0, 0],
  ['arp_announce', 0, 0],
  ['arp_ignore', 0, 0],
  ['arp_filter', 0, 0],
  ['arp_accept', 0, 0],
  ['proxy_arp', 0, 0],
  ['proxy_arp_pvlan', 0, 0],
  ['promote_secondaries', 0, 0],
  ['ignore_routes_with_linkdown', 0, 0],
  ['bc_forwarding', 0, 0],
  ['drop_unicast_in_l2_multicast', 0, 0],
  ['log_martians', 0, 0],
]

/** In this order: ip_forward resets others. */
export const BASELINE: readonly (readonly [key: string, value: string])[] = [
  ['net.ipv4.ip_forward', '0'],
  ...DEVICE.flatMap(([name, all, fresh]) => [
    [`net.ipv4.conf.all.${name}`, String(all)] as const,
    [`net.ipv4.conf.default.${name}`, String(fresh)] as const,
    [`net.ipv4.conf.lo.${name}`, String(fresh)] as const,
  ]),
]
