/** What a rule does with the packets that it matches: `-j`, `-g` and their options. */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import type { Family, PortRange, RejectWith, RejectWith6, Target } from '../../model/netfilter.js'
import { parseNetwork, parseNetwork6 } from './core-options.js'
import { parseMasked, parsePortRange, parseWhole } from './numbers.js'
import { joinWords } from './words.js'

/** An option behind `-j`, with its values. */
export type TargetOption = { readonly name: string; readonly values: readonly string[] }

export type WrittenTarget = { readonly name: string; readonly options: readonly TargetOption[] }

/** Target extensions of iptables-extensions(8); any other name is a chain's. */
const EXTENSIONS: ReadonlySet<string> = new Set([
  'AUDIT',
  'CHECKSUM',
  'CLASSIFY',
  'CLUSTERIP',
  'CONNMARK',
  'CONNSECMARK',
  'CT',
  'DNAT',
  'DNPT',
  'DSCP',
  'ECN',
  'HL',
  'HMARK',
  'IDLETIMER',
  'LED',
  'LOG',
  'MARK',
  'MASQUERADE',
  'NETMAP',
  'NFLOG',
  'NFQUEUE',
  'NOTRACK',
  'QUEUE',
  'RATEEST',
  'REDIRECT',
  'REJECT',
  'SAME',
  'SECMARK',
  'SET',
  'SNAT',
  'SNPT',
  'SYNPROXY',
  'TCPMSS',
  'TCPOPTSTRIP',
  'TEE',
  'TOS',
  'TPROXY',
  'TRACE',
  'TTL',
  'ULOG',
])

/** These look, count or write somewhere; the packet goes on as it is, as far as a prediction can tell. */
const GO_ON: ReadonlySet<string> = new Set([
  'AUDIT',
  'CHECKSUM',
  'CLASSIFY',
  'CONNSECMARK',
  'DSCP',
  'ECN',
  'IDLETIMER',
  'LED',
  'LOG',
  'NFLOG',
  'RATEEST',
  'SECMARK',
  'SET',
  'TCPMSS',
  'TCPOPTSTRIP',
  'TOS',
  'TRACE',
  'ULOG',
])

const WITHOUT_VALUE: ReadonlySet<string> = new Set([
  '--random',
  '--random-fully',
  '--persistent',
  '--notrack',
  '--save-mark',
  '--restore-mark',
  '--clamp-mss-to-pmtu',
  '--checksum-fill',
  '--log-tcp-sequence',
  '--log-tcp-options',
  '--log-ip-options',
  '--log-uid',
  '--log-macdecode',
  '--ecn-tcp-remove',
  '--queue-bypass',
  '--queue-cpu-fanout',
  '--nodst',
])

/** With the short names of libipt_REJECT.c. */
const REJECT_NAMES: Readonly<Record<string, RejectWith>> = {
  'icmp-net-unreachable': 'icmp-net-unreachable',
  'net-unreach': 'icmp-net-unreachable',
  'icmp-host-unreachable': 'icmp-host-unreachable',
  'host-unreach': 'icmp-host-unreachable',
  'icmp-proto-unreachable': 'icmp-proto-unreachable',
  'proto-unreach': 'icmp-proto-unreachable',
  'icmp-port-unreachable': 'icmp-port-unreachable',
  'port-unreach': 'icmp-port-unreachable',
  'icmp-net-prohibited': 'icmp-net-prohibited',
  'net-prohib': 'icmp-net-prohibited',
  'icmp-host-prohibited': 'icmp-host-prohibited',
  'host-prohib': 'icmp-host-prohibited',
  'tcp-reset': 'tcp-reset',
  'tcp-rst': 'tcp-reset',
  'icmp-admin-prohibited': 'icmp-admin-prohibited',
  'admin-prohib': 'icmp-admin-prohibited',
}

/** How many words belong to an option of a target: a known number, or all up to the next option. */
export function targetOptionTakes(target: string, option: string): number {
  if (WITHOUT_VALUE.has(option)) return 0
  return EXTENSIONS.has(target) ? 1 : Number.POSITIVE_INFINITY
}

/** A chain's name, as opposed to what the kernel or an extension does. */
export function namesChain(target: string): boolean {
  return target !== 'ACCEPT' && target !== 'DROP' && target !== 'RETURN' && !EXTENSIONS.has(target)
}

