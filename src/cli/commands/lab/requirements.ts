/** Says what is missing on this machine, and the line that brings it. */
import { LabUnavailable, requireLab } from '../../../live/lab/index.js'
import { localRun } from '../../../live/system/run.js'
import { refuseWord } from '../../unusable.js'

export async function requireNamespaces(): Promise<void> {
  try {
    await requireLab(localRun)
  } catch (error) {
    if (!(error instanceof LabUnavailable)) throw error
    throw refuseWord('no-lab', `this machine cannot hold a lab: ${error.message}`, error.remedy)
  }
}
