/** Numbers for sentences that several cells of a table share, in the order in which they are first said. */
import { hang } from './layout.js'
import type { Look } from './paint.js'

/** The same sentence about several addresses is one note. */
export function aboutThis(address: string, text: string): string {
  return text
    .split(address)
    .map((part, index) => (index > 0 && /^[\d.]/.test(part) && !/^\.(\s|$)/.test(part) ? address : index > 0 ? 'this address' : '') + part)
    .join('')
}

export class Notes {
  readonly #texts: string[] = []

  number(text: string): number {
    if (!this.#texts.includes(text)) this.#texts.push(text)
    return this.#texts.indexOf(text) + 1
  }

  render(look: Look): readonly string[] {
    const width = String(this.#texts.length).length
    const lines = this.#texts.flatMap((text, index) =>
      hang(`  ${look.paint('dim', String(index + 1).padStart(width))}  `, text, look.width),
    )
    return lines.length === 0 ? [] : ['', ...lines]
  }
}
