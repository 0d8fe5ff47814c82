/** What every format promises for any text, and a readable form of what it read. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Parsed } from '../src/core/diagnostics/diagnostic.js'
import type { Origin } from '../src/core/diagnostics/origin.js'
import { originsIn } from './origins.js'

export type Format<Document> = {
  readonly parse: (text: string, capture: string) => Parsed<Document>
  /** Only of a format that keeps every character. */
  readonly print?: (document: Document) => string
  /** Further results whose origins must lie in the text. */
  readonly after?: (document: Document) => unknown
  /** Pieces of which texts are made that are almost right. */
  readonly pieces: readonly string[]
}

/** Never throws, whatever the text; every origin lies inside it; printing gives it back; messages are single lines. */
export function expectFormatContract<Document>({ parse, print, after, pieces }: Format<Document>): void {
  const almost = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''))
  /** Every code unit, halves of surrogate pairs too. */
  const anything = fc.array(fc.nat(0xffff), { maxLength: 60 }).map((units) => String.fromCharCode(...units))
  const texts = fc.oneof({ weight: 2, arbitrary: almost }, { weight: 1, arbitrary: anything })
  fc.assert(
    fc.property(texts, (text) => {
      const { document, diagnostics } = parse(text, 'any')
      if (print !== undefined) expect(print(document)).toBe(text)
      for (const { capture, start, end } of originsIn([document, diagnostics, after?.(document)])) {
        expect(capture === 'any' && 0 <= start && start <= end && end <= text.length).toBe(true)
      }
      for (const { code, message, because = '', help = '' } of diagnostics) {
        expect(code).toMatch(/^[a-z-]+\/[a-z-]+$/)
        expect(`${message}${because}${help}`).not.toMatch(/[\r\n]/)
      }
    }),
    { numRuns: 600 },
  )
}

/** One line per value, with the text that it was read from: `bridge.name = br0 <- "br0"`. */
export function outline(value: unknown, text: string, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path} = ${String(value)}`]
  if (value instanceof Map) return outline(Object.fromEntries(value), text, path)
  const { origin, ...rest } = value as { readonly origin?: Origin }
  const quoted = origin === undefined ? '' : ` <- ${quote(text.slice(origin.start, origin.end))}`
  const scalar = 'value' in rest ? rest.value : 'text' in rest ? rest.text : undefined
  if (Object.keys(rest).length === 1 && typeof scalar !== 'object' && scalar !== undefined) return [`${path} = ${String(scalar)}${quoted}`]
  const fields = Array.isArray(value) ? value.map((item, index) => [String(index), item] as const) : Object.entries(rest)
  const below = fields
    .filter(([, item]) => item !== undefined)
    .flatMap(([name, item]) => outline(item, text, path === '' ? name : `${path}.${name}`))
  return path === '' || quoted === '' ? below : [`${path}${quoted}`, ...below]
}

function quote(text: string): string {
  const line = text.replace(/\n/g, '\\n')
  return `"${line.length > 60 ? `${line.slice(0, 59)}…` : line}"`
}