export function lowerTarget(written: WrittenTarget | undefined, goto: string | undefined, family: Family): Target {
  if (goto !== undefined) return { kind: 'goto', chain: goto }
  if (written === undefined) return { kind: 'continue', text: '' }
  const { name } = written
  if (name === 'ACCEPT') return { kind: 'accept' }
  if (name === 'DROP') return { kind: 'drop' }
  if (name === 'RETURN') return { kind: 'return' }
  if (namesChain(name)) return { kind: 'jump', chain: name }
  if (GO_ON.has(name)) return { kind: 'continue', text: textOf(written) }
  return READERS[name]?.(written, family) ?? { kind: 'unrecognised', text: textOf(written) }
}

export function textOf({ name, options }: WrittenTarget): string {
  return joinWords(['-j', name, ...options.flatMap((option) => [option.name, ...option.values])])
}

type Reader = (written: WrittenTarget, family: Family) => Target | undefined

const READERS: Readonly<Record<string, Reader>> = {
  REJECT: readReject,
  MASQUERADE: (written) => readPorts('masquerade', written),
  REDIRECT: (written) => readPorts('redirect', written),
  SNAT: (written, family) => readNat('snat', '--to-source', { written, family }),
  DNAT: (written, family) => readNat('dnat', '--to-destination', { written, family }),
  NETMAP(written, family) {
    const to6 = family === 'ip6' ? parseNetwork6(firstValue(written, '--to') ?? '') : undefined
    if (family === 'ip6') return to6 === undefined ? undefined : { kind: 'netmap6', to: to6 }
    const to = parseNetwork(firstValue(written, '--to') ?? '')
    return to === undefined ? undefined : { kind: 'netmap', to }
  },
  NOTRACK: () => ({ kind: 'notrack' }),
  CT: readConntrack,
  MARK: (written) => readMark('mark-set', written),
  CONNMARK(written) {
    const [option, ...others] = written.options
    if (others.length === 0 && option?.name === '--save-mark') return { kind: 'connmark-save' }
    if (others.length === 0 && option?.name === '--restore-mark') return { kind: 'connmark-restore' }
    return hasWholeMasks(others) ? wholeConnmark(option?.name) : readMark('connmark-set', written)
  },
}

function firstValue({ options }: WrittenTarget, name: string): string | undefined {
  return options.find((option) => option.name === name)?.values[0]
}

/** With the short names of libip6t_REJECT.c. */
const REJECT_NAMES6: Readonly<Record<string, RejectWith6>> = {
  'icmp6-no-route': 'icmp6-no-route',
  'no-route': 'icmp6-no-route',
  'icmp6-adm-prohibited': 'icmp6-adm-prohibited',
  'adm-prohibited': 'icmp6-adm-prohibited',
  'icmp6-addr-unreachable': 'icmp6-addr-unreachable',
  'addr-unreach': 'icmp6-addr-unreachable',
  'icmp6-port-unreachable': 'icmp6-port-unreachable',
  'port-unreach': 'icmp6-port-unreachable',
  'tcp-reset': 'tcp-reset',
  'icmp6-policy-fail': 'icmp6-policy-fail',
  'policy-fail': 'icmp6-policy-fail',
  'icmp6-reject-route': 'icmp6-reject-route',
  'reject-route': 'icmp6-reject-route',
}

function readReject6(name: string | undefined): Target | undefined {
  if (name === undefined) return { kind: 'reject6', with: 'icmp6-port-unreachable' }
  const lower = name.toLowerCase()
  const found = Object.keys(REJECT_NAMES6).find((known) => lower !== '' && known.startsWith(lower))
  const reject = REJECT_NAMES6[found ?? '']
  return reject === undefined ? undefined : { kind: 'reject6', with: reject }
}

function readReject(written: WrittenTarget, family: Family): Target | undefined {
  const name = firstValue(written, '--reject-with')
  if (family === 'ip6') return readReject6(name)
  if (name === undefined) return { kind: 'reject', with: 'icmp-port-unreachable' }
  const lower = name.toLowerCase()
  const found = Object.keys(REJECT_NAMES).find((known) => lower !== '' && known.startsWith(lower))
  const reject = REJECT_NAMES[found ?? '']
  return reject === undefined ? undefined : { kind: 'reject', with: reject }
}

function readPorts(kind: 'masquerade' | 'redirect', written: WrittenTarget): Target | undefined {
  const text = firstValue(written, '--to-ports')
  if (text === undefined) return { kind }
  const ports = parsePortRange(text, '-')
  return ports === undefined ? undefined : { kind, ports }
}

