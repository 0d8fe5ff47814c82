/** From empty namespaces to a running network: cables, boot, sockets. */
import { buildLab } from './build.js'
import type { Lab } from './lab.js'
import { openListeners } from './listeners.js'
import { type Replaying, replayBoot } from './replay.js'

/** `complaints`: sockets that could not be opened. */
export type Booted = { readonly replaying: Replaying; readonly complaints: readonly string[] }

export async function boot(lab: Lab, signal?: AbortSignal): Promise<Booted> {
  await buildLab(lab)
  const replaying = await replayBoot(lab, signal)
  return { replaying, complaints: signal?.aborted === true ? [] : await openListeners(lab) }
}
