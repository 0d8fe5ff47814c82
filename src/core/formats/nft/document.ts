/** A file of nft commands in its own words: what it defines, adds and takes away, in order. */
import type { NftCommand } from '../../model/index.js'
import type { Token } from './tokens.js'

export type { NftCommand, NftObject, NftTableKey as TableKey } from '../../model/index.js'

export type NftDocument = {
  readonly capture: string
  readonly tokens: readonly Token[]
  readonly text: string
  readonly commands: readonly NftCommand[]
}
