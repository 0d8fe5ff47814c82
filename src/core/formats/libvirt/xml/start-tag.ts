/** A start tag: the name of an element and its attributes. */
import type { XmlAttribute } from './document.js'
import { decodeText } from './entities.js'
import { complain, matchAt, originOf, type Scan } from './scan.js'

export type StartTag = {
  readonly name: string
  readonly nameEnd: number
  readonly attributes: readonly XmlAttribute[]
  readonly end: number
  /** It has no content: `<a/>`, or a tag that breaks off. */
  readonly empty: boolean
}

const NAME = '[A-Za-z_:\\u00b7-\\uffff][\\w:.\\-\\u00b7-\\uffff]*'
const START = new RegExp(`<(${NAME})`, 'y')
const SPACE = /[ \t\r\n]*/y
const ATTRIBUTE = new RegExp(`(${NAME})[ \\t\\r\\n]*=[ \\t\\r\\n]*("[^"<]*"|'[^'<]*')`, 'y')
const RUBBISH = /(?:(?!\/>)[^ \t\r\n<>])+/y

/** The start tag at a place, or undefined if there is none. */
export function readStartTag(scan: Scan, start: number): StartTag | undefined {
  const head = matchAt(START, scan.text, start)
  if (head === null) return undefined
  const name = head[1] ?? ''
  const nameEnd = start + head[0].length
  const attributes = new Map<string, XmlAttribute>()
  let at = nameEnd
  for (;;) {
    const space = matchAt(SPACE, scan.text, at)?.[0].length ?? 0
    at += space
    if (scan.text[at] === '>') return { name, nameEnd, attributes: [...attributes.values()], end: at + 1, empty: false }
    if (scan.text.startsWith('/>', at)) return { name, nameEnd, attributes: [...attributes.values()], end: at + 2, empty: true }
    const found = matchAt(ATTRIBUTE, scan.text, at)
    const rubbish = found === null ? matchAt(RUBBISH, scan.text, at) : null
    if (found !== null) addAttribute(scan, attributes, { found, apart: space > 0 })
    else if (rubbish !== null) complainOfRubbish(scan, rubbish[0], at)
    else {
      const end = at - space
      complain(scan, { code: 'unclosed-tag', message: `The tag <${name}> has no closing >`, at: originOf(scan, start, end) })
      return { name, nameEnd, attributes: [...attributes.values()], end, empty: true }
    }
    at += (found ?? rubbish)?.[0].length ?? 1
  }
}

function addAttribute(
  scan: Scan,
  attributes: Map<string, XmlAttribute>,
  { found, apart }: { readonly found: RegExpExecArray; readonly apart: boolean },
): void {
  const [whole, name = '', quoted = ''] = found
  const end = found.index + whole.length
  const origin = originOf(scan, found.index, end)
  const valueStart = end - quoted.length + 1
  const value = decodeText(scan, valueStart, end - 1).replace(/\r\n|[\t\r\n]/g, ' ')
  if (!apart) complain(scan, { code: 'bad-attribute', message: `There is no space before the attribute ${name}`, at: origin })
  const first = attributes.get(name)
  if (first === undefined) attributes.set(name, { name, value, origin, valueOrigin: originOf(scan, valueStart, end - 1) })
  else {
    const related = [{ message: 'the first one', at: first.origin }]
    complain(scan, { code: 'duplicate-attribute', message: `The attribute ${name} stands twice in one tag`, at: origin, related })
  }
}

function complainOfRubbish(scan: Scan, rubbish: string, at: number): void {
  complain(scan, {
    code: 'bad-attribute',
    message: `${rubbish.slice(0, 60)} is not an attribute`,
    at: originOf(scan, at, at + rubbish.length),
    help: "an attribute is written name='value', with quotes",
  })
}
