/** ICMPv6 types by the names of libip6t_icmp6.c. */

export type Icmp6Type = { readonly type: number; readonly code?: number }

const NAMES: Readonly<Record<string, Icmp6Type>> = {
  'destination-unreachable': { type: 1 },
  'no-route': { type: 1, code: 0 },
  'communication-prohibited': { type: 1, code: 1 },
  'beyond-scope': { type: 1, code: 2 },
  'address-unreachable': { type: 1, code: 3 },
  'port-unreachable': { type: 1, code: 4 },
  'failed-policy': { type: 1, code: 5 },
  'reject-route': { type: 1, code: 6 },
  'packet-too-big': { type: 2 },
  'time-exceeded': { type: 3 },
  'ttl-exceeded': { type: 3 },
  'ttl-zero-during-transit': { type: 3, code: 0 },
  'ttl-zero-during-reassembly': { type: 3, code: 1 },
  'parameter-problem': { type: 4 },
  'bad-header': { type: 4, code: 0 },
  'unknown-header-type': { type: 4, code: 1 },
  'unknown-option': { type: 4, code: 2 },
  'echo-request': { type: 128 },
  'ping': { type: 128 },
  'echo-reply': { type: 129 },
  'pong': { type: 129 },
  'mld-listener-query': { type: 130 },
  'mld-listener-report': { type: 131 },
  'mld-listener-done': { type: 132 },
  'mld-listener-reduction': { type: 132 },
  'router-solicitation': { type: 133 },
  'router-advertisement': { type: 134 },
  'neighbour-solicitation': { type: 135 },
  'neighbor-solicitation': { type: 135 },
  'neighbour-advertisement': { type: 136 },
  'neighbor-advertisement': { type: 136 },
  'redirect': { type: 137 },
}

/** A name (case does not matter, a beginning that fits only one is enough), `TYPE` or `TYPE/CODE`. */
export function parseIcmp6Type(text: string): Icmp6Type | undefined {
  const [, type, code] = /^(\d{1,3})(?:\/(\d{1,3}))?$/.exec(text) ?? []
  if (type !== undefined) {
    if (Number(type) > 255 || Number(code ?? 0) > 255) return undefined
    return code === undefined ? { type: Number(type) } : { type: Number(type), code: Number(code) }
  }
  const lower = text.toLowerCase()
  if (Object.hasOwn(NAMES, lower)) return NAMES[lower]
  const found = Object.keys(NAMES).filter((name) => lower !== '' && name.startsWith(lower))
  return found.length === 1 && found[0] !== undefined ? NAMES[found[0]] : undefined
}
