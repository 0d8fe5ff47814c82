/** Makes and checks texts of one format after the other until it is stopped, and keeps those that read in a new way. */
import { parentPort, workerData } from 'node:worker_threads'
import type { TextFormat } from '../../src/core/diagnostics/text-format.js'
import { FORMATS } from '../../src/core/formats/index.js'
import { checkText } from './check.js'
import { mutated, type Pool, repeated } from './mutate.js'
import { type Dice, diceOf } from './random.js'
import { seedsFrom, wordsOf } from './seeds.js'

export type Order = {
  readonly seed: number
  readonly folders: readonly string[]
  readonly formats: readonly string[] /** Only texts of 1 MiB. */
  readonly large: boolean
}

/** `trying` comes before each batch, so that whoever listens knows what hangs. */
export type Report =
  | { readonly kind: 'trying'; readonly format: string; readonly text: string }
  | { readonly kind: 'done'; readonly format: string; readonly inputs: number; readonly kept: number; readonly slowest: number }
  | { readonly kind: 'failure'; readonly format: string; readonly text: string; readonly complaint: string }

type Work = {
  readonly format: TextFormat
  readonly texts: string[]
  readonly words: readonly string[]
  readonly seen: Set<string>
  failures: number
}

const BATCH = 40

export function fuzzForever(order: Order): void {
  const dice = diceOf(order.seed)
  const chosen = FORMATS.filter((format) => order.formats.length === 0 || order.formats.includes(format.name))
  const seeds = seedsFrom(FORMATS, order.folders)
  const works = chosen.map((format): Work => {
    const texts = [...(seeds.get(format.name) ?? [''])]
    return { format, texts, words: wordsOf(texts), seen: new Set(), failures: 0 }
  })
  for (let round = 0; ; round += 1) for (const work of works) if (work.failures < 5) tryBatch(work, dice, order.large || round % 25 === 24)
}

function tryBatch(work: Work, dice: Dice, large: boolean): void {
  const pool: Pool = work
  let slowest = 0
  const inputs = large ? 1 : BATCH
  for (let count = 0; count < inputs; count += 1) {
    const from = dice.pick(work.texts) ?? ''
    const text = large ? repeated(from, pool, dice) : mutated(from, pool, dice)
    post({ kind: 'trying', format: work.format.name, text })
    const { complaint, signature, seconds } = checkText(work.format, text)
    slowest = Math.max(slowest, seconds)
    if (complaint !== undefined) {
      work.failures += 1
      post({ kind: 'failure', format: work.format.name, text, complaint })
    } else if (!work.seen.has(signature) && text.length < 20_000) {
      work.seen.add(signature)
      work.texts.push(text)
    }
  }
  post({ kind: 'done', format: work.format.name, inputs, kept: work.seen.size, slowest })
}

function post(report: Report): void {
  parentPort?.postMessage(report)
}

export function orderOfWorker(): Order {
  return workerData as Order
}
