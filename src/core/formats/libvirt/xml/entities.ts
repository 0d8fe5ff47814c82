/** Character references and the five entities that XML has without a DTD. */
import { complain, originOf, type Scan } from './scan.js'

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Text between two offsets, entities resolved; one that is not known stays as it is written. */
export function decodeText(scan: Scan, start: number, end: number): string {
  const raw = scan.text.slice(start, end)
  if (!raw.includes('&')) return raw
  return raw.replace(/&(?:([^;&<>\s]*);)?/g, (whole: string, name: string | undefined, offset: number) => {
    const character = name === undefined ? undefined : characterOf(name)
    if (character !== undefined) return character
    const at = originOf(scan, start + offset, start + offset + whole.length)
    const message = name === undefined ? 'A bare & stands in the text' : `${whole.slice(0, 40)} is no entity that XML knows`
    complain(scan, { code: 'bad-entity', message, at, help: 'write &amp; for the character &' })
    return whole
  })
}

function characterOf(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name)
  if (digits === null) return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16)
  const surrogate = code >= 0xd800 && code <= 0xdfff
  return code === 0 || surrogate || code > 0x10ffff ? undefined : String.fromCodePoint(code)
}
