/** Every probe of the scenarios in every world: what was predicted beside what a real packet did. */
import type { Outcome } from '../../trace/outcome.js'

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
  readonly predicted: { readonly outcome: Outcome; readonly reason: string }
  readonly measured: { readonly outcome: string; readonly text: string }
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
  readonly probes: number
  readonly rows: readonly DemoRow[]
  readonly agree: number
  readonly disagree: number
  readonly provesNothing: number
  /** Predictions that differ from the scenario's own expectation. */
  readonly unexpected: number
  /** Whole seconds that it took. */
  readonly seconds: number
}

export function viewDemo(rows: readonly DemoRow[], seconds: number): DemoView {
  const count = (agreement: DemoRow['agreement']) => rows.filter((row) => row.agreement === agreement).length
  return {
    version: 1,
    kind: 'demo',
    worlds: [...new Set(rows.map((row) => row.world))],
    probes: new Set(rows.map(probeKey)).size,
    rows,
    agree: count('agrees'),
    disagree: count('disagrees'),
    provesNothing: count('proves-nothing'),
    unexpected: rows.filter((row) => row.unmet.length > 0).length,
    seconds,
  }
}

/** The same probe in several worlds. */
export function probeKey({ scenario, id }: DemoRow): string {
  return `${scenario} ${id}`
}

export function isProven(view: DemoView): boolean {
  return view.rows.length > 0 && view.agree === view.rows.length && view.unexpected === 0
}
