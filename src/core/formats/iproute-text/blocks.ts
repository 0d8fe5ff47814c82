/** Lines of an output, and what is indented under each. */

export type Line = { readonly text: string; readonly start: number; readonly end: number }
export type Block = { readonly head: Line; readonly rest: readonly Line[] }

/** With `-oneline` a backslash stands for the end of a line. */
function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/[^\n\r\\]+/g)].flatMap((found) => {
    const line = found[0]
    return line.trim() === '' ? [] : [{ text: line, start: found.index, end: found.index + line.trimEnd().length }]
  })
}

export function blocksOf(text: string): readonly Block[] {
  const blocks: { head: Line; rest: Line[] }[] = []
  for (const line of linesOf(text)) {
    const last = blocks.at(-1)
    if (/^\s/.test(line.text) && last !== undefined) last.rest.push(line)
    else blocks.push({ head: line, rest: [] })
  }
  return blocks
}

export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
