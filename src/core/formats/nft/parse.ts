/** Reads a file of nft commands, such as /etc/nftables.conf or what `nft list ruleset` prints. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import { firstUnprintable } from '../../std/printable.js'
import { readCommand } from './command.js'
import { Cursor } from './cursor.js'
import type { NftCommand, NftDocument } from './document.js'
import { tokenize } from './tokens.js'

export function parseNft(text: string, capture: string): Parsed<NftDocument> {
  const unprintable = firstUnprintable(text)
  if (unprintable !== undefined) {
    const at = { capture, start: unprintable, end: unprintable + 1 }
    const diagnostic: Diagnostic = { code: 'nft/not-text', severity: 'error', message: 'This is not a text', at }
    return { document: { capture, text, tokens: [], commands: [] }, diagnostics: [diagnostic] }
  }
  const tokens = tokenize(text, capture)
  const cursor = new Cursor(text, capture, tokens)
  const commands: NftCommand[] = []
  for (cursor.skipEnds(); !cursor.done; cursor.skipEnds()) {
    const before = cursor.position
    commands.push(...readCommand(cursor))
    if (cursor.position === before) cursor.next()
    if (!cursor.done && cursor.peek().kind !== 'end' && !endsInBlock(text, cursor)) {
      cursor.refuse('more words follow where the command ends')
      cursor.skipStatement()
      cursor.take('}')
    }
  }
  return { document: { capture, text, tokens, commands }, diagnostics: cursor.diagnostics }
}

/** A block may be followed by the next command on the same line. */
function endsInBlock(text: string, cursor: Cursor): boolean {
  const { end } = cursor.originFrom(cursor.position - 1)
  return text[end - 1] === '}' && !cursor.is('}')
}

export function printNft(document: NftDocument): string {
  return document.text
}
