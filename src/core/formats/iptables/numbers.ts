/** Ports, marks and protocols as iptables writes them. */
import type { PortRange } from '../../model/netfilter.js'

/** The names of services(5) that firewalls use; a dump always has numbers. */
const SERVICES: Readonly<Record<string, number>> = {
  'echo': 7,
  'discard': 9,
  'ftp-data': 20,
  'ftp': 21,
  'ssh': 22,
  'telnet': 23,
  'smtp': 25,
  'mail': 25,
  'time': 37,
  'domain': 53,
  'bootps': 67,
  'bootpc': 68,
  'tftp': 69,
  'gopher': 70,
  'finger': 79,
  'http': 80,
  'www': 80,
  'kerberos': 88,
  'pop3': 110,
  'sunrpc': 111,
  'auth': 113,
  'nntp': 119,
  'ntp': 123,
  'epmap': 135,
  'netbios-ns': 137,
  'netbios-dgm': 138,
  'netbios-ssn': 139,
  'imap2': 143,
  'imap': 143,
  'snmp': 161,
  'snmp-trap': 162,
  'bgp': 179,
  'irc': 194,
  'ldap': 389,
  'https': 443,
  'microsoft-ds': 445,
  'isakmp': 500,
  'syslog': 514,
  'shell': 514,
  'printer': 515,
  'route': 520,
  'dhcpv6-client': 546,
  'dhcpv6-server': 547,
  'submission': 587,
  'ipp': 631,
  'ldaps': 636,
  'domain-s': 853,
  'rsync': 873,
  'imaps': 993,
  'pop3s': 995,
  'socks': 1080,
  'openvpn': 1194,
  'ms-sql-s': 1433,
  'l2f': 1701,
  'radius': 1812,
  'nfs': 2049,
  'iscsi-target': 3260,
  'mysql': 3306,
  'ms-wbt-server': 3389,
  'svn': 3690,
  'ipsec-nat-t': 4500,
  'sip': 5060,
  'sip-tls': 5061,
  'xmpp-client': 5222,
  'mdns': 5353,
  'postgresql': 5432,
  'amqp': 5672,
  'x11': 6000,
  'http-alt': 8080,
  'puppet': 8140,
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '2': 'igmp',
  '4': 'ipencap',
  '6': 'tcp',
  '17': 'udp',
  '33': 'dccp',
  '41': 'ipv6',
  '47': 'gre',
  '50': 'esp',
  '51': 'ah',
  '58': 'ipv6-icmp',
  'icmpv6': 'ipv6-icmp',
  'icmp6': 'ipv6-icmp',
  '89': 'ospf',
  '103': 'pim',
  '112': 'vrrp',
  '132': 'sctp',
  '135': 'ipv6-mh',
  '136': 'udplite',
  'ipv6-mh': 'mh',
  'ipsec-ah': 'ah',
  'ipsec-esp': 'esp',
}

export function parsePort(text: string): number | undefined {
  const named = SERVICES[text.toLowerCase()]
  if (named !== undefined) return named
  const port = parseWhole(text)
  return port !== undefined && port <= 65_535 ? port : undefined
}

/** `22`, `1024:65535`, `:1023`, `1024:`; with `-` between them in a target. */
export function parsePortRange(text: string, separator: ':' | '-' = ':'): PortRange | undefined {
  // A service's own name may have a dash.
  const whole = parsePort(text)
  if (whole !== undefined) return { from: whole, to: whole }
  const [low = '', high, ...more] = text.split(separator)
  if (high === undefined || more.length > 0) return undefined
  const from = low === '' ? 0 : parsePort(low)
  const to = high === '' ? 65_535 : parsePort(high)
  return from === undefined || to === undefined || from > to ? undefined : { from, to }
}

export function formatPortRange({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}:${to}`
}

/** As strtoul(3) with base 0 does: decimal, 0x… or 0…; 32 bits. */
export function parseWhole(text: string): number | undefined {
  const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : /^(\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : undefined
  return value !== undefined && value <= 0xffffffff ? value : undefined
}

/** `VALUE` or `VALUE/MASK`. */
export function parseMasked(text: string): { readonly value: number; readonly mask: number } | undefined {
  const [head = '', tail, ...more] = text.split('/')
  const value = parseWhole(head)
  const mask = tail === undefined ? 0xffffffff : parseWhole(tail)
  return value === undefined || mask === undefined || more.length > 0 ? undefined : { value, mask }
}

/** The protocol by the name that iptables-save prints; `all` for any. */
export function protocolName(text: string): string {
  const lower = text.toLowerCase()
  if (lower === '0' || lower === 'all') return 'all'
  return PROTOCOLS[lower.replace(/^0+(?=\d)/, '')] ?? lower
}
