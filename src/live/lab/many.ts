/** Several labs side by side: most of a lab's time is waiting for packets that don't come. */
import type { LabReport } from '../../core/lab/report.js'
import { type LabTest, runLabTest } from './test.js'

/** Reports in the order of the tests. A test is prepared only when its turn comes. */
export async function runLabTests(
  tests: readonly (() => Promise<LabTest>)[],
  jobs: number,
  onReport?: (report: LabReport, index: number) => void,
): Promise<readonly LabReport[]> {
  const reports: LabReport[] = []
  const queue = tests.entries()
  const worker = async () => {
    for (const [index, prepare] of queue) {
      const test = await prepare()
      if (test.signal?.aborted === true) return
      const report = await runLabTest(test)
      reports[index] = report
      onReport?.(report, index)
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(jobs, tests.length)) }, worker))
  return reports.filter((report) => report !== undefined)
}
