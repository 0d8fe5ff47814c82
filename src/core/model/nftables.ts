/** nftables as nft(8) and libnftables-json(5) describe it: tables of chains of rules, each rule a list of statements. */
import type { Origin } from '../diagnostics/origin.js'

export type NftFamily = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev'
export type NftHook = 'ingress' | 'egress' | 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting'

export type NftExpression =
  /** A field of a header, e.g. `ip saddr`, `tcp dport`. */
  | { readonly kind: 'payload'; readonly protocol: string; readonly field: string }
  /** `@th,16,16`: bits from the start of a header. */
  | { readonly kind: 'raw-payload'; readonly base: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'meta'; readonly key: string }
  | { readonly kind: 'ct'; readonly key: string; readonly direction?: 'original' | 'reply'; readonly family?: 'ip' | 'ip6' }
  /** `fib saddr . iif oif`: what a look-up in the FIB gives. */
  | { readonly kind: 'fib'; readonly flags: readonly string[]; readonly result: string }
  /** `rt`, `socket`, `osf`, `ipsec`, `numgen`, `jhash`, `symhash`, options and extension headers, in nft's words. */
  | { readonly kind: 'other'; readonly text: string }
  /** A number, an address, a name: as it is written. */
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'prefix'; readonly address: NftExpression; readonly length: number }
  | { readonly kind: 'range'; readonly from: NftExpression; readonly to: NftExpression }
  | { readonly kind: 'concatenation'; readonly parts: readonly NftExpression[] }
  | { readonly kind: 'list'; readonly items: readonly NftExpression[] }
  | { readonly kind: 'set'; readonly elements: readonly NftElement[] }
  | { readonly kind: 'set-name'; readonly name: string }
  | { readonly kind: 'map'; readonly key: NftExpression; readonly data: NftExpression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: NftExpression; readonly right: NftExpression }

/** `data`: what a map gives for the key; a verdict map gives a verdict. */
export type NftElement = {
  readonly key: NftExpression
  readonly data?: NftExpression | NftVerdict
  /** `timeout`, `expires`, `counter`, `comment` … in nft's words. */
  readonly options?: string
}

export type NftVerdict = {
  readonly kind: 'verdict'
  readonly verdict: 'accept' | 'drop' | 'continue' | 'return' | 'jump' | 'goto' | 'queue'
  readonly chain?: string
}

export type NftStatement =
  | NftVerdict
  /** `implicit`: no operator written; equal, or member of a set, or (for flags) any of them set. `!`: none of these flags. */
  | {
      readonly kind: 'match'
      readonly operator: '==' | '!=' | '<' | '>' | '<=' | '>=' | '!' | 'implicit'
      readonly left: NftExpression
      readonly right: NftExpression
    }
  | { readonly kind: 'vmap'; readonly key: NftExpression; readonly data: NftExpression }
  | { readonly kind: 'reject'; readonly with?: string }
  | {
      readonly kind: 'nat'
      readonly nat: 'snat' | 'dnat' | 'masquerade' | 'redirect' | 'tproxy'
      readonly family?: 'ip' | 'ip6'
      readonly address?: NftExpression
      readonly port?: NftExpression
      readonly flags: readonly string[]
    }
  | { readonly kind: 'mangle'; readonly target: NftExpression; readonly value: NftExpression }
  | { readonly kind: 'notrack' }
  /** Depends on how many packets came before: `limit`, `quota`, `ct count`, `meter`. */
  | { readonly kind: 'counted'; readonly text: string }
  /** Changes nothing about where the packet goes: `counter`, `log`, `comment`. */
  | { readonly kind: 'harmless'; readonly text: string }
  /** `add @set { … }` and its like. */
  | { readonly kind: 'set-update'; readonly operation: string; readonly set: string; readonly text: string }
  /** Not understood, or nothing that is modelled: kept word by word. */
  | { readonly kind: 'other'; readonly text: string }

export type NftRule = {
  readonly statements: readonly NftStatement[]
  readonly text: string
  readonly comment?: string
  readonly handle?: number
  readonly origin?: Origin
}

export type NftChain = {
  readonly name: string
  readonly base?: {
    readonly type: string
    readonly hook: NftHook
    readonly priority: number
    readonly policy: 'accept' | 'drop'
    readonly devices: readonly string[]
    /** When the kernel hooked it in: of equal priorities the newest comes first. */
    readonly registered?: number
  }
  readonly rules: readonly NftRule[]
  readonly origin?: Origin
}

export type NftSet = {
  readonly name: string
  readonly kind: 'set' | 'map'
  /** e.g. `ipv4_addr . inet_service`, or `typeof ip saddr`. */
  readonly type: string
  readonly flags: readonly string[]
  readonly elements: readonly NftElement[]
  readonly handle?: number
  readonly origin?: Origin
}

export type NftTable = {
  readonly family: NftFamily
  readonly name: string
  /** A table with the flag `dormant` does nothing. */
  readonly flags: readonly string[]
  readonly chains: readonly NftChain[]
  readonly sets: readonly NftSet[]
  /** Named counters, quotas, helpers, flowtables … in nft's words. */
  readonly objects: readonly { readonly kind: string; readonly name: string; readonly text: string; readonly origin?: Origin }[]
  /** The last handle that was given to something in it. */
  readonly lastHandle?: number
  readonly origin?: Origin
}
