/** Waits until the bridges of some nodes are done with spanning tree. */
import { hasUnsettledPort } from '../../core/lab/tool-output.js'
import { type Lab, nodeOf } from './lab.js'

/** Milliseconds: twice the longest forward delay, and the election before it. */
const LONGEST = 70_000
const LONGEST_PAUSE = 500

export async function settle(lab: Lab, nodes: readonly string[]): Promise<void> {
  let pause = 10
  for (let waited = 0; waited < LONGEST; waited += pause) {
    const busy = await Promise.all(nodes.map((node) => isBusy(lab, node)))
    if (!busy.includes(true)) return
    pause = Math.min(LONGEST_PAUSE, pause * 2)
    await new Promise((resolve) => {
      setTimeout(resolve, pause)
    })
  }
}

async function isBusy(lab: Lab, node: string): Promise<boolean> {
  const { stdout } = await nodeOf(lab, node).run(['ip', '-details', '-json', 'link', 'show', 'type', 'bridge_slave'])
  return hasUnsettledPort(stdout)
}
