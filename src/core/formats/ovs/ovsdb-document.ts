/** The Open_vSwitch database as a table of rows, whichever program wrote it down (RFC 7047). */
import type { Origin } from '../../diagnostics/origin.js'
import type { OvsRow } from '../../model/ovs-row.js'

export type OvsdbRow = {
  readonly uuid: string
  readonly columns: OvsRow
  /** Where the row, or the last change of it, stands. */
  readonly origin: Origin
}

export type OvsdbTable = {
  /** Absent: not said, and not to be told from the columns. */
  readonly name?: string
  readonly rows: readonly OvsdbRow[]
}

export type OvsdbDocument = {
  readonly capture: string
  /** `Open_vSwitch`, as far as it is known. */
  readonly database?: string
  readonly tables: readonly OvsdbTable[]
  /** It is a database of another kind, or one that only its cluster can tell: nothing of it was read. */
  readonly unread?: true
}
