/** ip(8): from a command line to what it asks of the kernel. */
import type { Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { lowerAddress } from './address.js'
import { firstPrefixed, textsOf } from './argument.js'
import { lowerLink } from './link.js'
import { lowerNeighbour } from './neighbour.js'
import { looksLikeIpv6 } from './prefix.js'
import { lowerRoute } from './route.js'
import { lowerRule } from './rule.js'
import { lowerTap } from './tap.js'

/** In the program's own order, which decides what an abbreviation means. */
const OBJECTS = [
  ...(['address', 'addrlabel', 'maddress', 'route', 'rule', 'neighbor', 'neighbour', 'ntable', 'ntbl', 'link', 'l2tp', 'fou'] as const),
  ...(['ila', 'macsec', 'tunnel', 'tunl', 'tuntap', 'tap', 'token', 'tcpmetrics', 'tcp_metrics', 'monitor', 'xfrm', 'mroute'] as const),
  ...(['mrule', 'netns', 'netconf', 'vrf', 'sr', 'nexthop', 'mptcp', 'ioam', 'help', 'stats'] as const),
] as const

/** `argv` begins with the program's own name. Nothing is ever left out: what is not understood comes back as `unmodelled`. */
export function lowerIp(argv: readonly Word[]): readonly KernelRequest[] {
  const options = readOptions(argv.slice(1))
  if (options === undefined) return unmodelled(argv, 'anything')
  const [object, ...rest] = options.rest
  if (object === undefined) return unmodelled(argv, 'harmless')
  const chosen = firstPrefixed(object.text, OBJECTS)
  if (isIpv6(options.family, rest) && chosen !== 'link') return unmodelled(argv, 'harmless')
  if (chosen === undefined) return rejected(argv, `Object "${object.text}" is unknown, try "ip help".`)
  return lowerObject(chosen, argv, rest)
}

function lowerObject(object: (typeof OBJECTS)[number], argv: readonly Word[], rest: readonly Word[]): readonly KernelRequest[] {
  switch (object) {
    case 'address':
      return lowerAddress(argv, rest)
    case 'link':
      return lowerLink(argv, rest)
    case 'route':
      return lowerRoute(argv, rest)
    case 'rule':
      return lowerRule(argv, rest)
    case 'neighbor':
    case 'neighbour':
      return lowerNeighbour(argv, rest)
    case 'tuntap':
    case 'tap':
      return lowerTap(argv, rest)
    case 'addrlabel':
    case 'maddress':
    case 'ntable':
    case 'ntbl':
    case 'token':
    case 'tcpmetrics':
    case 'tcp_metrics':
    case 'monitor':
    case 'netconf':
    case 'stats':
    case 'help':
      return unmodelled(argv, 'harmless')
    case 'l2tp':
    case 'fou':
    case 'ila':
    case 'macsec':
    case 'tunnel':
    case 'tunl':
    case 'xfrm':
    case 'mroute':
    case 'mrule':
    case 'netns':
    case 'vrf':
    case 'sr':
    case 'nexthop':
    case 'mptcp':
    case 'ioam':
      return unmodelled(argv, rest.length === 0 || ['show', 'list', 'ls'].includes(rest[0]?.text ?? '') ? 'harmless' : 'anything')
  }
}

type Options = { readonly family?: string; readonly rest: readonly Word[] }

const HARMLESS_OPTIONS = [
  'human-readable',
  'iec',
  'stats',
  'statistics',
  'details',
  'resolve',
  'oneline',
  'timestamp',
  'tshort',
  'brief',
  'json',
  'pretty',
]

/** Options before the object. Undefined: the command works elsewhere (another namespace, a file of commands) or is unknown. */
function readOptions(words: readonly Word[]): Options | undefined {
  let family: string | undefined
  for (let index = 0; index < words.length; index++) {
    const word = words[index]?.text ?? ''
    if (!word.startsWith('-')) return { rest: words.slice(index), ...(family === undefined ? {} : { family }) }
    const option = word.replace(/^--?/, '')
    if (['4', '6', '0', 'M', 'B'].includes(option)) family = option
    else if (option !== '' && 'family'.startsWith(option)) family = words[++index]?.text ?? ''
    else if (['loops', 'rcvbuf', 'rc'].includes(option) || option === 'l') index++
    else if (!isHarmlessOption(option)) return undefined
  }
  return { rest: [] }
}

function isHarmlessOption(option: string): boolean {
  return (
    option.startsWith('c') ||
    ['Numeric', 'N', 'h', 'a', 'all', 'force', 'echo', 'V', 'help'].includes(option) ||
    firstPrefixed(option, HARMLESS_OPTIONS) !== undefined
  )
}

/** The family decides; without one, an address of the family does. An IPv4 route may go by way of an IPv6 gateway: `via inet6`. */
function isIpv6(family: string | undefined, words: readonly Word[]): boolean {
  if (family === '6' || family === 'inet6') return true
  const texts = textsOf(words)
  return (family === undefined || family === '') && texts.some(looksLikeIpv6) && !texts.includes('inet6')
}
