/** Whether a prediction is what the topology file expects. */
import type { Expectation } from '../model/index.js'
import type { Answer } from '../trace/answer.js'

/** How they differ; empty when the expectation is met. */
export function unmet(expectation: Expectation, answer: Answer): readonly string[] {
  const { outcome, because, by, ttl, redirects } = expectation
  const differences: string[] = []
  if (outcome !== answer.outcome) differences.push(`outcome ${answer.outcome}, expected ${outcome}`)
  if (because !== undefined && because !== answer.reason) differences.push(`because ${answer.reason}, expected ${because}`)
  if (by !== undefined && by !== answer.saidBy) differences.push(`said by ${answer.saidBy ?? 'nobody'}, expected ${by}`)
  if (ttl !== undefined && ttl !== answer.ttl) differences.push(`ttl ${answer.ttl ?? 'none'}, expected ${ttl}`)
  if (redirects !== undefined) {
    const [wanted, got] = [sorted(redirects), sorted(answer.redirects.map((one) => one.from))]
    if (wanted !== got) differences.push(`redirects by ${got || 'nobody'}, expected ${wanted || 'none'}`)
  }
  return differences
}

function sorted(addresses: readonly string[]): string {
  return [...new Set(addresses)].sort().join(' ')
}
