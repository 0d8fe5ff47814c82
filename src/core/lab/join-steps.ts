/** Joins neighbouring steps that one run of one program can do. */
import type { LabStep } from './step.js'

/** Within a run of netfilter steps each table is a batch of its own: they don't see each other. */
export function joinSteps(steps: readonly LabStep[]): readonly LabStep[] {
  const joined: LabStep[] = []
  for (const step of steps) {
    const at = partnerOf(joined, step)
    const partner = at === undefined ? undefined : joined[at]
    if (at === undefined || partner === undefined) joined.push(step)
    else joined[at] = merge(partner, step)
  }
  return joined
}

function partnerOf(joined: readonly LabStep[], step: LabStep): number | undefined {
  for (let at = joined.length - 1; at >= 0; at -= 1) {
    const other = joined[at]
    if (other === undefined || other.kind !== step.kind || !('node' in other) || !('node' in step) || other.node !== step.node) return undefined
    if (other.kind !== 'netfilter' || step.kind !== 'netfilter') return other.kind === 'ip' || other.kind === 'sysctl' ? at : undefined
    if (isAlone(other) || isAlone(step)) return undefined
    if (other.family === step.family && other.table === step.table) return at
  }
  return undefined
}

/** A rule that should be refused would take the whole batch with it. */
function isAlone(step: Extract<LabStep, { kind: 'netfilter' }>): boolean {
  return step.lines.some((line) => line.of.predicted.kind !== 'done')
}

function merge(first: LabStep, second: LabStep): LabStep {
  if (first.kind === 'ip' && second.kind === 'ip') return { ...first, lines: [...first.lines, ...second.lines] }
  if (first.kind === 'sysctl' && second.kind === 'sysctl') return { ...first, settings: [...first.settings, ...second.settings] }
  if (first.kind === 'netfilter' && second.kind === 'netfilter') return { ...first, lines: [...first.lines, ...second.lines] }
  return second
}
