/** One kernel request of the boot journal as the lab replays it, with what the model said would come of it. */
import type { RequestResult } from '../model/index.js'

export type Replayed = {
  readonly node: string
  readonly phase: string
  /** The request as a command line, for people. */
  readonly what: string
  readonly predicted: Exclude<RequestResult, { kind: 'unmodelled' }>
  /** Whether packets may fare differently when the request cannot be replayed. */
  readonly matters: boolean
  /** A part of the kernel that it cannot do without, for people. */
  readonly needs?: string
}

/** What the kernel, or the tool in front of it, really did. `unreplayed`: the lab could not even ask. */
export type Replay =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly text: string }
  | { readonly kind: 'unreplayed'; readonly text: string }

/** A replayed request that did not go as predicted, or that could not be replayed. */
export type BootRow = {
  readonly node: string
  readonly phase: string
  readonly what: string
  readonly predicted: string
  readonly measured: string
  readonly verdict: 'disagrees' | 'proves-nothing'
  readonly matters: boolean
}

/** All requests in order. What a node's kernel lacks may be why later ones on that node fail: those prove nothing either. */
export function judgeReplays(results: readonly (readonly [Replayed, Replay])[]): readonly BootRow[] {
  const lacking = new Map<string, string>()
  return results.flatMap(([request, replay]) => {
    const row = judgeReplay(request, replay)
    const lacks = lacking.get(request.node)
    if (row === undefined) return []
    if (row.verdict === 'proves-nothing' && replay.kind === 'failed' && request.needs !== undefined) {
      lacking.set(request.node, request.needs)
      return [{ ...row, measured: `${row.measured.replace(/\.$/, '')}: needs ${request.needs}` }]
    }
    const follows = lacks !== undefined && replay.kind === 'failed' && row.verdict === 'disagrees'
    return [follows ? { ...row, measured: `${row.measured}, on a node that needs ${lacks}`, verdict: 'proves-nothing' as const } : row]
  })
}

/** Undefined when the kernel did as predicted. */
function judgeReplay(request: Replayed, replay: Replay): BootRow | undefined {
  const predicted = request.predicted.kind === 'refused' ? `refused: ${request.predicted.error}` : request.predicted.kind
  const base = { node: request.node, phase: request.phase, what: request.what, predicted, matters: request.matters }
  switch (replay.kind) {
    case 'done':
      return request.predicted.kind === 'refused' ? { ...base, measured: 'done', verdict: 'disagrees' } : undefined
    case 'unreplayed':
      return { ...base, measured: `not replayed: ${replay.text}`, verdict: 'proves-nothing' }
    case 'failed':
      if (request.predicted.kind !== 'done') return undefined
      return { ...base, measured: replay.text, verdict: isMissingFeature(replay.text) ? 'proves-nothing' : 'disagrees' }
  }
}

const MISSING_FEATURE =
  /not supported|unknown device type|missing kernel module|couldn't load (match|target)|can't initialize|protocol not available|gc_thresh|: command not found/i

/** Whether an error says that this kernel or its tools lack something, and nothing about the network. */
export function isMissingFeature(text: string): boolean {
  return MISSING_FEATURE.test(text)
}
