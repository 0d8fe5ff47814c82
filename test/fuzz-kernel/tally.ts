/** What was asked of the kernel so far, and how it answered. */
import type { LabReport, TestRow } from '../../src/core/lab/report.js'
import { OUTCOMES } from '../../src/core/trace/outcome.js'
import { REASONS } from '../../src/core/trace/reason.js'

export type Disagreement = { readonly world: string; readonly what: string }

export type Tally = {
  kernel: string
  networks: number
  flows: number
  agree: number
  readonly proveNothing: Map<string, number>
  readonly outcomes: Map<string, number>
  readonly reasons: Map<string, number>
  readonly disagreements: Disagreement[]
}

export function newTally(): Tally {
  return {
    kernel: '',
    networks: 0,
    flows: 0,
    agree: 0,
    proveNothing: new Map(),
    outcomes: new Map(),
    reasons: new Map(),
    disagreements: [],
  }
}

export function count(tally: Tally, report: LabReport): void {
  tally.kernel = report.kernel
  tally.networks += 1
  for (const row of report.boot) {
    const what = `${row.node}: ${row.what}: ${row.measured}, predicted ${row.predicted}`
    if (row.verdict === 'disagrees') tally.disagreements.push({ world: report.name, what })
  }
  for (const row of report.tests) countFlow(tally, report.name, row)
}

function countFlow(tally: Tally, world: string, row: TestRow): void {
  const add = (to: Map<string, number>, key: string) => to.set(key, (to.get(key) ?? 0) + 1)
  tally.flows += 1
  if (row.verdict.kind === 'agrees') {
    tally.agree += 1
    add(tally.outcomes, row.predicted.outcome)
    add(tally.reasons, row.predicted.reason)
  } else if (row.verdict.kind === 'disagrees') {
    const protocol = row.protocol.kind === 'icmp' ? 'icmp' : `${row.protocol.kind}/${row.protocol.port}`
    tally.disagreements.push({ world, what: `${row.id} ${row.from} → ${row.to} ${protocol}: ${row.verdict.why} (${row.predicted.why})` })
  } else add(tally.proveNothing, row.verdict.why)
}

/** Lines for a terminal. */
export function tallyLines(tally: Tally): readonly string[] {
  const nothing = [...tally.proveNothing.values()].reduce((sum, one) => sum + one, 0)
  return [
    `kernel ${tally.kernel}: ${tally.flows} flows in ${tally.networks} networks; ${tally.agree} agree, ${tally.disagreements.length} disagree, ${nothing} prove nothing`,
    `outcomes hit: ${tally.outcomes.size} of ${OUTCOMES.length}: ${listed(tally.outcomes)}`,
    `reason codes hit: ${tally.reasons.size} of ${Object.keys(REASONS).length}: ${listed(tally.reasons)}`,
    ...(nothing === 0
      ? []
      : ['prove nothing:', ...[...tally.proveNothing].sort(([, a], [, b]) => b - a).map(([why, number]) => `  ${number} × ${why}`)]),
    ...tally.disagreements.map(({ world, what }) => `${world}: ${what}`),
  ]
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, number]) => `${name} ${number}`)
    .join(', ')
}
