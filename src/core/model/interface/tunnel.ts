/** A tunnel without Ethernet, or with it over GRE: packets inside packets. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { InterfaceBase } from './base.js'

export const TUNNEL_MODES = [
  'ipip',
  'gre',
  'gretap',
  'sit',
  'isatap',
  'vti',
  'vti6',
  'ip6ip6',
  'ipip6',
  'any6',
  'ip6gre',
  'ip6gretap',
  'wireguard',
  'geneve',
  'l2tp',
  'erspan',
] as const
export type TunnelMode = (typeof TUNNEL_MODES)[number]

export type Tunnel = InterfaceBase & {
  readonly kind: 'tunnel'
  readonly mode: TunnelMode
  readonly local?: string
  readonly remote?: string
  readonly lower?: InterfaceName
  /** Every other parameter that was set, e.g. `ttl`, `key`, `port`. Never a secret. */
  readonly settings: Readonly<Record<string, string>>
}
