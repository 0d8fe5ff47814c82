/** The result of a lab test, as `--json` prints it and the table shows it. */
import type { Expectation } from '../model/index.js'
import type { Answer, Protocol, Redirect } from '../trace/answer.js'
import type { Outcome } from '../trace/outcome.js'
import { unmet } from './expectation.js'
import type { Measured } from './measured.js'
import type { BootRow } from './replayed.js'
import { type Judging, judge, type LabVerdict } from './verdict.js'

export type TestRow = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly protocol: Protocol
  readonly predicted: {
    readonly outcome: Outcome
    readonly reason: string
    readonly why: string
    readonly saidBy?: string
    readonly ttl?: number
    readonly replies: number
    readonly redirects: readonly Redirect[]
  }
  readonly measured: Measured
  readonly verdict: LabVerdict
  /** How the prediction differs from what the topology file expects; empty: it is met. */
  readonly unmet: readonly string[]
}

export type LabReport = {
  readonly version: 1
  readonly name: string
  readonly world?: string
  /** Kernel release the packets were measured on. */
  readonly kernel: string
  /** Requests of the boot that the kernel was asked again. */
  readonly replayed: number
  /** Those of them that did not go as predicted or could not be replayed. */
  readonly boot: readonly BootRow[]
  readonly deviations: readonly string[]
  readonly tests: readonly TestRow[]
  /** The lab was interrupted: the tests that are missing did not run. */
  readonly interrupted: boolean
  readonly milliseconds: { readonly build: number; readonly tests: number; readonly teardown: number }
  readonly summary: LabSummary
}

export type LabSummary = { readonly agrees: number; readonly disagrees: number; readonly provesNothing: number; readonly unmet: number }

export function testRow(expectation: Expectation, answer: Answer, measured: Measured, judging: Judging): TestRow {
  const { outcome, reason, saidBy, ttl, replies, redirects } = answer
  return {
    id: expectation.id,
    from: expectation.from,
    to: expectation.to,
    protocol: expectation.protocol,
    predicted: {
      outcome,
      reason,
      why: answer.why.text,
      replies,
      redirects,
      ...(saidBy === undefined ? {} : { saidBy }),
      ...(ttl === undefined ? {} : { ttl }),
    },
    measured,
    verdict: judge(answer, measured, judging),
    unmet: unmet(expectation, answer),
  }
}

/** Disagreements of the boot count as well: the lab then is not the network that was predicted. */
export function summarise(tests: readonly TestRow[], boot: readonly BootRow[]): LabSummary {
  const count = (kind: LabVerdict['kind']) => tests.filter((test) => test.verdict.kind === kind).length
  return {
    agrees: count('agrees'),
    disagrees: count('disagrees') + boot.filter((row) => row.verdict === 'disagrees').length,
    provesNothing: count('proves-nothing'),
    unmet: tests.filter((test) => test.unmet.length > 0).length,
  }
}

/** Why a node is not what was predicted: a part of its boot that matters could not be replayed. */
export function unfaithfulNodes(boot: readonly BootRow[]): ReadonlyMap<string, string> {
  return new Map(
    boot.filter((row) => row.verdict === 'proves-nothing' && row.matters).map((row) => [row.node, `${row.what}: ${row.measured}`]),
  )
}

/** All labs of one call, as `--json` prints them. */
export type LabTestView = {
  readonly version: 1
  readonly kind: 'lab-test'
  readonly summary: LabSummary
  readonly labs: readonly LabReport[]
}

export function viewLabTest(labs: readonly LabReport[]): LabTestView {
  const sum = (part: keyof LabSummary) => labs.reduce((total, lab) => total + lab.summary[part], 0)
  const summary = { agrees: sum('agrees'), disagrees: sum('disagrees'), provesNothing: sum('provesNothing'), unmet: sum('unmet') }
  return { version: 1, kind: 'lab-test', summary, labs }
}

/** 0: everything agrees and is as expected; 1: something does not; 3: nothing does not, but something proves nothing. */
export function exitCodeOf(reports: readonly LabReport[]): 0 | 1 | 3 {
  if (reports.some((report) => report.summary.disagrees > 0 || report.summary.unmet > 0)) return 1
  return reports.some((report) => report.summary.provesNothing > 0 || report.interrupted) ? 3 : 0
}
