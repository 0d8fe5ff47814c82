/** An option of iptables that asks something of a packet. */
import type { Family, Match } from '../../model/netfilter.js'

/** Without `negate`: that is the `!` before the option, whatever the option is. */
export type Condition = Match extends infer Each ? (Each extends unknown ? Omit<Each, 'negate'> : never) : never

export type Option = {
  readonly names: readonly string[]
  /** How many words follow it. */
  readonly takes: 0 | 1 | 2
  /** undefined: not understood, so the match is kept as unrecognised. An empty list: true of every packet. */
  readonly read: (values: readonly [string, string], family: Family) => readonly Condition[] | undefined
  /** The values as iptables-save would print them, where they can be written in several ways. */
  readonly write?: (values: readonly string[]) => readonly string[]
}

/** The options of `-m NAME`; a protocol's module is also loaded by `-p NAME`. */
export type Modules = Readonly<Record<string, readonly Option[]>>
