/** Verdict statements, which also stand as data in verdict maps. */
import type { NftVerdict } from '../../model/index.js'
import { type Cursor, shown } from './cursor.js'
import { VERDICTS } from './vocabulary.js'

export function readVerdict(cursor: Cursor): NftVerdict | undefined {
  const token = cursor.peek()
  if (token.kind !== 'word') return undefined
  if (VERDICTS.has(token.text)) {
    cursor.next()
    return { kind: 'verdict', verdict: token.text as NftVerdict['verdict'] }
  }
  if (token.text !== 'jump' && token.text !== 'goto') return undefined
  cursor.next()
  const chain = cursor.next()
  if (cursor.is('$') || chain.text === '$') return { kind: 'verdict', verdict: token.text, chain: `$${cursor.next().text}` }
  if (chain.kind !== 'word' && chain.kind !== 'string') cursor.refuse(`${token.text} needs the name of a chain, not ${shown(chain)}`, chain)
  return { kind: 'verdict', verdict: token.text, chain: chain.text }
}
