/** A file of nft commands in its own words: what it defines, adds and takes away, in order. */
import type { Origin } from '../../diagnostics/origin.js'
import type { NftChain, NftElement, NftFamily, NftRule, NftSet, NftTable } from '../../model/index.js'
import type { Token } from './tokens.js'

export type NftObject = NftTable['objects'][number]

export type TableKey = { readonly family: NftFamily; readonly table: string }

/** What one command asks for. `verb` is `add` where none is written. */
export type NftCommand = { readonly origin: Origin } & (
  | { readonly kind: 'include'; readonly path: string }
  | { readonly kind: 'define'; readonly name: string; readonly value: string }
  | ({ readonly kind: 'table'; readonly verb: string; readonly flags: readonly string[] } & TableKey)
  | ({ readonly kind: 'chain'; readonly verb: string; readonly chain: NftChain } & TableKey)
  | ({ readonly kind: 'rule'; readonly verb: string; readonly chain: string; readonly rule: NftRule; readonly handle?: number } & TableKey)
  | ({ readonly kind: 'set'; readonly verb: string; readonly set: NftSet } & TableKey)
  | ({ readonly kind: 'element'; readonly verb: string; readonly set: string; readonly elements: readonly NftElement[] } & TableKey)
  | ({ readonly kind: 'object'; readonly verb: string; readonly object: NftObject } & TableKey)
  | { readonly kind: 'flush-ruleset'; readonly family?: NftFamily }
  /** `list`, `monitor`, `rename` and what was not understood. */
  | { readonly kind: 'other'; readonly text: string }
)

export type NftDocument = {
  readonly capture: string
  readonly tokens: readonly Token[]
  readonly text: string
  readonly commands: readonly NftCommand[]
}
