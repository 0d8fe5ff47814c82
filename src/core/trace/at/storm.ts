/** A broadcast that comes back to where it was: without spanning tree it circles for ever and multiplies. */
import { why } from '../../diagnostics/why.js'
import { type Context, choose } from '../context.js'
import { type Carried, newWork, type Work } from './work.js'

/**
 * Nobody can say which copies get through a storm: bridges learn the same address now here, now there, and queues overflow.
 * So both are possible, that none does (the first choice) and that one does; what bridges learnt meanwhile counts for nothing.
 */
export function weighStorm(work: Work): Carried {
  for (const [key, before] of work.unlearnt) {
    if (before === undefined) work.context.memory.fdb.delete(key)
    else work.context.memory.fdb.set(key, before)
  }
  const bridges = [...new Set(work.circling)].join(', ')
  const text = `frames circle for ever between bridges without spanning tree (${bridges}): a broadcast storm`
  const because = why(text)
  if (chooseOnce(work.context, `whether anything gets through the broadcast storm of ${bridges}`) === 1) return work
  const losses = [{ node: work.circling[0]?.split(':')[0] ?? '', reason: 'bridge/loop', why: because }] as const
  const step = { kind: 'bridge', did: 'dropped', bridge: work.circling[0] ?? '', ports: [], why: because } as const
  return { ...newWork(work.context, undefined), losses, steps: [...work.steps, step] }
}

/** The same storm is the same luck for every frame of a run. */
function chooseOnce(context: Context, what: string): number {
  const { offered, script } = context.choices
  const index = offered.findIndex((choice) => choice.what.startsWith('whether anything gets through the broadcast storm'))
  return index < 0 ? choose(context, 2, what) : Math.min(script[index] ?? 0, 1)
}
