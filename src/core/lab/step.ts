/** The steps by which a lab replays a boot: what one run of one program does, or one wait. */
import type { Lease } from '../load/journal.js'
import type { Family, TableName } from '../model/index.js'
import type { Replayed } from './replayed.js'

/** A line of a batch. `of` is absent for a line that only helps the next one: its result is not judged. */
export type Line = { readonly words: readonly string[]; readonly of?: Replayed }

export type NetfilterStepLine = { readonly table: TableName; readonly words: readonly string[]; readonly of: Replayed }

export type LabStep =
  /** `tool`: with its options, `ip` alone when absent. */
  | {
      readonly kind: 'ip'
      readonly node: string
      readonly tool?: readonly [program: string, ...options: string[]]
      readonly lines: readonly Line[]
    }
  | {
      readonly kind: 'sysctl'
      readonly node: string
      readonly settings: readonly { readonly key: string; readonly value: string; readonly of: Replayed }[]
    }
  | { readonly kind: 'netfilter'; readonly node: string; readonly family: Family; readonly lines: readonly NetfilterStepLine[] }
  | { readonly kind: 'netfilter-restore'; readonly node: string; readonly family: Family; readonly text: string; readonly of: Replayed }
  /** Scripts of nft. */
  | { readonly kind: 'nft'; readonly node: string; readonly scripts: readonly { readonly text: string; readonly of: Replayed }[] }
  /** Starts dnsmasq. `stem`: its file name without ending, unique in the lab. */
  | { readonly kind: 'server'; readonly node: string; readonly stem: string; readonly config: string; readonly of: Replayed }
  | { readonly kind: 'dhcp'; readonly node: string; readonly interface: string; readonly lease?: Lease; readonly of: Replayed }
  | { readonly kind: 'resolver'; readonly node: string; readonly resolver: string; readonly hosts: string }
  /** Waits until every bridge port of these nodes that has a carrier is forwarding or blocking. */
  | { readonly kind: 'settle'; readonly nodes: readonly string[] }
  /** Cannot be replayed at all. */
  | { readonly kind: 'impossible'; readonly of: Replayed; readonly because: string }
