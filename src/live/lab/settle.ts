/** Waits until no bridge port in the lab is listening or learning any more. */
import { type Lab, nodeOf } from './lab.js'

const LONGEST = 70_000
const PAUSE = 500

export async function settle(lab: Lab): Promise<void> {
  for (let waited = 0; waited < LONGEST; waited += PAUSE) {
    const busy = await Promise.all(lab.design.nodes.map((node) => isBusy(lab, node.name)))
    if (!busy.includes(true)) return
    await new Promise((resolve) => { setTimeout(resolve, PAUSE) })
  }
}

async function isBusy(lab: Lab, node: string): Promise<boolean> {
  const { stdout } = await nodeOf(lab, node).run(['ip', '-details', '-json', 'link', 'show', 'type', 'bridge_slave'])
  return /"state":"(listening|learning)"/.test(stdout)
}
