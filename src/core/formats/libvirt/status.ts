/** The leases that libvirt's helper writes down: /var/lib/libvirt/dnsmasq/virbr0.status, a JSON array. */
import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml'
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { firstUnprintable } from '../../std/printable.js'

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

type Complain = (code: string, message: string, range?: Node['range']) => void

/** JSON is YAML, and the YAML parser says where each value stands. Leases of IPv6 addresses are left out. */
export function parseStatus(text: string, capture: string): Parsed<StatusDocument> {
  const diagnostics: Diagnostic[] = []
  const originOf = (range: Node['range']): Origin => ({ capture, start: range?.[0] ?? 0, end: range?.[1] ?? 0 })
  const complain: Complain = (code, message, range) => {
    diagnostics.push({ code: `libvirt/${code}`, severity: 'error', message, at: originOf(range) })
  }
  const contents = text.trim() === '' ? undefined : readJson(text, complain)
  const items = isSeq(contents) ? contents.items : []
  if (contents !== undefined && !isSeq(contents))
    complain('bad-status', 'A lease file of libvirt is a JSON array, and this is none', contents.range)
  const leases = items.flatMap((item) => {
    if (isMap(item) && String(item.get('ip-address')).includes(':')) return []
    const lease = isMap(item) ? readLease(item, originOf(item.range)) : undefined
    if (lease === undefined) complain('bad-lease', 'This is not a lease with an ip-address and a mac-address', (item as Node).range)
    return lease ?? []
  })
  return { document: { leases, origin: { capture, start: 0, end: text.length } }, diagnostics }
}

function readJson(text: string, complain: Complain): Node | undefined {
  const binary = firstUnprintable(text)
  if (binary !== undefined) {
    complain('bad-status', 'This is not a text', [binary, binary + 1, binary + 1])
    return undefined
  }
  if (isDeep(text)) {
    complain('bad-status', TOO_DEEP, [0, Math.min(1, text.length), 1])
    return undefined
  }
  try {
    const parsed = parseDocument(text, { version: '1.2', schema: 'json', prettyErrors: false, uniqueKeys: false, logLevel: 'silent' })
    const [error] = parsed.errors
    if (error === undefined) return parsed.contents ?? undefined
    const [start, end] = error.pos
    complain('bad-status', `This is not JSON: ${error.message.replace(/\s+/g, ' ')}`, [
      Math.min(start, text.length),
      Math.min(end, text.length),
      end,
    ])
  } catch {
    complain('bad-status', TOO_DEEP, [0, Math.min(1, text.length), 1])
  }
  return undefined
}

const TOO_DEEP = 'This is not JSON: it is nested too deeply'

/** Leases are objects in an array; the YAML parser takes seconds over a text of nothing but brackets. */
function isDeep(text: string): boolean {
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth++
    else if (token === ']' || token === '}') depth--
    if (depth > 100) return true
  }
  return false
}

function readLease(item: YAMLMap, origin: Origin): StatusLease | undefined {
  const field = (name: string): string | undefined => {
    const value = item.get(name, true)
    return isScalar(value) && (typeof value.value === 'string' || typeof value.value === 'number') ? String(value.value) : undefined
  }
  const mac = parseMac(field('mac-address') ?? '')
  const address = parseIpv4(field('ip-address') ?? '')
  if (mac === undefined || address === undefined) return undefined
  const [hostname, clientId] = [field('hostname'), field('client-id')]
  const expiry = Number(field('expiry-time') ?? 0)
  return {
    mac,
    address,
    ...(hostname === undefined || hostname === '*' ? {} : { hostname }),
    ...(clientId === undefined ? {} : { clientId }),
    expiry: Number.isFinite(expiry) ? expiry : 0,
    origin,
  }
}
