/** The little of m4 and Autotest in which Open vSwitch writes its tests: calls of macros with bracketed arguments. */

export type Call = { readonly name: string; readonly arguments: readonly string[] }

/** The calls of these macros in the order of the text, whatever stands between them. */
export function callsOf(text: string, names: readonly string[]): readonly Call[] {
  const calls: Call[] = []
  const pattern = new RegExp(`\\b(${names.join('|')})\\b`, 'g')
  const plain = text.replace(/(^|[^\w])dnl\b[^\n]*\n?/g, '$1')
  for (let found = pattern.exec(plain); found !== null; found = pattern.exec(plain)) {
    const name = found[1] ?? ''
    const read = plain[pattern.lastIndex] === '(' ? readArguments(plain, pattern.lastIndex + 1) : { arguments: [], end: pattern.lastIndex }
    calls.push({ name, arguments: read.arguments })
    pattern.lastIndex = read.end
  }
  return calls
}

/** One level of brackets goes; commas and parentheses inside brackets are text. */
function readArguments(text: string, start: number): { readonly arguments: readonly string[]; readonly end: number } {
  const found: string[] = []
  let current = ''
  let depth = 0
  let round = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? ''
    if (depth === 0 && round === 0 && character === ')') return { arguments: [...found, current], end: at + 1 }
    if (depth === 0 && round === 0 && character === ',') {
      found.push(current)
      current = ''
      continue
    }
    if (depth === 0 && /\s/.test(character) && current === '') continue
    if (character === '[' && depth++ === 0) continue
    if (character === ']' && --depth === 0) continue
    if (depth === 0 && character === '(') round++
    if (depth === 0 && character === ')') round--
    current += character
  }
  return { arguments: [...found, current], end: text.length }
}

/** `$1` … of a macro's body. */
export function filledIn(body: string, values: readonly string[]): string {
  return body.replace(/\$([1-9])/g, (_, number: string) => values[Number(number) - 1] ?? '')
}
