/** route(8). It asks the kernel by ioctl, which puts a new route before its equals. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { ANY_ADDRESS, type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { DEFAULT_ROUTE, isNetwork, lengthOfMask, maskOf, type Prefix } from '../../addresses/prefix.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { parseCount } from './count.js'
import { lowerRoute6 } from './route6.js'

type State = {
  readonly gateway?: Ipv4
  readonly netmask?: number
  readonly metric?: number
  readonly interface?: InterfaceName
  readonly reject?: true
}

export function lowerRoute(argv: readonly Word[]): readonly KernelRequest[] {
  const words = argv.slice(1).map((word) => word.text)
  if (isIpv6(words))
    return lowerRoute6(
      argv,
      words.filter((word) => !OPTIONS6.includes(word)),
    )
  const [verb, ...rest] = words.filter((word, index) => !PLAIN_OPTIONS.includes(word) && !(word === 'inet' && words[index - 1] === '-A'))
  if (verb === undefined) return unmodelled(argv, 'harmless')
  const to = readTarget(rest)
  const state = to === undefined ? undefined : readArguments(to.rest)
  if (to === undefined || state === undefined) return unmodelled(argv, 'anything')
  if (state.netmask !== undefined && to.hasLength) return unmodelled(argv, 'anything')
  const prefix = state.netmask === undefined ? to.prefix : { ...to.prefix, length: state.netmask }
  const error = state.netmask === undefined && !to.hasLength ? undefined : complaintAbout(prefix, to.isHost)
  if (error !== undefined) return rejected(argv, error)
  if (verb === 'add') return [add(argv, prefix, state)]
  return verb === 'del' || verb === 'delete' ? [remove(argv, prefix, state)] : unmodelled(argv, 'anything')
}

/** What route itself says of a mask, before it asks the kernel (INET_setroute in lib/inet_sr.c). */
function complaintAbout(prefix: Prefix, isHost: boolean): string | undefined {
  if (isHost && prefix.length !== 32) return `route: netmask ${printedMask(prefix.length)} doesn't make sense with host route`
  return isNetwork(prefix) ? undefined : "route: netmask doesn't match route address"
}

/** The mask's bytes as a little-endian machine prints them with `%.8x`. */
function printedMask(length: number): string {
  const bytes = maskOf(length).split('.').map(Number)
  return bytes
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

/** Of the output, or naming IPv4. */
const PLAIN_OPTIONS = ['-v', '-n', '-e', '-ee', '-ne', '-F', '-C', '-4', '--inet', '-A']

/** Of the output, or naming IPv6. */
const OPTIONS6 = ['-v', '-n', '-e', '-ee', '-ne', '-F', '-C', '-6', '--inet6', '-A', 'inet6']

function isIpv6(words: readonly string[]): boolean {
  return words.some((word, index) => word === '-6' || word === '--inet6' || (word === 'inet6' && words[index - 1] === '-A'))
}

type Target = { readonly prefix: Prefix; readonly isHost: boolean; readonly hasLength: boolean; readonly rest: readonly string[] }

/**
 * `-net` and `-host` decide; without them `default` is a network and an address a host. A network without a mask has length 0,
 * which the kernel refuses unless it is 0.0.0.0; a length without `-net` is refused by route itself.
 */
function readTarget(words: readonly string[]): Target | undefined {
  const kind = words[0] === '-net' || words[0] === '-host' ? words[0] : undefined
  const [text = '', ...rest] = kind === undefined ? words : words.slice(1)
  if (text === 'default') return { prefix: DEFAULT_ROUTE, isHost: kind === '-host', hasLength: false, rest }
  const [head = '', tail] = text.split('/')
  const address = parseIpv4(head)
  const length = tail === undefined ? undefined : parseCount(tail)
  if (address === undefined || (tail !== undefined && (length === undefined || length > 32))) return undefined
  const isHost = kind !== '-net'
  return { prefix: { address, length: length ?? (isHost ? 32 : 0) }, isHost, hasLength: length !== undefined, rest }
}

function readArguments(words: readonly string[]): State | undefined {
  let state: State = {}
  for (let index = 0; index < words.length; index++) {
    const step = readArgument(words.slice(index), words.length === index + 1)
    if (step === undefined) return undefined
    state = { ...state, ...step.change }
    index += step.values
  }
  return state
}

type Step = { readonly change: State; readonly values: number }

/** The interface may stand at the end without `dev`. */
function readArgument([word = '', value = '']: readonly string[], isLast: boolean): Step | undefined {
  if (word === 'reject') return { change: { reject: true }, values: 0 }
  if (['mod', 'dyn', 'reinstate'].includes(word)) return { change: {}, values: 0 }
  if (['mss', 'window', 'irtt'].includes(word)) return { change: {}, values: 1 }
  if (word === 'gw' || word === 'gateway') {
    const gateway = parseIpv4(value)
    return gateway === undefined || gateway === ANY_ADDRESS ? undefined : { change: { gateway }, values: 1 }
  }
  if (word === 'netmask') {
    const mask = parseIpv4(value)
    const netmask = mask === undefined ? undefined : lengthOfMask(mask)
    return netmask === undefined ? undefined : { change: { netmask }, values: 1 }
  }
  if (word === 'metric') {
    const metric = parseCount(value)
    return metric === undefined ? undefined : { change: { metric }, values: 1 }
  }
  if (word !== 'dev' && word !== 'device' && !isLast) return undefined
  const name = parseInterfaceName(isLast ? word : value)
  return name === undefined ? undefined : { change: { interface: name }, values: isLast ? 0 : 1 }
}

function add(argv: readonly Word[], to: Prefix, { gateway, metric, interface: device, reject }: State): KernelRequest {
  const hop = { ...(device === undefined ? {} : { interface: device }), ...(gateway === undefined ? {} : { gateway }) }
  return {
    kind: 'route-add',
    mode: 'prepend',
    type: reject ? 'unreachable' : 'unicast',
    to,
    hops: reject ? [] : [hop],
    ...(metric === undefined ? {} : { metric }),
    scope: reject ? 'host' : gateway === undefined ? 'link' : 'global',
    protocol: 'boot',
    ...originOf(argv),
  }
}

function remove(argv: readonly Word[], to: Prefix, { gateway, metric, interface: device }: State): KernelRequest {
  return {
    kind: 'route-delete',
    to,
    ...(device === undefined ? {} : { interface: device }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(metric === undefined ? {} : { metric }),
    ...originOf(argv),
  }
}
