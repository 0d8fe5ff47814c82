/** `lab up`: a lab that stays. */
import { resolve } from 'node:path'
import { type LabUpView, renderUp } from '../../../core/render/text/lab-up.js'
import { findLab, LabExists, type LabIsUp, upLab } from '../../../live/lab/index.js'
import { EXIT } from '../../exit-code.js'
import { loadScenario } from '../../load-scenario.js'
import type { CommonOptions } from '../../options.js'
import { output } from '../../output.js'
import { refuseWord, type Unusable } from '../../unusable.js'
import { INTERRUPTED, untilInterrupted } from './interruption.js'
import { requireNamespaces } from './requirements.js'

export async function bringUp(options: CommonOptions & { readonly name?: string }): Promise<void> {
  const scenario = await loadScenario(options.file, options.world)
  const name = options.name ?? scenario.topology.name
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name))
    throw refuseWord('lab-name', `${name} cannot be the name of a lab`, 'Letters, digits, dots and hyphens: --name NAME')
  if (findLab(name).kind !== 'absent') throw refuseTaken(name)
  await requireNamespaces()
  let interrupted = false
  const up = await untilInterrupted(async (signal) => {
    try {
      return await upLab({ network: scenario.network, journal: scenario.journal, name, file: resolve(options.file), signal })
    } catch (error) {
      if (!signal.aborted) throw error instanceof LabExists ? refuseTaken(name) : error
      interrupted = true
      return undefined
    }
  })
  if (interrupted || up === undefined) {
    process.exitCode = INTERRUPTED
    return
  }
  output(options, renderUp, viewUp(up))
  process.exitCode = up.boot.some((row) => row.verdict === 'disagrees') ? EXIT.finding : EXIT.fine
}

function refuseTaken(name: string): Unusable {
  return refuseWord('lab-exists', `a lab called ${name} is up already`, `bridgework lab down ${name}, or another --name`)
}

function viewUp({ lab, boot, deviations, milliseconds }: LabIsUp): LabUpView {
  return { version: 1, kind: 'lab-up', name: lab.name, nodes: lab.nodes.map((node) => node.name), milliseconds, boot, deviations }
}