type Read = { readonly written: WrittenTarget; readonly family: Family }

function readNat(kind: 'snat' | 'dnat', option: string, { written, family }: Read): Target | undefined {
  return family === 'ip' ? readTranslation(kind, option, written) : readTranslation6(kind, option, written)
}

/** `2001:db8::1`, `2001:db8::1-2001:db8::9`, `[2001:db8::1]:80`, `:80` */
function readTranslation6(kind: 'snat' | 'dnat', option: string, written: WrittenTarget): Target | undefined {
  const text = firstValue(written, option)
  if (text === undefined || written.options.filter(({ name }) => name === option).length !== 1) return undefined
  const [, inside, port, onlyPort] = /^(?:\[([^\]]*)\](?::(.+))?|:(.+))$/.exec(text) ?? []
  const addresses = onlyPort === undefined ? (inside ?? text) : ''
  const ports = port === undefined && onlyPort === undefined ? undefined : parsePortRange(port ?? onlyPort ?? '', '-')
  if ((port ?? onlyPort) !== undefined && ports === undefined) return undefined
  const [low = '', high = low, ...more] = addresses.split('-')
  const [from, to] = [parseIpv6(low), parseIpv6(high)]
  if (addresses !== '' && (from === undefined || to === undefined || more.length > 0)) return undefined
  const range = from === undefined || to === undefined ? undefined : { from, to }
  return { kind: kind === 'snat' ? 'snat6' : 'dnat6', to: range, ...portsOf(ports) }
}

function readTranslation(kind: 'snat' | 'dnat', option: string, written: WrittenTarget): Target | undefined {
  const text = firstValue(written, option)
  if (text === undefined || written.options.filter(({ name }) => name === option).length !== 1) return undefined
  const [addresses = '', port, ...more] = text.split(':')
  const ports = port === undefined ? undefined : parsePortRange(port, '-')
  const to = addresses === '' ? undefined : parseAddresses(addresses)
  if (more.length > 0 || (port !== undefined && ports === undefined) || (addresses !== '' && to === undefined)) return undefined
  return { kind, to, ...portsOf(ports) }
}

function portsOf(ports: PortRange | undefined): { readonly ports?: PortRange } {
  return ports === undefined ? {} : { ports }
}

function parseAddresses(text: string): { readonly from: Ipv4; readonly to: Ipv4 } | undefined {
  const [low = '', high = low, ...more] = text.split('-')
  const from = parseIpv4(low)
  const to = parseIpv4(high)
  return from === undefined || to === undefined || more.length > 0 ? undefined : { from, to }
}

function readConntrack(written: WrittenTarget): Target | undefined {
  const names = written.options.map((option) => option.name)
  if (names.includes('--notrack')) return { kind: 'notrack' }
  // A helper watches a protocol's control connection; a zone separates connections from each other.
  return names.includes('--zone') || names.includes('--zone-orig') || names.includes('--zone-reply')
    ? undefined
    : { kind: 'continue', text: textOf(written) }
}

/** All of them become: keep the bits outside `mask`, then xor with `value` (xt_mark.h). */
function readMark(kind: 'mark-set' | 'connmark-set', written: WrittenTarget): Target | undefined {
  const [option, ...others] = written.options
  const text = option?.values[0] ?? ''
  const masked = parseMasked(text)
  const bits = parseWhole(text)
  if (others.length > 0 || masked === undefined) return undefined
  const { value, mask } = masked
  if (option?.name === '--set-mark') return { kind, value, mask: (mask | value) >>> 0 }
  if (option?.name === '--set-xmark') return { kind, value, mask }
  if (bits === undefined) return undefined
  if (option?.name === '--and-mark') return { kind, value: 0, mask: ~bits >>> 0 }
  if (option?.name === '--or-mark') return { kind, value: bits, mask: bits }
  return option?.name === '--xor-mark' ? { kind, value: bits, mask: 0 } : undefined
}

/** iptables-save writes the masks of --save-mark and --restore-mark even when they cover all bits. */
function hasWholeMasks(options: readonly TargetOption[]): boolean {
  const masks = ['--nfmask', '--ctmask', '--mask']
  return options.length > 0 && options.every(({ name, values }) => masks.includes(name) && parseWhole(values[0] ?? '') === 0xffffffff)
}

function wholeConnmark(name: string | undefined): Target | undefined {
  if (name === '--save-mark') return { kind: 'connmark-save' }
  return name === '--restore-mark' ? { kind: 'connmark-restore' } : undefined
}
