/** The options that need no module, iptables(8) PARAMETERS. */
import { ipv4FromNumber, ipv4ToNumber, parseIpv4 } from '../../addresses/ipv4.js'
import { ipv6Groups, parseIpv6 } from '../../addresses/ipv6.js'
import { networkOf, type Prefix, parsePrefixLength } from '../../addresses/prefix.js'
import { networkOf6, type Prefix6 } from '../../addresses/prefix6.js'
import { protocolName } from './numbers.js'
import type { Condition, Option } from './option.js'

export const CORE_OPTIONS: readonly Option[] = [
  { names: ['-s', '--source', '--src'], takes: 1, read: ([text], family) => address('source', text, family) },
  { names: ['-d', '--destination', '--dst'], takes: 1, read: ([text], family) => address('destination', text, family) },
  { names: ['-i', '--in-interface'], takes: 1, read: ([name]) => device('in-interface', name) },
  { names: ['-o', '--out-interface'], takes: 1, read: ([name]) => device('out-interface', name) },
  {
    names: ['-p', '--protocol', '--proto'],
    takes: 1,
    read: ([name]) => (protocolName(name) === 'all' ? [] : [{ kind: 'protocol', protocol: protocolName(name) }]),
    write: ([name = '']) => [protocolName(name)],
  },
  { names: ['-f', '--fragment'], takes: 0, read: () => [{ kind: 'fragment' }] },
]

function device(kind: 'in-interface' | 'out-interface', name: string): readonly Condition[] | undefined {
  if (name === '') return undefined
  return name === '+' ? [] : [{ kind, name }]
}

function address(side: 'source' | 'destination', text: string, family: 'ip' | 'ip6'): readonly Condition[] | undefined {
  if (family === 'ip6') {
    const prefix = parseNetwork6(text)
    if (prefix === undefined) return undefined
    return [side === 'source' ? { kind: 'source6', prefix } : { kind: 'destination6', prefix }]
  }
  const prefix = parseNetwork(text)
  if (prefix !== undefined) return [{ kind: side, prefix }]
  const [address, mask] = text.split('/').map(parseIpv4)
  if (address === undefined || mask === undefined || text.split('/').length !== 2) return undefined
  const masked = ipv4FromNumber(ipv4ToNumber(address) & ipv4ToNumber(mask))
  return [{ kind: side === 'source' ? 'source-mask' : 'destination-mask', address: masked, mask }]
}

/** `2001:db8::/32`, `2001:db8::/ffff:ffff::` or a bare address; host bits do not count. */
export function parseNetwork6(text: string): Prefix6 | undefined {
  const [head = '', tail, ...more] = text.split('/')
  const address = parseIpv6(head)
  const length = tail === undefined ? 128 : lengthOf6(tail)
  return address === undefined || length === undefined || more.length > 0 ? undefined : networkOf6(address, length)
}

function lengthOf6(text: string): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= 128 ? Number(text) : undefined
  const mask = parseIpv6(text)
  if (mask === undefined) return undefined
  const bits = ipv6Groups(mask)
    .map((group) => group.toString(2).padStart(16, '0'))
    .join('')
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined
}

/** `10.0.0.0/8`, `10.0.0.0/255.0.0.0` or a bare address; host bits do not count. */
export function parseNetwork(text: string): Prefix | undefined {
  const [head = '', tail, ...more] = text.split('/')
  const address = parseIpv4(head)
  const length = tail === undefined ? 32 : parsePrefixLength(tail)
  return address === undefined || length === undefined || more.length > 0 ? undefined : networkOf(address, length)
}
