/** Changes of an nft file that leave every other character as it is. */
import type { Origin } from '../../diagnostics/origin.js'
import type { NftRule } from '../../model/index.js'
import type { Splice } from '../../std/splice.js'
import type { NftDocument, TableKey } from './document.js'

export type ChainKey = TableKey & { readonly chain: string }

function chainsAt(document: NftDocument, key: ChainKey) {
  return document.commands
    .filter((command) => command.kind === 'chain')
    .filter((command) => sameKey(command, key) && command.chain.name === key.chain)
}

function sameKey(command: TableKey, key: TableKey): boolean {
  return command.family === key.family && command.table === key.table
}

/** The words of one rule become others. */
export function replaceRule(rule: NftRule, text: string): readonly Splice[] {
  return rule.origin === undefined ? [] : [{ start: rule.origin.start, end: rule.origin.end, text }]
}

/** The rule goes, with its line when it stands there alone. */
export function removeRule(document: NftDocument, rule: NftRule): readonly Splice[] {
  return rule.origin === undefined ? [] : [{ ...wholeLine(document.text, rule.origin), text: '' }]
}

function wholeLine(text: string, { start, end }: Origin): { readonly start: number; readonly end: number } {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const after = text.indexOf('\n', end)
  const lineEnd = after < 0 ? text.length : after + 1
  const alone = text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd).trim() === ''
  return alone ? { start: lineStart, end: lineEnd } : { start, end }
}

/** Behind the last rule of the chain's block, indented like it; undefined when the file has no such chain with a block. */
export function appendRule(document: NftDocument, key: ChainKey, text: string): readonly Splice[] | undefined {
  const { text: file } = document
  const chain = chainsAt(document, key)
    .map((command) => command.chain)
    .find((one) => one.origin !== undefined && file.slice(one.origin.start, one.origin.end).endsWith('}'))
  if (chain?.origin === undefined) return undefined
  const close = chain.origin.end - 1
  const last = chain.rules.at(-1)?.origin
  const sibling = last === undefined ? undefined : indentAt(file, last.start)
  const lineStart = file.lastIndexOf('\n', close - 1) + 1
  if (file.slice(lineStart, close).trim() !== '') return [{ start: close, end: close, text: `; ${text} ` }]
  return [{ start: lineStart, end: lineStart, text: `${sibling ?? `${indentAt(file, chain.origin.start)}\t`}${text}\n` }]
}

function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? ''
}

/** The policy of a base chain, where one is written. */
export function setPolicy(document: NftDocument, key: ChainKey, policy: 'accept' | 'drop'): readonly Splice[] | undefined {
  for (const { chain } of chainsAt(document, key)) {
    if (chain.origin === undefined) continue
    const found = /\bpolicy\s+(accept|drop)\b/.exec(document.text.slice(chain.origin.start, chain.origin.end))
    if (found?.[1] === undefined) continue
    const end = chain.origin.start + found.index + found[0].length
    return [{ start: end - found[1].length, end, text: policy }]
  }
  return undefined
}
