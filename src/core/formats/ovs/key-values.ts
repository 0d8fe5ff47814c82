/** `key=value,key:value,key(value),key` as ovs-ofctl(8) writes and reads them (lib/ofp-parse.c: ofputil_parse_key_value). */

export type KeyValue = { readonly key: string; readonly value?: string; readonly start: number; readonly end: number }

const SEPARATORS = ', \t\r\n'
const KEY_END = ':=(, \t\r\n'

/** From `start` to `end` of the text. */
export function keyValues(text: string, start: number, end: number): readonly KeyValue[] {
  const found: KeyValue[] = []
  for (let at = skip(text, start, end); at < end; at = skip(text, at, end)) {
    const keyEnd = untilAny(text, at, { end, stops: KEY_END })
    const key = text.slice(at, keyEnd)
    const mark = text[keyEnd]
    if (keyEnd >= end || mark === undefined || SEPARATORS.includes(mark)) {
      found.push({ key, start: at, end: keyEnd })
      at = keyEnd
      continue
    }
    const valueEnd =
      text[keyEnd + 1] === '"'
        ? afterQuoted(text, keyEnd + 1, end)
        : mark === '('
          ? closing(text, keyEnd + 1, end)
          : untilAny(text, keyEnd + 1, { end, stops: SEPARATORS })
    found.push({
      key,
      value: innerText(text, keyEnd, valueEnd),
      start: at,
      end: valueEnd,
    })
    at = valueEnd
  }
  return found
}

function skip(text: string, start: number, end: number): number {
  let at = start
  while (at < end && SEPARATORS.includes(text[at] ?? '')) at++
  return at
}

/** Parentheses belong together, whatever stands in them. */
function untilAny(text: string, start: number, { end, stops }: { readonly end: number; readonly stops: string }): number {
  let at = start
  while (at < end && !stops.includes(text[at] ?? '')) at = text[at] === '(' ? closing(text, at + 1, end) : at + 1
  return at
}

/** Names of ports may hold anything, and are then quoted. */
function afterQuoted(text: string, start: number, end: number): number {
  const closed = text.indexOf('"', start + 1)
  return closed < 0 || closed >= end
    ? untilAny(text, start, { end, stops: SEPARATORS })
    : untilAny(text, closed + 1, { end, stops: SEPARATORS })
}

/** Behind the parenthesis that closes the one before `start`, and what `->` leads to. */
function closing(text: string, start: number, end: number): number {
  let level = 1
  let at = start
  for (; at < end && level > 0; at++) {
    if (text[at] === '(') level++
    else if (text[at] === ')') level--
  }
  return text.startsWith('->', at) ? untilAny(text, at, { end, stops: SEPARATORS }) : at
}

/** Without the parentheses around all of it; `(x)->y` keeps them. */
function innerText(text: string, mark: number, end: number): string {
  if (text[mark] !== '(') return text.slice(mark + 1, end)
  const whole = text[end - 1] === ')'
  return whole ? text.slice(mark + 1, end - 1) : text.slice(mark, end)
}
