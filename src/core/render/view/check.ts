/** Expectations of a topology beside what the model predicts. */
import { unmet } from '../../lab/expectation.js'
import type { Expectation } from '../../model/topology.js'
import type { Snapshot } from '../../snapshot/snapshot.js'
import type { Answer } from '../../trace/answer.js'
import type { Outcome, Verdict } from '../../trace/outcome.js'
import type { ReasonCode } from '../../trace/reason.js'
import { type PlaceView, placesOf } from './place.js'
import { protocolText } from './trace.js'

export type Expected = Pick<Expectation, 'outcome' | 'because' | 'by' | 'ttl' | 'redirects'>

export type CheckRow = {
  readonly id: string
  readonly about?: string
  readonly from: string
  readonly to: string
  readonly protocol: string
  readonly expected: Expected
  readonly predicted: {
    readonly verdict: Verdict
    readonly outcome: Outcome
    readonly reason: ReasonCode
    readonly why: string
    readonly saidBy?: string
    readonly ttl?: number
    /** Routers whose redirects the sender prints. */
    readonly redirects: readonly string[]
    readonly missing: readonly string[]
    readonly origins: readonly PlaceView[]
  }
  readonly result: 'met' | 'failed' | 'undetermined'
  /** What differs, e.g. `outcome silence, expected reply`. */
  readonly differences: readonly string[]
  /** Where the expectation is written. */
  readonly at?: PlaceView
}

export type CheckTable = { readonly file: string; readonly name: string; readonly world?: string; readonly rows: readonly CheckRow[] }

export type CheckView = {
  readonly version: 1
  readonly kind: 'check'
  readonly met: number
  readonly failed: number
  readonly undetermined: number
  readonly tables: readonly CheckTable[]
}

export function viewCheck(tables: readonly CheckTable[]): CheckView {
  const rows = tables.flatMap((table) => table.rows)
  const count = (result: CheckRow['result']) => rows.filter((row) => row.result === result).length
  return { version: 1, kind: 'check', met: count('met'), failed: count('failed'), undetermined: count('undetermined'), tables }
}

export function viewCheckRow(snapshot: Snapshot, expectation: Expectation, answer: Answer): CheckRow {
  const { id, about, from, to, protocol, origin } = expectation
  const differences = unmet(expectation, answer)
  const at = origin === undefined ? undefined : placesOf(snapshot, [origin])[0]
  return {
    id,
    ...(about === undefined ? {} : { about }),
    from,
    to,
    protocol: protocolText(protocol),
    expected: expectedOf(expectation),
    predicted: predictedOf(snapshot, answer),
    result:
      answer.verdict === 'undetermined' || answer.verdict === 'ambiguous' ? 'undetermined' : differences.length === 0 ? 'met' : 'failed',
    differences,
    ...(at === undefined ? {} : { at }),
  }
}

function expectedOf({ outcome, because, by, ttl, redirects }: Expectation): Expected {
  return {
    outcome,
    ...(because === undefined ? {} : { because }),
    ...(by === undefined ? {} : { by }),
    ...(ttl === undefined ? {} : { ttl }),
    ...(redirects === undefined ? {} : { redirects }),
  }
}

function predictedOf(snapshot: Snapshot, answer: Answer): CheckRow['predicted'] {
  const { verdict, outcome, reason, why, saidBy, ttl, missing } = answer
  return {
    verdict,
    outcome,
    reason,
    why: why.text,
    ...(saidBy === undefined ? {} : { saidBy }),
    ...(ttl === undefined ? {} : { ttl }),
    redirects: redirectors(answer),
    missing,
    origins: placesOf(snapshot, why.because),
  }
}

function redirectors(answer: Answer): readonly string[] {
  return [...new Set(answer.redirects.map((redirect) => redirect.from))]
}
