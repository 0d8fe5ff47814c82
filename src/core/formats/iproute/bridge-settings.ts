/** `type bridge …` and `type bridge_slave …` (iproute2/ip/iplink_bridge.c and iplink_bridge_slave.c). */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { unmodelled } from '../../model/command-line.js'
import type { KernelRequest, RequestOf } from '../../model/kernel-request.js'
import { afterReading, type Grammar, isPrefix, type Keyword, parseCount, readArguments, wrongArgument } from './argument.js'
import { PORT_FLAGS, type PortState } from './port-flags.js'

type BridgeSet = Omit<RequestOf<'bridge-set'>, 'kind' | 'name' | 'origin'>
type BridgeState = { readonly changes: BridgeSet; readonly beyond: boolean }

type NumberKey = 'forwardDelay' | 'ageing' | 'priority' | 'helloTime' | 'maxAge' | 'vlanDefaultPvid'

function number(word: string, key: NumberKey, most = 0xffffffff): Keyword<BridgeState> {
  return {
    prefixOf: [word],
    values: 1,
    apply: (state, text) => {
      const value = parseCount(text)
      if (value === undefined || value > most) return wrongArgument(text, `invalid ${word}`)
      return { ...state, changes: { ...state.changes, [key]: value } }
    },
  }
}

function flag(word: string, key: 'stp' | 'vlanFiltering' | 'multicastSnooping'): Keyword<BridgeState> {
  return {
    prefixOf: [word],
    values: 1,
    apply: (state, text) => {
      const value = parseCount(text)
      if (value === undefined) return wrongArgument(text, `invalid ${word}`)
      return { ...state, changes: { ...state.changes, [key]: value !== 0 } }
    },
  }
}

/** How a bridge asks for and counts multicast and VLANs, and how often it tidies up. */
const HARMLESS = [
  ...['mcast_querier', 'mcast_router', 'mcast_igmp_version', 'mcast_mld_version', 'mcast_query_use_ifaddr', 'mcast_hash_elasticity'],
  ...['mcast_hash_max', 'mcast_last_member_count', 'mcast_startup_query_count', 'mcast_last_member_interval'],
  ...['mcast_membership_interval', 'mcast_querier_interval', 'mcast_query_interval', 'mcast_query_response_interval'],
  ...['mcast_startup_query_interval', 'mcast_stats_enabled', 'vlan_stats_enabled', 'vlan_stats_per_port', 'gc_interval'],
]

const BRIDGE: Grammar<BridgeState> = {
  keywords: [
    { exact: HARMLESS, values: 1, apply: (state) => state },
    number('forward_delay', 'forwardDelay'),
    number('hello_time', 'helloTime'),
    number('max_age', 'maxAge'),
    number('ageing_time', 'ageing'),
    flag('stp_state', 'stp'),
    number('priority', 'priority', 65535),
    flag('vlan_filtering', 'vlanFiltering'),
    number('vlan_default_pvid', 'vlanDefaultPvid', 65535),
    flag('mcast_snooping', 'multicastSnooping'),
  ],
  positional: (state) => ({ ...state, beyond: true }),
}

export function bridgeSettings(argv: readonly Word[], name: InterfaceName, own: readonly string[]): readonly KernelRequest[] {
  return afterReading(argv, readArguments(own, BRIDGE, { changes: {}, beyond: false }), ({ changes, beyond }) => {
    const request = { kind: 'bridge-set', name, ...changes, ...originOf(argv) } as const
    return [...(Object.keys(changes).length === 0 ? [] : [request]), ...(beyond ? unmodelled(argv, 'anything') : [])]
  })
}

const SLAVE: Grammar<PortState> = {
  keywords: PORT_FLAGS,
  positional: (state, text) => (isPrefix('mcast_', text) ? state : { ...state, beyond: true }),
}

export function portSettings(argv: readonly Word[], name: InterfaceName, own: readonly string[]): readonly KernelRequest[] {
  return afterReading(argv, readArguments(own, SLAVE, { flags: {}, beyond: false }), ({ flags, beyond }) => {
    const request = { kind: 'port-set', name, flags, ...originOf(argv) } as const
    return [...(Object.keys(flags).length === 0 ? [] : [request]), ...(beyond ? unmodelled(argv, 'anything') : [])]
  })
}
