/** Expectations: what is asked, of whom, and what should come of it. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Expectation } from '../../model/topology.js'
import { idOf, type MergedExpectation, unknownNode } from './merge.js'
import { parseEnd, parseProtocol } from './schema.js'

const DEFAULT_COUNT = 3
const DEFAULT_INTERVAL = 500

export function lowerExpectations(
  merged: readonly MergedExpectation[],
  nodes: readonly string[],
  diagnostics: Diagnostic[],
): readonly Expectation[] {
  const ids = new Map<string, Origin>()
  return merged.flatMap((expectation, index) => {
    const id = idOf(expectation, index)
    const at = expectation.keys.id?.node.at ?? expectation.at
    const first = ids.get(id)
    if (first !== undefined) diagnostics.push(duplicateId(id, at, first))
    else ids.set(id, at)
    return lowerExpectation(id, expectation, nodes, diagnostics)
  })
}

function lowerExpectation(
  id: string,
  { keys, at }: MergedExpectation,
  nodes: readonly string[],
  diagnostics: Diagnostic[],
): readonly Expectation[] {
  const { from, to, outcome } = keys
  if (from === undefined || to === undefined || outcome === undefined) {
    diagnostics.push(incomplete(id, at, from === undefined ? 'from' : to === undefined ? 'to' : 'outcome'))
    return []
  }
  const target = parseEnd(to.value)?.node
  if (!nodes.includes(from.value)) diagnostics.push(unknownNode(from.value, from.node.at, nodes))
  if (target !== undefined && !nodes.includes(target)) {
    diagnostics.push(unknownNode(target, { ...to.node.at, end: Math.min(to.node.at.end, to.node.at.start + target.length) }, nodes))
  }
  if (!nodes.includes(from.value) || (target !== undefined && !nodes.includes(target))) return []
  return [
    {
      id,
      ...(keys.about === undefined ? {} : { about: keys.about.value }),
      from: from.value,
      to: to.value,
      protocol: parseProtocol(keys.proto?.value ?? 'icmp') ?? { kind: 'icmp' },
      outcome: outcome.value,
      ...(keys.because === undefined ? {} : { because: keys.because.value }),
      ...(keys.by === undefined ? {} : { by: keys.by.value }),
      ...(keys.ttl === undefined ? {} : { ttl: keys.ttl.value }),
      ...(keys.redirects === undefined ? {} : { redirects: keys.redirects.value }),
      count: keys.count?.value ?? DEFAULT_COUNT,
      interval: keys.interval?.value ?? DEFAULT_INTERVAL,
      origin: at,
    },
  ]
}

function incomplete(id: string, at: Origin, key: string): Diagnostic {
  return {
    code: 'topology/missing-key',
    severity: 'error',
    message: `expectation ${id}: the key ${key} is missing`,
    at,
    because: 'no expectation of the files has this id, so it would be a new one',
    help: `add ${key}:, or write the id of the expectation that is meant`,
  }
}

function duplicateId(id: string, at: Origin, first: Origin): Diagnostic {
  return {
    code: 'topology/duplicate-id',
    severity: 'error',
    message: `two expectations have the id ${id}`,
    at,
    because: 'a world could not say which of them it means',
    help: 'give one of them another id',
    related: [{ message: 'the first one', at: first }],
  }
}
