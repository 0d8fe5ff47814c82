/** Every probe of the scenarios in every world: what was predicted beside what a real packet did. */
import type { Redirect } from '../../trace/answer.js'
import type { Outcome } from '../../trace/outcome.js'

/** What the sender sees. */
export type Seen = {
  readonly outcome: Outcome
  readonly saidBy?: string
  readonly ttl?: number
  /** What ping prints of routers that know a better way. */
  readonly redirects: readonly Redirect[]
}

export type DemoRow = {
  readonly scenario: string
  readonly world: string
  readonly id: string
  /** Where the probe comes from, e.g. `seed line 68`. */
  readonly about?: string
  readonly from: string
  readonly to: string
  readonly protocol: string
  /** What the scenario's file says. */
  readonly expected: string
  readonly predicted: Seen & { readonly reason: string }
  readonly measured: Seen & { readonly text: string }
  readonly agreement: 'agrees' | 'disagrees' | 'proves-nothing'
  /** How the prediction differs from the scenario's expectation. */
  readonly unmet: readonly string[]
  /** What disagrees, or why the measurement proves nothing. */
  readonly remarks: readonly string[]
}

export type DemoView = {
  readonly version: 1
  readonly kind: 'demo'
  readonly worlds: readonly string[]
  /** Different probes of the seed. */
  readonly probes: number
  readonly rows: readonly DemoRow[]
  /** Probes of the seed that another scenario asks again, in another configuration with the same meaning. */
  readonly repeats: readonly DemoRow[]
  /** Counted over rows and repeats. */
  readonly agree: number
  readonly disagree: number
  readonly provesNothing: number
  /** Predictions that differ from the scenario's own expectation. */
  readonly unexpected: number
  /** Where a lab's boot did not go as predicted. */
  readonly complaints: readonly string[]
  /** Only what was measured until then is there. */
  readonly interrupted: boolean
  /** Whole seconds that it took. */
  readonly seconds: number
}

export function viewDemo(all: readonly DemoRow[], labs: Pick<DemoView, 'complaints' | 'interrupted'>, seconds: number): DemoView {
  const count = (agreement: DemoRow['agreement']) => all.filter((row) => row.agreement === agreement).length
  const worlds = [...new Set(all.map((row) => row.world))]
  const sorted = [...all].sort((a, b) => compareIds(a.id, b.id) || worlds.indexOf(a.world) - worlds.indexOf(b.world))
  const rows = firstOfEach(sorted)
  return {
    version: 1,
    kind: 'demo',
    worlds,
    probes: new Set(rows.map(probeKey)).size,
    rows,
    repeats: sorted.filter((row) => !rows.includes(row)),
    agree: count('agrees'),
    disagree: count('disagrees'),
    provesNothing: count('proves-nothing'),
    unexpected: all.filter((row) => row.unmet.length > 0).length,
    ...labs,
    seconds,
  }
}

/** By number, then by what follows it: T9, T16a, T16b. */
function compareIds(a: string, b: string): number {
  const [x, y] = [a, b].map((id) => Number(/\d+/.exec(id)?.[0] ?? 0))
  return (x ?? 0) - (y ?? 0) || (a < b ? -1 : a > b ? 1 : 0)
}

/** Of the rows about the same line of the seed in the same world, the first. */
function firstOfEach(rows: readonly DemoRow[]): readonly DemoRow[] {
  const seen = new Map<string, DemoRow>()
  for (const row of rows) {
    const key = `${row.world} ${row.about ?? probeKey(row)}`
    if (!seen.has(key)) seen.set(key, row)
  }
  return [...seen.values()]
}

/** The same probe in several worlds. */
export function probeKey({ scenario, id }: DemoRow): string {
  return `${scenario} ${id}`
}

export function isProven(view: DemoView): boolean {
  const total = view.rows.length + view.repeats.length
  return total > 0 && view.agree === total && view.unexpected === 0 && view.complaints.length === 0 && !view.interrupted
}
