/** Numbers for sentences that several cells of a table share, in the order in which they are first said. */
import { hang } from './layout.js'
import type { Look } from './paint.js'

export class Notes {
  readonly #texts: string[] = []

  number(text: string): number {
    if (!this.#texts.includes(text)) this.#texts.push(text)
    return this.#texts.indexOf(text) + 1
  }

  render(look: Look): readonly string[] {
    const width = String(this.#texts.length).length
    const lines = this.#texts.flatMap((text, index) => hang(`  ${look.paint('dim', String(index + 1).padStart(width))}  `, text, look.width))
    return lines.length === 0 ? [] : ['', ...lines]
  }
}
