/** The leases that libvirt's helper writes down: /var/lib/libvirt/dnsmasq/virbr0.status, a JSON array. */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import { isObject, type JsonObject, numberIn, readMembers, textIn } from '../../diagnostics/json-entries.js'
import type { Origin } from '../../diagnostics/origin.js'

export type StatusLease = {
  readonly mac: Mac
  readonly address: Ipv4
  readonly hostname?: string
  readonly clientId?: string
  /** Seconds since 1970; 0 never ends. */
  readonly expiry: number
  readonly origin: Origin
}

export type StatusDocument = { readonly leases: readonly StatusLease[]; readonly origin: Origin }

/** Leases of IPv6 addresses are left out. */
export function parseStatus(text: string, capture: string): Parsed<StatusDocument> {
  const origin = { capture, start: 0, end: text.length }
  const members = text.trim() === '' ? [] : readMembers(text, capture)
  if (members === undefined) {
    const at = { ...origin, end: Math.min(200, text.length) }
    const message = 'This is not the JSON array that libvirt keeps leases in'
    const because = 'libvirt knows no lease of this network then'
    return { document: { leases: [], origin }, diagnostics: [{ code: 'libvirt/bad-status', severity: 'error', message, at, because }] }
  }
  const diagnostics: Diagnostic[] = []
  const leases = members.flatMap(({ value, origin: at }) => {
    const fields = isObject(value) ? value : {}
    if (textIn(fields, 'ip-address')?.includes(':') === true) return []
    const lease = readLease(fields, at)
    if (lease === undefined && diagnostics.length < MOST_FINDINGS) diagnostics.push(badLease(at))
    return lease ?? []
  })
  return { document: { leases, origin }, diagnostics }
}

const MOST_FINDINGS = 100

function badLease(at: Origin): Diagnostic {
  return {
    code: 'libvirt/bad-lease',
    severity: 'error',
    message: 'This is not a lease with an ip-address and a mac-address',
    at,
  }
}

function readLease(fields: JsonObject, origin: Origin): StatusLease | undefined {
  const mac = parseMac(textIn(fields, 'mac-address') ?? '')
  const address = parseIpv4(textIn(fields, 'ip-address') ?? '')
  if (mac === undefined || address === undefined) return undefined
  const [hostname, clientId] = [textIn(fields, 'hostname'), textIn(fields, 'client-id')]
  return {
    mac,
    address,
    ...(hostname === undefined || hostname === '*' ? {} : { hostname }),
    ...(clientId === undefined ? {} : { clientId }),
    expiry: numberIn(fields, 'expiry-time') ?? 0,
    origin,
  }
}
