/** The options that need no module, iptables(8) PARAMETERS. */
import { parseIpv4 } from '../../addresses/ipv4.js'
import { networkOf, type Prefix, parsePrefixLength } from '../../addresses/prefix.js'
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

function address(kind: 'source' | 'destination', text: string, family: 'ip' | 'ip6'): readonly Condition[] | undefined {
  const prefix = family === 'ip' ? parseNetwork(text) : undefined
  return prefix === undefined ? undefined : [{ kind, prefix }]
}

/** `10.0.0.0/8`, `10.0.0.0/255.0.0.0` or a bare address; host bits do not count. */
export function parseNetwork(text: string): Prefix | undefined {
  const [head = '', tail, ...more] = text.split('/')
  const address = parseIpv4(head)
  const length = tail === undefined ? 32 : parsePrefixLength(tail)
  return address === undefined || length === undefined || more.length > 0 ? undefined : networkOf(address, length)
}
