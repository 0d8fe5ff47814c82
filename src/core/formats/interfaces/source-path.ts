/** The path behind `source` and `source-directory`, as wordexp(3) reads it. */

/** Characters that make wordexp(3) give up when they stand unquoted; ifupdown then sources nothing, without a word. */
const REFUSED = /[|&;<>(){}\n`]|\$\(/

/** The patterns that are to be matched. Only the first is relative to the directory of the file; others to where ifup runs, `/`. */
export function sourcePatterns(text: string, from: string): readonly string[] {
  if (REFUSED.test(text)) return []
  const directory = from.includes('/') ? from.slice(0, from.lastIndexOf('/')) || '/' : '.'
  const whole = text.startsWith('/') ? text : `${directory}/${text}`
  return whole
    .split(/[ \t]+/)
    .filter((part) => part !== '')
    .map(withoutQuotes)
}

export function isRefusedSource(text: string): boolean {
  return REFUSED.test(text)
}

function withoutQuotes(text: string): string {
  return text.replace(/\\(.)|["']/g, '$1')
}
