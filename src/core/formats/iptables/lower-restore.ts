/** A dump as iptables-restore --noflush takes it: what is there stays, and each line changes it. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { Family, TableName } from '../../model/netfilter.js'
import type { SaveDocument } from './document.js'
import { lowerIptables } from './lower-command.js'
import { parseTable } from './lower-save.js'

/** A chain is made, or emptied if it is there; of a built-in one the policy is set. */
export type Declaration = {
  readonly kind: 'declare'
  readonly chain: string /** `-` for none. */
  readonly policy: string
  readonly origin: Origin
}

/** All of it happens, or nothing. */
export type RestoredTable = {
  readonly family: Family
  readonly table: TableName
  readonly steps: readonly (Declaration | KernelRequest)[]
  readonly origin: Origin
}

type Open = { readonly table: TableName; readonly steps: (Declaration | KernelRequest)[]; readonly origin: Origin }

/** Up to the first table that iptables-restore refuses, and without one that has no COMMIT. */
export function lowerRestore(document: SaveDocument): {
  readonly tables: readonly RestoredTable[]
  readonly diagnostics: readonly Diagnostic[]
} {
  const tables: RestoredTable[] = []
  let open: Open | undefined
  for (const line of document.lines) {
    if (line.kind === 'unrecognised') return { tables, diagnostics: [] }
    if (line.kind === 'table') {
      const table = parseTable(line.name.text)
      if (table === undefined) return { tables, diagnostics: [unknownTable(line.name.text, line.name.origin ?? line.at)] }
      open = { table, steps: [], origin: line.at }
    } else if (line.kind === 'commit' && open !== undefined) {
      tables.push({ ...open, family: document.family })
      open = undefined
    } else if (line.kind === 'chain') {
      open?.steps.push({ kind: 'declare', chain: line.name.text, policy: line.policy.text, origin: line.at })
    } else if (line.kind === 'rule' && open !== undefined) {
      const program = { text: document.family === 'ip' ? 'iptables' : 'ip6tables', origin: { ...line.at, end: line.at.start } }
      for (const step of lowerIptables([program, { text: '-t' }, { text: open.table }, ...line.words])) open.steps.push(step)
      // What is refused here takes the table with it, whatever comes after.
      if (open.steps.at(-1)?.kind === 'rejected') {
        tables.push({ ...open, family: document.family })
        return { tables, diagnostics: [] }
      }
    }
  }
  return { tables, diagnostics: [] }
}

function unknownTable(name: string, at: Origin): Diagnostic {
  return { code: 'iptables/unknown-table', severity: 'error', message: `iptables has no table ${name}`, at }
}
