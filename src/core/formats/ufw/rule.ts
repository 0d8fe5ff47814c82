/** A rule of ufw(8), as its tuple in user.rules says it. */

export type UfwAction = 'allow' | 'deny' | 'reject' | 'limit'
export type UfwLog = '' | 'log' | 'log-all'

export type UfwSide = {
  /** An address, a network, or `0.0.0.0/0` and `::/0`. */
  readonly address: string
  /** `any`, or ports and ranges: `22`, `80,443`, `6881:6891`. */
  readonly ports: string
  /** The profile of applications.d that the ports come from. */
  readonly application?: string
}

export type UfwRule = {
  readonly action: UfwAction
  readonly log: UfwLog
  /** Made by `ufw route`: about forwarded packets. */
  readonly route: boolean
  readonly direction: 'in' | 'out'
  readonly protocol: string
  readonly v6: boolean
  readonly source: UfwSide
  readonly destination: UfwSide
  readonly interfaceIn?: string
  readonly interfaceOut?: string
  /** UTF-8 in hexadecimal digits, as ufw writes it; `commentOf` reads it. */
  readonly comment?: string
}

export const PROTOCOLS: readonly string[] = ['tcp', 'udp', 'ipv6', 'esp', 'ah', 'igmp', 'gre', 'vrrp']
export const WITHOUT_PORTS: readonly string[] = ['ipv6', 'esp', 'ah', 'igmp', 'gre', 'vrrp']
export const ONLY_IPV4: readonly string[] = ['ipv6', 'igmp']

export function isAnywhere(address: string): boolean {
  return address === '0.0.0.0/0' || address === '::/0'
}

/** iptables needs the multiport extension for these. */
export function hasManyPorts({ source, destination }: Pick<UfwRule, 'source' | 'destination'>): boolean {
  return /[,:]/.test(source.ports) || /[,:]/.test(destination.ports)
}

export function isOfApplication({ source, destination }: UfwRule): boolean {
  return source.application !== undefined || destination.application !== undefined
}

/** `0.0.0.0/0` and `::/0` mean the same in the other family. */
export function inFamily(rule: UfwRule, v6: boolean): UfwRule {
  const moved = (side: UfwSide): UfwSide => (isAnywhere(side.address) ? { ...side, address: v6 ? '::/0' : '0.0.0.0/0' } : side)
  return { ...rule, v6, source: moved(rule.source), destination: moved(rule.destination) }
}

/** What the rules that one application rule is made of have in common; empty for any other rule. */
export function applicationKey(rule: UfwRule): string {
  const { source, destination, interfaceIn, interfaceOut } = rule
  if (!isOfApplication(rule)) return ''
  const to = destination.application ?? destination.ports
  const from = source.application ?? source.ports
  const devices = [
    ...(interfaceIn === undefined ? [] : [`in_${interfaceIn}`]),
    ...(interfaceOut === undefined ? [] : [`out_${interfaceOut}`]),
  ]
  return [to, destination.address, from, source.address, ...(devices.length === 0 ? [rule.direction] : devices)].join(' ')
}

/** Undefined for digits that are no UTF-8. */
export function commentOf({ comment }: UfwRule): string | undefined {
  const pairs = (comment ?? '').match(/[0-9a-f]{2}/gi) ?? []
  if (comment === undefined) return undefined
  const parts: number[] = []
  for (let at = 0; at < pairs.length; ) {
    const [code, length] = decodeAt(pairs, at)
    if (code === undefined) return undefined
    parts.push(code)
    at += length
  }
  return parts.map((code) => String.fromCodePoint(code)).join('')
}

/** One character of UTF-8 (RFC 3629), and how many bytes it takes. */
function decodeAt(pairs: readonly string[], at: number): readonly [code: number | undefined, length: number] {
  const byte = (index: number): number => Number.parseInt(pairs[at + index] ?? '0', 16)
  const first = byte(0)
  const length = first < 0x80 ? 1 : first >>> 5 === 6 ? 2 : first >>> 4 === 14 ? 3 : first >>> 3 === 30 ? 4 : 0
  if (length === 0) return [undefined, 1]
  let code = length === 1 ? first : first & (0xff >>> (length + 1))
  for (let index = 1; index < length; index++) {
    if (byte(index) >>> 6 !== 2) return [undefined, 1]
    code = (code << 6) | (byte(index) & 0x3f)
  }
  return [code > 0x10ffff ? undefined : code, length]
}

export function encodeComment(text: string): string {
  return [...text]
    .flatMap((character) => bytesOf(character.codePointAt(0) ?? 0))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

function bytesOf(code: number): readonly number[] {
  const rest = (shift: number): number => 0x80 | ((code >>> shift) & 0x3f)
  if (code < 0x80) return [code]
  if (code < 0x800) return [0xc0 | (code >>> 6), rest(0)]
  // Half a surrogate pair is no character; ufw leaves it out.
  if (code >= 0xd800 && code < 0xe000) return []
  if (code < 0x10000) return [0xe0 | (code >>> 12), rest(6), rest(0)]
  return [0xf0 | (code >>> 18), rest(12), rest(6), rest(0)]
}
