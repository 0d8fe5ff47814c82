/** What two networks treat differently, as plain data. */
import type { DifferenceGroup, Differences, FlowDifference } from '../../questions/index.js'
import type { Snapshot } from '../../snapshot/snapshot.js'
import type { Outcome, Verdict } from '../../trace/outcome.js'
import type { ReasonCode } from '../../trace/reason.js'
import { type PlaceView, placesOf } from './place.js'

export type FlowSideView = { readonly verdict: Verdict; readonly outcome: Outcome; readonly reason: ReasonCode; readonly why: string }

export type FlowDifferenceView = {
  readonly from: string
  readonly to: string
  readonly address: string
  readonly protocol: string
  readonly before?: FlowSideView
  readonly after?: FlowSideView
}

export type DifferenceGroupView = {
  readonly kind: DifferenceGroup['kind']
  readonly before: DifferenceGroup['before']
  readonly after: DifferenceGroup['after']
  readonly at?: string
  readonly side: DifferenceGroup['side']
  readonly why: string
  readonly origins: readonly PlaceView[]
  readonly flows: readonly FlowDifferenceView[]
}

export type DifferenceView = {
  readonly version: 1
  readonly kind: 'what-differs' | 'what-breaks'
  /** What is compared, in words. */
  readonly before: string
  readonly after: string
  readonly protocols: readonly string[]
  readonly compared: number
  readonly unknown: number
  readonly groups: readonly DifferenceGroupView[]
}

type Sides = { readonly before: Snapshot; readonly after: Snapshot }

export function viewDifferences(
  snapshots: Sides,
  differences: Differences,
): Pick<DifferenceView, 'protocols' | 'compared' | 'unknown' | 'groups'> {
  const { protocols, compared, unknown } = differences
  return { protocols, compared, unknown, groups: differences.groups.map((group) => viewGroup(snapshots, group)) }
}

function viewGroup(snapshots: Sides, group: DifferenceGroup): DifferenceGroupView {
  const { kind, before, after, at, side, why, flows } = group
  const origins = placesOf(snapshots[side], why.because)
  return { kind, before, after, ...(at === undefined ? {} : { at }), side, why: why.text, origins, flows: flows.map(viewFlow) }
}

function viewFlow({ from, to, address, protocol, before, after }: FlowDifference): FlowDifferenceView {
  const ends = { from, to, address, protocol }
  return {
    ...ends,
    ...(before === undefined ? {} : { before: viewSide(before) }),
    ...(after === undefined ? {} : { after: viewSide(after) }),
  }
}

function viewSide(cell: NonNullable<FlowDifference['before']>): FlowSideView {
  return { verdict: cell.verdict, outcome: cell.outcome, reason: cell.reason, why: cell.why.text }
}
