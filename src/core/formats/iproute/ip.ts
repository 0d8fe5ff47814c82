/** ip(8): from a command line to what it asks of the kernel. */
import type { Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { lowerAddress } from './address.js'
import { firstPrefixed, isWrong, type Read, wrongArgument } from './argument.js'
import { lowerLink } from './link.js'
import { lowerNeighbour } from './neighbour.js'
import type { Family } from './prefix.js'
import { lowerRoute } from './route.js'
import { lowerRule } from './rule.js'
import { lowerTap } from './tap.js'
import { lowerTunnel } from './tunnel.js'

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
  if (isWrong(options)) return rejected(argv, options.wrong)
  const [object, ...rest] = options.rest
  if (object === undefined) return unmodelled(argv, 'harmless')
  const chosen = firstPrefixed(object.text, OBJECTS)
  if (chosen === undefined) return rejected(argv, `Object "${object.text}" is unknown, try "ip help".`)
  return lowerObject(chosen, argv, { rest, family: options.family })
}

function lowerObject(object: (typeof OBJECTS)[number], argv: readonly Word[], { rest, family }: Options): readonly KernelRequest[] {
  switch (object) {
    case 'address':
      return lowerAddress(argv, rest, family)
    case 'link':
      return lowerLink(argv, rest)
    case 'route':
      return lowerRoute(argv, rest, family)
    case 'rule':
      return lowerRule(argv, rest, family)
    case 'neighbor':
    case 'neighbour':
      return lowerNeighbour(argv, rest, family)
    case 'tunnel':
    case 'tunl':
      return lowerTunnel(argv, rest, family)
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

type Options = { readonly family: Family; readonly rest: readonly Word[] }

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

/** Families that have no addresses: of Ethernet, bridges, MPLS. */
const FAMILIES: Readonly<Record<string, Family>> = { '4': 'inet', inet: 'inet', '6': 'inet6', inet6: 'inet6' }
const OTHER_FAMILIES = ['0', 'link', 'M', 'mpls', 'B', 'bridge']

/** Another namespace, a file of commands. */
const ELSEWHERE = ['netns', 'batch', 'all']

/** Options before the object. Undefined: the command works elsewhere. */
function readOptions(words: readonly Word[]): Read<Options> {
  let family: Family = 'any'
  for (let index = 0; index < words.length; index++) {
    const word = words[index]?.text ?? ''
    if (!word.startsWith('-')) return { rest: words.slice(index), family }
    const option = word.replace(/^--?/, '')
    const isFamily = option !== '' && 'family'.startsWith(option)
    const named = isFamily ? (words[++index]?.text ?? '') : option
    if (Object.hasOwn(FAMILIES, named) && (isFamily || option.length === 1)) family = FAMILIES[named] ?? 'any'
    else if (isFamily && !OTHER_FAMILIES.includes(named)) return wrongArgument(named, 'invalid protocol family')
    else if (['loops', 'rcvbuf', 'rc'].includes(option) || option === 'l') index++
    else if (firstPrefixed(option, ELSEWHERE) !== undefined && option !== 'N') return undefined
    else if (!isFamily && !OTHER_FAMILIES.includes(option) && !isHarmlessOption(option))
      return { wrong: `Option "${word}" is unknown, try "ip -help".` }
  }
  return { rest: [], family }
}

function isHarmlessOption(option: string): boolean {
  return (
    option.startsWith('c') ||
    ['Numeric', 'N', 'h', 'force', 'echo', 'V', 'Version', 'help'].includes(option) ||
    firstPrefixed(option, HARMLESS_OPTIONS) !== undefined
  )
}
