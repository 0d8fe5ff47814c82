/** Every place in the texts that a value names. */
import type { Origin } from '../src/core/diagnostics/origin.js'

/** With a list of what is still to be looked at: a text may be nested deeper than functions can call themselves. */
export function originsIn(value: unknown): readonly Origin[] {
  const found: Origin[] = []
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    if ('capture' in next && 'start' in next && 'end' in next) found.push(next as unknown as Origin)
    else for (const inner of next instanceof Map ? next.values() : Object.values(next)) waiting.push(inner)
  }
  return found
}
