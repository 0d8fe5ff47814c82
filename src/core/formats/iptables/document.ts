/** An iptables-save dump in its own words, line by line. */
import type { Origin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'
import type { Family } from '../../model/netfilter.js'

export type Counters = { readonly packets: number; readonly bytes: number }

/** `text` is the whole line with its line break: the lines put together are the file. */
export type SaveLine = { readonly text: string; readonly at: Origin } & (
  | { readonly kind: 'blank' | 'comment' | 'commit' | 'unrecognised' }
  | { readonly kind: 'table'; readonly name: Word }
  /** `policy` is `-` for a chain that is not built in. */
  | { readonly kind: 'chain'; readonly name: Word; readonly policy: Word; readonly counters?: Counters }
  /** `words` begin with `-A` or another command. */
  | { readonly kind: 'rule'; readonly words: readonly Word[]; readonly counters?: Counters }
)

export type SaveDocument = { readonly capture: string; readonly family: Family; readonly lines: readonly SaveLine[] }

export function printSave(document: SaveDocument): string {
  return document.lines.map((line) => line.text).join('')
}
