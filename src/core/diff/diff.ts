/** What differs between two states of a node, fact by fact. */
import type { Node } from '../model/index.js'
import { type Fact, factsOf } from './facts.js'

/** Absent on one side: the fact is only on the other. */
export type Difference = { readonly name: string; readonly before?: Fact; readonly after?: Fact }

export function diffNodes(before: Node, after: Node): readonly Difference[] {
  return diffFacts(factsOf(before), factsOf(after))
}

/** Facts of one name are compared in order: the first route to a network with the first. */
export function diffFacts(before: readonly Fact[], after: readonly Fact[]): readonly Difference[] {
  const left = byName(before)
  const right = byName(after)
  const names = [...new Set([...left.keys(), ...right.keys()])]
  return names.flatMap((name) => {
    const [old, now] = [left.get(name) ?? [], right.get(name) ?? []]
    return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => pair(name, old[index], now[index])).filter(
      (one) => one.before?.value !== one.after?.value,
    )
  })
}

function pair(name: string, before: Fact | undefined, after: Fact | undefined): Difference {
  return { name, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}

function byName(facts: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> {
  const map = new Map<string, Fact[]>()
  for (const fact of facts) {
    const list = map.get(fact.name)
    if (list === undefined) map.set(fact.name, [fact])
    else list.push(fact)
  }
  return map
}

/** `link br0 mtu: 1500 → 9000`, `address eth0 10.0.0.1/24: only before`. */
export function differenceText({ name, before, after }: Difference): string {
  if (before === undefined) return `${name}: only after: ${after?.value ?? ''}`
  if (after === undefined) return `${name}: only before: ${before.value}`
  return `${name}: ${before.value} → ${after.value}`
}
