/** What systemd-networkd of one machine knows while it runs. */
import type { NetdevFacts, NetworkFacts, RouteFact } from '../../formats/networkd/index.js'
import type { Booting, Stage } from './machine.js'
import type { NamedUnit } from './networkd-files.js'

export type ManagedLink = {
  readonly facts: NetworkFacts
  readonly stage: Stage
  /** Its addresses and routes were asked for. */
  isConfigured: boolean
  isLeasing: boolean
  /** Routes whose gateway nobody can reach yet. */
  waiting: RouteFact[]
}

export type Networkd = {
  readonly node: string
  readonly version: number
  readonly networks: readonly NamedUnit[]
  readonly netdevs: ReadonlyMap<string, { readonly facts: NetdevFacts; readonly stage: Stage }>
  readonly tables: ReadonlyMap<string, string>
  /** Interfaces that it has seen: those that it manages, and null for others. */
  readonly links: Map<string, ManagedLink | null>
  /** Does what can be done now. */
  readonly advance: () => void
}

export function networkdOf(booting: Booting, node: string): Networkd | undefined {
  return booting.networkd.get(node)
}
