/** What files of dnsmasq say of themselves. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import type { DnsmasqDocument } from './document.js'
import { parseLeases } from './leases.js'
import { shapeOf } from './options.js'
import { parse } from './parse.js'
import { print } from './print.js'

/** Options that no other kind of file has. */
const OWN =
  /^(dhcp-(range|host|option|authoritative|leasefile)|bind-(interfaces|dynamic)|except-interface|listen-address|no-(resolv|hosts|negcache)|strict-order|expand-hosts|conf-dir|addn-hosts|domain-needed|bogus-priv)(=|$)/

/** Nearly all lines are options that dnsmasq knows. */
function likeness(text: string): number {
  const lines = text
    .slice(0, 20_000)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  const known = lines.filter((line) => shapeOf(line.replace(/\s*=.*$/s, '')) !== undefined).length
  if (lines.length === 0) return /^#\s*(dhcp-range|bogus-priv|expand-hosts)/m.test(text) ? 0.4 : 0
  if (known * 10 < lines.length * 9) return 0
  return lines.some((line) => OWN.test(line)) ? 0.9 : 0.3
}

export const DNSMASQ_CONF: TextFormat<DnsmasqDocument> = {
  name: 'dnsmasq',
  title: 'dnsmasq.conf(5)',
  handEdited: true,
  place: /(^|\/)(etc\/dnsmasq\.conf|dnsmasq\.d\/[^/]+|NetworkManager\/dnsmasq(-shared)?\.d\/[^/]+|libvirt\/dnsmasq\/[^/]+\.conf)$/,
  likeness,
  parse,
  print,
}

export const DNSMASQ_LEASES: TextFormat<ReturnType<typeof parseLeases>['document']> = {
  name: 'dnsmasq-leases',
  title: 'leases of dnsmasq',
  handEdited: false,
  place: /(^|\/)(dnsmasq\.leases|dnsmasq\/[^/]+\.leases)$/,
  likeness: (text) => (/^\d+ ([0-9a-f]{2}:){5}[0-9a-f]{2} \d+\.\d+\.\d+\.\d+ \S+ \S+$/m.test(text) ? 0.9 : 0),
  parse: parseLeases,
}
