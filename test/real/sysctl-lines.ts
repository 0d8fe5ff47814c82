/** The kernel parameters that decide where packets go. */
import { BASELINE } from '../../src/core/lab/baseline.js'
import type { Facts } from './facts.js'

const IPV4 = [
  'forwarding',
  'rp_filter',
  'arp_ignore',
  'arp_announce',
  'proxy_arp',
  'accept_redirects',
  'send_redirects',
  'promote_secondaries',
]
const IPV6 = ['forwarding', 'accept_ra', 'disable_ipv6', 'autoconf']
const BRIDGED = ['net.bridge.bridge-nf-call-iptables', 'net.bridge.bridge-nf-call-ip6tables']

/** A freshly booted kernel's: net/ipv6/addrconf.c, ipv6_devconf and ipv6_devconf_dflt. */
const DEFAULTS = new Map([
  ...BASELINE,
  ...(['all', 'default'] as const).flatMap((name) => [
    [`net.ipv4.conf.${name}.forwarding`, '0'] as const,
    [`net.ipv6.conf.${name}.forwarding`, '0'] as const,
    [`net.ipv6.conf.${name}.accept_ra`, '1'] as const,
    [`net.ipv6.conf.${name}.disable_ipv6`, '0'] as const,
    [`net.ipv6.conf.${name}.autoconf`, '1'] as const,
  ]),
])

/** One that has its usual value everywhere is left out. */
export function sysctlLines(facts: Facts): readonly string[] {
  const names = ['all', 'default', ...facts.interfaces.map((device) => device.name)].sort()
  const keys = [
    'net.ipv4.ip_forward',
    ...names.flatMap((name) => [
      ...IPV4.map((leaf) => `net.ipv4.conf.${name}.${leaf}`),
      ...IPV6.map((leaf) => `net.ipv6.conf.${name}.${leaf}`),
    ]),
  ]
  const own = keys.flatMap((key) => {
    const value = facts.sysctl(key) ?? inherited(facts, key)
    return value === undefined || value === usual(key) ? [] : [`sysctl ${key} = ${value}`]
  })
  // Without the module br_netfilter there are none of these.
  return [...own, ...BRIDGED.flatMap((key) => (facts.sysctl(key) === '1' ? [`sysctl ${key} = 1`] : []))]
}

/** A device that nobody wrote to has what `default` had when it was made. */
function inherited(facts: Facts, key: string): string | undefined {
  const fallback = asDefault(key)
  return fallback === key ? undefined : facts.sysctl(fallback)
}

function usual(key: string): string | undefined {
  return DEFAULTS.get(key) ?? DEFAULTS.get(asDefault(key))
}

function asDefault(key: string): string {
  return key.replace(/^(net\.ipv[46]\.conf\.)(?!all\.).+(\.[a-z_0-9]+)$/, '$1default$2')
}
