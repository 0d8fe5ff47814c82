/** iptables-restore --noflush on the modelled kernel: table by table, each as a whole or not at all. */
import type { Origin } from '../../diagnostics/origin.js'
import { type Declaration, lowerRestore, parseSave, type RestoredTable } from '../../formats/iptables/index.js'
import { applyRequest } from '../../kernel/apply.js'
import { BUILT_IN_CHAINS, type Family, type KernelRequest, type Node } from '../../model/index.js'
import type { Capture } from '../../snapshot/snapshot.js'
import { type Booting, nodeIn, request, type Stage } from './machine.js'

/** Whether everything was loaded. */
export function restoreFile(booting: Booting, stage: Stage, capture: Capture, family: Family): boolean {
  const parsed = parseSave(capture.text, capture.id, family)
  const lowered = lowerRestore(parsed.document)
  booting.diagnostics.push(...parsed.diagnostics, ...lowered.diagnostics)
  const bad = [...parsed.diagnostics, ...lowered.diagnostics].some((found) => found.severity === 'error')
  return lowered.tables.every((table) => restoreTable(booting, stage, table)) && !bad
}

export function restoreTable(booting: Booting, stage: Stage, table: RestoredTable): boolean {
  const tried = tryTable(nodeIn(booting, stage.node), stage, table)
  if (tried.kind === 'done') {
    for (const wanted of tried.requests) request(booting, stage, wanted)
    return true
  }
  booting.diagnostics.push({
    code: 'boot/restore-refused',
    severity: 'error',
    message: `${stage.node}: iptables-restore refuses table ${table.table}: ${tried.error}`,
    at: tried.origin ?? table.origin,
    because: 'nothing of this table is loaded',
    help: 'correct the line',
  })
  return false
}

type Tried =
  | { readonly kind: 'done'; readonly requests: readonly KernelRequest[] }
  | { readonly kind: 'refused'; readonly error: string; readonly origin?: Origin }

/** On a copy of the node, since a refused line takes back those before it. */
function tryTable(start: Node, stage: Stage, table: RestoredTable): Tried {
  const requests: KernelRequest[] = []
  let node = start
  for (const step of table.steps) {
    const wanted = step.kind === 'declare' ? declared(node, table, step) : step
    if (wanted === undefined) continue
    if (typeof wanted === 'string') return { kind: 'refused', error: wanted, ...(step.origin === undefined ? {} : { origin: step.origin }) }
    const applied = applyRequest(node, wanted, stage.owner)
    if (applied.result.kind === 'refused')
      return { kind: 'refused', error: applied.result.text, ...(step.origin === undefined ? {} : { origin: step.origin }) }
    node = applied.node
    requests.push(wanted)
  }
  return { kind: 'done', requests }
}

function declared(
  node: Node,
  { family, table }: RestoredTable,
  { chain, policy, origin }: Declaration,
): KernelRequest | string | undefined {
  if (Object.hasOwn(BUILT_IN_CHAINS[table], chain)) {
    if (policy === '-') return undefined
    if (policy !== 'ACCEPT' && policy !== 'DROP') return `invalid policy ${policy} of ${chain}`
    return { kind: 'netfilter-policy', family, table, chain, policy: policy === 'DROP' ? 'drop' : 'accept', origin }
  }
  const exists = node.chains.some((known) => known.family === family && known.table === table && known.name === chain)
  return { kind: 'netfilter-chain', operation: exists ? 'flush' : 'create', family, table, chain, origin }
}
