/** Which words begin a stanza. */

/** `allow-` needs a class; `source-dir` is recognised however it goes on. */
export function isHeader(word: string): boolean {
  return ['iface', 'mapping', 'source', 'rename', 'template'].includes(word) || word.startsWith('source-dir') || isListKeyword(word)
}

/** Words that inside an iface stanza may stand without names and then mean that stanza's interface. */
export function isListKeyword(word: string): boolean {
  return ['auto', 'no-auto-down', 'no-scripts'].includes(word) || (word.startsWith('allow-') && word.length > 'allow-'.length)
}
