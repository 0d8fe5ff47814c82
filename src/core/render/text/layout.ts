/** Columns, indents and line breaks on a screen of fixed-width characters. */
import stringWidth from 'string-width'

/** Width in columns; colours count nothing, wide characters two. */
export function widthOf(text: string): number {
  // Nearly everything, and many times faster.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  return stringWidth(text)
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Breaks at spaces only: a word that is too long stays whole, so that a path can still be copied. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** The text behind `head`, its further lines aligned with the first. */
export function hang(head: string, text: string, width: number): readonly string[] {
  const indent = widthOf(head)
  return wrap(text, Math.max(24, width - indent)).map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + line)
}

/** Rows of cells in aligned columns, two spaces apart, without trailing blanks. */
export function columns(rows: readonly (readonly string[])[], indent = ''): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))))
  return rows.map((row) => (indent + row.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ')).trimEnd())
}

export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
