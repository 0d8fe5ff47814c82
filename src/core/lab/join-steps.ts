/** Joins neighbouring steps that one run of one program can do. */
import type { LabStep } from './step.js'

export function joinSteps(steps: readonly LabStep[]): readonly LabStep[] {
  const joined: LabStep[] = []
  for (const step of steps) {
    const last = joined.at(-1)
    if (last !== undefined && canJoin(last, step)) joined[joined.length - 1] = merge(last, step)
    else joined.push(step)
  }
  return joined
}

function canJoin(first: LabStep, second: LabStep): boolean {
  if (first.kind === 'ip' && second.kind === 'ip') return second.node === first.node && toolOf(second) === toolOf(first)
  if (first.kind === 'sysctl') return second.kind === 'sysctl' && second.node === first.node
  if (first.kind === 'nft') return second.kind === 'nft' && second.node === first.node && isSure(first) && isSure(second)
  if (first.kind !== 'netfilter' || second.kind !== 'netfilter') return false
  return first.node === second.node && first.family === second.family && !isAlone(first) && !isAlone(second)
}

function toolOf(step: Extract<LabStep, { kind: 'ip' }>): string {
  return step.tool?.join(' ') ?? 'ip'
}

/** A rule that should be refused would take the whole batch with it; what removes rules does not see those added in its own batch. */
function isAlone(step: Extract<LabStep, { kind: 'netfilter' }>): boolean {
  return step.lines.some((line) => line.of.predicted.kind !== 'done' || REMOVING.has(line.words[0] ?? ''))
}

/** Scripts that all succeed do so in one transaction as well. */
function isSure(step: Extract<LabStep, { kind: 'nft' }>): boolean {
  return step.scripts.every(({ of, text }) => of.predicted.kind === 'done' && !/\b(re|un)?define\b/.test(text))
}

const REMOVING: ReadonlySet<string> = new Set(['-D', '-F', '-X', '-Z'])

function merge(first: LabStep, second: LabStep): LabStep {
  if (first.kind === 'ip' && second.kind === 'ip') return { ...first, lines: [...first.lines, ...second.lines] }
  if (first.kind === 'sysctl' && second.kind === 'sysctl') return { ...first, settings: [...first.settings, ...second.settings] }
  if (first.kind === 'nft' && second.kind === 'nft') return { ...first, scripts: [...first.scripts, ...second.scripts] }
  if (first.kind === 'netfilter' && second.kind === 'netfilter') return { ...first, lines: [...first.lines, ...second.lines] }
  return second
}
