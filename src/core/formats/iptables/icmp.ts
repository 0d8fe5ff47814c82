/** ICMP types by the names of iptables-extensions(8). */

export type IcmpType = { readonly type: number | 'any'; readonly code?: number }

const NAMES: Readonly<Record<string, IcmpType>> = {
  'any': { type: 'any' },
  'echo-reply': { type: 0 },
  'pong': { type: 0 },
  'destination-unreachable': { type: 3 },
  'network-unreachable': { type: 3, code: 0 },
  'host-unreachable': { type: 3, code: 1 },
  'protocol-unreachable': { type: 3, code: 2 },
  'port-unreachable': { type: 3, code: 3 },
  'fragmentation-needed': { type: 3, code: 4 },
  'source-route-failed': { type: 3, code: 5 },
  'network-unknown': { type: 3, code: 6 },
  'host-unknown': { type: 3, code: 7 },
  'network-prohibited': { type: 3, code: 9 },
  'host-prohibited': { type: 3, code: 10 },
  'tos-network-unreachable': { type: 3, code: 11 },
  'tos-host-unreachable': { type: 3, code: 12 },
  'communication-prohibited': { type: 3, code: 13 },
  'host-precedence-violation': { type: 3, code: 14 },
  'precedence-cutoff': { type: 3, code: 15 },
  'source-quench': { type: 4 },
  'redirect': { type: 5 },
  'network-redirect': { type: 5, code: 0 },
  'host-redirect': { type: 5, code: 1 },
  'tos-network-redirect': { type: 5, code: 2 },
  'tos-host-redirect': { type: 5, code: 3 },
  'echo-request': { type: 8 },
  'ping': { type: 8 },
  'router-advertisement': { type: 9 },
  'router-solicitation': { type: 10 },
  'time-exceeded': { type: 11 },
  'ttl-exceeded': { type: 11 },
  'ttl-zero-during-transit': { type: 11, code: 0 },
  'ttl-zero-during-reassembly': { type: 11, code: 1 },
  'parameter-problem': { type: 12 },
  'ip-header-bad': { type: 12, code: 0 },
  'required-option-missing': { type: 12, code: 1 },
  'timestamp-request': { type: 13 },
  'timestamp-reply': { type: 14 },
  'address-mask-request': { type: 17 },
  'address-mask-reply': { type: 18 },
}

/** A name (case does not matter, a beginning that fits only one is enough), `TYPE` or `TYPE/CODE`. 255 is any. */
export function parseIcmpType(text: string): IcmpType | undefined {
  if (text === '255/0:255') return { type: 'any' }
  const [, type, code] = /^(\d{1,3})(?:\/(\d{1,3}))?$/.exec(text) ?? []
  if (type !== undefined) {
    if (Number(type) > 255 || Number(code ?? 0) > 255) return undefined
    if (Number(type) === 255) return { type: 'any' }
    return code === undefined ? { type: Number(type) } : { type: Number(type), code: Number(code) }
  }
  const lower = text.toLowerCase()
  if (Object.hasOwn(NAMES, lower)) return NAMES[lower]
  const found = Object.keys(NAMES).filter((name) => lower !== '' && name.startsWith(lower))
  return found.length === 1 && found[0] !== undefined ? NAMES[found[0]] : undefined
}
