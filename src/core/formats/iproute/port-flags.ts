/** The flags of a bridge port, which `ip link set … type bridge_slave` and `bridge link set` write alike. */
import type { PortFlags } from '../../model/interface/index.js'
import { type Keyword, parseSwitch } from './argument.js'

export type PortState = { readonly flags: Partial<PortFlags>; readonly beyond: boolean }

function flag(key: keyof PortFlags): Keyword<PortState>['apply'] {
  return (state, text) => {
    const value = parseSwitch(text)
    return value === undefined ? undefined : { ...state, flags: { ...state.flags, [key]: value } }
  }
}

/** How a port treats multicast and how fast it learns to fail over changes no answer about a packet to one address. */
const HARMLESS = ['mcast_router', 'mcast_fast_leave', 'fastleave', 'mcast_flood', 'mcast_to_unicast', 'learning_sync']

export const PORT_FLAGS: readonly Keyword<PortState>[] = [
  { exact: ['isolated'], values: 1, apply: flag('isolated') },
  { exact: ['hairpin'], values: 1, apply: flag('hairpin') },
  { exact: ['learning'], values: 1, apply: flag('learning') },
  { exact: ['flood'], values: 1, apply: flag('flood') },
  { exact: ['bcast_flood'], values: 1, apply: flag('broadcastFlood') },
  { exact: HARMLESS, values: 1, apply: (state) => state },
]
