/** Runs tasks side by side, a few at a time; the results keep the order of the tasks. */

export async function runPool<Result>(tasks: readonly (() => Promise<Result>)[], width: number): Promise<readonly Result[]> {
  const results = new Map<number, Result>()
  const queue = [...tasks.entries()]
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results.set(next[0], await next[1]())
  }
  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, worker))
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result)
}
