/** Which words begin a stanza. */

import type { Dialect } from './dialect.js'

/** `allow-` needs a class; `source-dir` is recognised however it goes on. */
export function isHeader(word: string): boolean {
  return ['iface', 'mapping', 'source', 'rename'].includes(word) || word.startsWith('source-dir') || isListKeyword(word)
}

/** A stanza with options that only another dialect has. */
export function isForeignHeader(word: string, dialect: Dialect): boolean {
  return (word === 'template' && dialect !== 'ifupdown2') || (word === 'vlan' && dialect === 'ifupdown2')
}

/** Words that inside an iface stanza may stand without names and then mean that stanza's interface. */
export function isListKeyword(word: string): boolean {
  return ['auto', 'no-auto-down', 'no-scripts'].includes(word) || (word.startsWith('allow-') && word.length > 'allow-'.length)
}
