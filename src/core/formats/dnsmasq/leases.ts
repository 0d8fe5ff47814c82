/** The leases that dnsmasq writes down, by default in /var/lib/misc/dnsmasq.leases. */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'

export type Lease = {
  readonly mac: Mac
  readonly address: Ipv4
  readonly hostname?: string
  readonly clientId?: string
  /** Seconds since 1970; 0 never ends. */
  readonly expiry: number
  readonly origin: Origin
}

export type LeasesDocument = { readonly leases: readonly Lease[]; readonly origin: Origin }

/** Lines from `duid` on are DHCPv6's, which no one here asks for. */
export function parseLeases(text: string, capture: string): Parsed<LeasesDocument> {
  const leases: Lease[] = []
  const diagnostics: Diagnostic[] = []
  for (const found of text.matchAll(/[^\n]+/g)) {
    const line = found[0].trim()
    if (line === '') continue
    if (/^duid\s/.test(line)) break
    const start = found.index + found[0].indexOf(line)
    const origin = { capture, start, end: start + line.length }
    const lease = readLease(line, origin)
    if (lease !== undefined) leases.push(lease)
    else if (diagnostics.length < 20) {
      const message = `${line.slice(0, 60).replace(/\s+/g, ' ')} is not a lease`
      const because = 'a lease is: end, MAC address, IP address, name or *, client id or *'
      diagnostics.push({ code: 'dnsmasq/bad-lease', severity: 'warning', message, at: origin, because })
    }
  }
  return { document: { leases, origin: { capture, start: 0, end: text.length } }, diagnostics }
}

function readLease(line: string, origin: Origin): Lease | undefined {
  const [expiry = '', hardware = '', ip = '', hostname = '*', clientId = '*'] = line.split(/\s+/)
  /** Other hardware than Ethernet is prefixed with its type, e.g. `06-`. */
  const mac = parseMac(hardware.replace(/^[0-9a-f]{2}-(?=[0-9a-f]{2}:)/i, ''))
  const address = parseIpv4(ip)
  if (!/^\d{1,12}$/.test(expiry) || mac === undefined || address === undefined) return undefined
  return {
    mac,
    address,
    ...(hostname === '*' ? {} : { hostname }),
    ...(clientId === '*' ? {} : { clientId }),
    expiry: Number(expiry),
    origin,
  }
}
