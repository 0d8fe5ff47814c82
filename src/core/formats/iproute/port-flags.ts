/** The flags of a bridge port, which `ip link set … type bridge_slave` and `bridge link set` write alike. */
import type { PortFlags } from '../../model/interface/index.js'
import { type Keyword, parseCount, parseSwitch, wrongArgument } from './argument.js'

export type PortState = { readonly flags: Partial<PortFlags>; readonly beyond: boolean }

type Switch = Exclude<keyof PortFlags, 'cost' | 'priority'>

function flag(word: string, key: Switch): Keyword<PortState> {
  return {
    exact: [word],
    values: 1,
    apply: (state, text) => {
      const value = parseSwitch(text)
      if (value === undefined) return { wrong: `Error: argument of "${word}" must be one of "off", "on", not "${text}"` }
      return { ...state, flags: { ...state.flags, [key]: value } }
    },
  }
}

function number(key: 'cost' | 'priority'): Keyword<PortState> {
  return {
    exact: [key],
    values: 1,
    apply: (state, text) => {
      const value = parseCount(text)
      return value === undefined ? wrongArgument(text, `${key} is invalid`) : { ...state, flags: { ...state.flags, [key]: value } }
    },
  }
}

/** How a port asks for multicast and how fast it learns to fail over changes no answer about a packet to one address. */
const HARMLESS = ['mcast_router', 'mcast_fast_leave', 'fastleave', 'mcast_to_unicast', 'learning_sync']

export const PORT_FLAGS: readonly Keyword<PortState>[] = [
  flag('isolated', 'isolated'),
  flag('hairpin', 'hairpin'),
  flag('learning', 'learning'),
  flag('flood', 'flood'),
  flag('bcast_flood', 'broadcastFlood'),
  flag('mcast_flood', 'multicastFlood'),
  flag('neigh_suppress', 'neighbourSuppress'),
  flag('guard', 'guard'),
  flag('root_block', 'rootBlock'),
  number('cost'),
  number('priority'),
  { exact: HARMLESS, values: 1, apply: (state) => state },
]
