/** route(8) for IPv6 (lib/inet6_sr.c of net-tools). The ioctl puts a route beside its equals. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { ANY_ADDRESS6, type Ipv6, parseIpv6 } from '../../addresses/ipv6.js'
import { type Prefix6, parsePrefix6 } from '../../addresses/prefix6.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { parseCount } from './count.js'

type State = { readonly gateway?: Ipv6; readonly metric?: number; readonly interface?: InterfaceName }

/** `words`: from the verb on, without the options that name the family. */
export function lowerRoute6(argv: readonly Word[], words: readonly string[]): readonly KernelRequest[] {
  const [verb, target = '', ...rest] = words
  if (verb === undefined) return unmodelled(argv, 'harmless')
  const to: Prefix6 | undefined = target === 'default' ? { address: ANY_ADDRESS6, length: 0 } : parsePrefix6(target)
  const state = readArguments(rest)
  if (to === undefined || state === undefined) return unmodelled(argv, 'anything')
  if (verb === 'add') return [add(argv, to, state)]
  return verb === 'del' || verb === 'delete' ? [remove(argv, to, state)] : unmodelled(argv, 'anything')
}

function readArguments(words: readonly string[]): State | undefined {
  let state: State = {}
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const value = words[index + 1]
    if (['mod', 'dyn'].includes(word)) continue
    const isNamed = ['gw', 'gateway', 'metric', 'dev', 'device'].includes(word)
    if (!isNamed && index < words.length - 1) return undefined
    const change = isNamed ? readValue(word, value ?? '') : readValue('dev', word)
    if (change === undefined) return undefined
    state = { ...state, ...change }
    if (isNamed) index++
  }
  return state
}

function readValue(name: string, value: string): State | undefined {
  if (name === 'metric') {
    const metric = parseCount(value)
    return metric === undefined ? undefined : { metric }
  }
  if (name === 'gw' || name === 'gateway') {
    const gateway = parseIpv6(value)
    return gateway === undefined ? undefined : { gateway }
  }
  const device = parseInterfaceName(value)
  return device === undefined ? undefined : { interface: device }
}

/** INET6_setroute: the metric is 1 where none is written. */
function add(argv: readonly Word[], to: Prefix6, { gateway, metric = 1, interface: device }: State): KernelRequest {
  const hop = { ...(device === undefined ? {} : { interface: device }), ...(gateway === undefined ? {} : { gateway }) }
  return { kind: 'route6-add', mode: 'append', type: 'unicast', to, hops: [hop], metric, protocol: 'boot', ...originOf(argv) }
}

function remove(argv: readonly Word[], to: Prefix6, { gateway, metric = 1, interface: device }: State): KernelRequest {
  return {
    kind: 'route6-delete',
    to,
    ...(device === undefined ? {} : { interface: device }),
    ...(gateway === undefined ? {} : { gateway }),
    metric,
    ...originOf(argv),
  }
}
