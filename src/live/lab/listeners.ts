/** Opens the sockets that probes ask for: one process for each node that has any. */
import { enter } from '../system/run.js'
import { start } from '../system/start.js'
import { assetPath } from './assets.js'
import { type Lab, nodeOf } from './lab.js'

/** Complaints about sockets that could not be opened. */
export async function openListeners(lab: Lab): Promise<readonly string[]> {
  const busy = lab.design.nodes.filter((node) => node.listeners.length > 0)
  const complaints = await Promise.all(
    busy.map(async (node) => {
      const listeners = node.listeners.map(({ protocol, port, address }) => ({
        protocol,
        port,
        ...(address === undefined ? {} : { address }),
      }))
      const started = start(
        [...enter(nodeOf(lab, node.name).pid), process.execPath, assetPath('listen.mjs'), JSON.stringify(listeners)],
        'none',
      )
      const line = await started.firstLine
      if (lab.persistent) started.release()
      return line === 'ready' ? [] : [`${node.name}: not listening: ${line ?? 'the listener did not start'}`]
    }),
  )
  return complaints.flat()
}
