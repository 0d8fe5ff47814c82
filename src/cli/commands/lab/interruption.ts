/** Ctrl-C and SIGTERM end the labs of this call before they end the call. */
import { setMaxListeners } from 'node:events'

/** 128 + SIGINT, as shells have it. */
export const INTERRUPTED = 130

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A second signal ends this process at once; its labs then end with it. */
export async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  // Every lab listens.
  setMaxListeners(0, controller.signal)
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED)
    controller.abort()
  }
  for (const signal of SIGNALS) process.on(signal, interrupt)
  try {
    return await work(controller.signal)
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt)
  }
}
