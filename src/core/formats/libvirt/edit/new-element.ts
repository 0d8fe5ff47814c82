/** XML that is written anew, in the manner of what stands around it. */

export type NewElement = {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly text?: string
  readonly children?: readonly NewElement[]
}

/** How a text is laid out. `lineBreak` is empty where elements stand on one line. */
export type Manner = { readonly quote: '"' | "'"; readonly lineBreak: string; readonly unit: string }

export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '&#13;')
}

/** Also what an attribute would lose: line breaks and tabs become blanks when it is read. */
export function escapeAttribute(value: string, quote: Manner['quote']): string {
  return value.replace(/[&<"'\t\n\r]/g, (character) => {
    if (character === '&') return '&amp;'
    if (character === '<') return '&lt;'
    if (character === '"' || character === "'") return character === quote ? (quote === '"' ? '&quot;' : '&apos;') : character
    return `&#${character.charCodeAt(0)};`
  })
}

/** The first line without its indentation, the others with. */
export function writeElement({ name, attributes = {}, text, children = [] }: NewElement, indent: string, manner: Manner): string {
  const { quote, lineBreak, unit } = manner
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}=${quote}${escapeAttribute(value, quote)}${quote}`)
  const start = `<${name}${written.join('')}`
  if (text !== undefined) return `${start}>${escapeText(text)}</${name}>`
  if (children.length === 0) return `${start}/>`
  const below = lineBreak === '' ? '' : `${indent}${unit}`
  const lines = children.map((child) => `${lineBreak}${below}${writeElement(child, below, manner)}`)
  return `${start}>${lines.join('')}${lineBreak}${lineBreak === '' ? '' : indent}</${name}>`
}
