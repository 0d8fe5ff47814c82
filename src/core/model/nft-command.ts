/** What nft(8) is told to do: one command after the other, all of them or none. */
import type { Origin } from '../diagnostics/origin.js'
import type { NftChain, NftElement, NftFamily, NftRule, NftSet, NftTable } from './nftables.js'

export type NftObject = NftTable['objects'][number]

export type NftTableKey = { readonly family: NftFamily; readonly table: string }

/** What one command asks for. `verb` is `add` where none is written. */
export type NftCommand = { readonly origin: Origin } & (
  | { readonly kind: 'include'; readonly path: string }
  | { readonly kind: 'define'; readonly name: string; readonly value: string }
  | ({ readonly kind: 'table'; readonly verb: string; readonly flags: readonly string[] } & NftTableKey)
  | ({ readonly kind: 'chain'; readonly verb: string; readonly chain: NftChain } & NftTableKey)
  | ({
      readonly kind: 'rule'
      readonly verb: string
      readonly chain: string
      readonly rule: NftRule
      /** Of the rule meant, or of the one beside which it goes. */
      readonly handle?: number
      /** The same, counted from 0. */
      readonly index?: number
    } & NftTableKey)
  | ({ readonly kind: 'set'; readonly verb: string; readonly set: NftSet } & NftTableKey)
  | ({ readonly kind: 'element'; readonly verb: string; readonly set: string; readonly elements: readonly NftElement[] } & NftTableKey)
  | ({ readonly kind: 'object'; readonly verb: string; readonly object: NftObject } & NftTableKey)
  | { readonly kind: 'flush-ruleset'; readonly family?: NftFamily }
  /** `list`, `monitor`, `rename` and what was not understood. */
  | { readonly kind: 'other'; readonly text: string }
)
