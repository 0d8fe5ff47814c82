/** Texts that are almost right: cut, doubled, spliced, nested deep, and salted with what parsers stumble over. */
import type { Dice } from './random.js'

const ODD = [
  '\u0000',
  '\r',
  '\r\n',
  '\t',
  '\\',
  '\\\n',
  '"',
  "'",
  '<',
  '>',
  '&',
  '&#0;',
  ']]>',
  '{',
  '}',
  '[',
  ']',
  '%',
  '${',
  '\ud800',
  '\ufeff',
  '٣',
  'é',
  '-',
  '/',
]
const NUMBERS = [
  '-1',
  '0',
  '1',
  '255',
  '256',
  '4095',
  '65536',
  '4294967296',
  '99999999999999999999',
  '0x7f',
  '1e999',
  '::',
  '0.0.0.0/0',
  'ff::/129',
]
export const LARGEST = 1024 * 1024

export type Pool = { readonly texts: readonly string[]; readonly words: readonly string[] }

type Mutation = (text: string, pool: Pool, dice: Dice) => string

export function mutated(text: string, pool: Pool, dice: Dice): string {
  let result = text
  for (let times = 1 + dice.below(6); times > 0; times -= 1) result = (dice.pick(MUTATIONS) ?? cut)(result, pool, dice)
  return result.slice(0, LARGEST)
}

/** A text of 1 MiB made of one piece over and over, where anything slower than linear shows. */
export function repeated(text: string, pool: Pool, dice: Dice): string {
  const piece = dice.below(2) === 0 ? slice(text, dice) : (dice.pick(pool.words) ?? 'x') + (dice.pick(['', ' ', '\n', ',']) ?? '')
  return (
    text.slice(0, dice.below(text.length)) + (piece === '' ? 'a' : piece).repeat(Math.ceil(LARGEST / Math.max(1, piece.length)))
  ).slice(0, LARGEST)
}

function slice(text: string, dice: Dice): string {
  const start = dice.below(text.length + 1)
  return text.slice(start, start + 1 + dice.below(80))
}

function put(text: string, what: string, dice: Dice): string {
  const at = dice.below(text.length + 1)
  return text.slice(0, at) + what + text.slice(at)
}

const cut: Mutation = (text, _pool, dice) => {
  const start = dice.below(text.length + 1)
  return text.slice(0, start) + text.slice(start + 1 + dice.below(40))
}

const MUTATIONS: readonly Mutation[] = [
  cut,
  (text, _pool, dice) => text.slice(0, dice.below(text.length + 1)),
  (text, _pool, dice) => put(text, slice(text, dice), dice),
  (text, _pool, dice) => put(text, dice.pick(ODD) ?? '', dice),
  (text, _pool, dice) => put(text, dice.pick(NUMBERS) ?? '', dice),
  (text, pool, dice) => put(text, ` ${dice.pick(pool.words) ?? ''} `, dice),
  (text, pool, dice) => put(text, slice(dice.pick(pool.texts) ?? '', dice), dice),
  (text, _pool, dice) => text.replace(/\d+/g, (number) => (dice.below(8) === 0 ? (dice.pick(NUMBERS) ?? number) : number)),
  (text, pool, dice) => text.replace(/[\w-]{3,}/g, (word) => (dice.below(20) === 0 ? (dice.pick(pool.words) ?? word) : word)),
  (text, _pool, dice) => {
    const lines = text.split('\n')
    const [from, to] = [dice.below(lines.length), dice.below(lines.length)]
    const moved = lines.splice(from, 1)
    lines.splice(to, 0, ...moved)
    return lines.join('\n')
  },
  (text, _pool, dice) =>
    put(text, (dice.pick(['<a>', '{', '[', '(', '${', '- ', 'a: ', '"', '-- ']) ?? '').repeat(1 + dice.below(3000)), dice),
  (text, _pool, dice) =>
    text.replace(/\n/g, (line) => (dice.below(10) === 0 ? (dice.pick(['', ' ', '\r\n', '\\\n', '\n\n']) ?? line) : line)),
]
