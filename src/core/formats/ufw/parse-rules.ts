/** Reads user.rules and user6.rules: the rules of ufw are the tuples in it, what is loaded are the lines below them. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { RulesDocument, RulesLine } from './document.js'
import { type RawLine, readText, shown } from './lines.js'
import { parseTuple } from './tuple.js'

const TUPLE = /^### tuple ###\s*/

export function parseUserRules(text: string, capture: string): Parsed<RulesDocument> {
  const v6 = /^:ufw6-/m.test(text) || /user6\.rules$/.test(capture)
  const { document, diagnostics } = readText<RulesLine>(text, capture, {
    line: (line, found) => readLine(line, v6, found),
    kept: ({ raw, origin }) => ({ kind: 'other', raw, origin }),
  })
  return { document: { ...document, v6 }, diagnostics }
}

function readLine({ raw, content, origin }: RawLine, v6: boolean, diagnostics: Diagnostic[]): RulesLine {
  const head = TUPLE.exec(content)?.[0]
  if (head === undefined) return { kind: 'other', raw, origin }
  const rule = parseTuple(content.slice(head.length), v6)
  if (typeof rule !== 'string') return { kind: 'tuple', raw, origin, rule }
  diagnostics.push({
    code: 'ufw/bad-tuple',
    severity: 'warning',
    message: `ufw leaves out the rule "${shown(content.slice(head.length))}"`,
    at: origin,
    because: `${shown(rule)}; the rules below it are loaded until ufw next writes the file`,
    help: 'delete the tuple and its rules, and add the rule again with ufw',
  })
  return { kind: 'bad-tuple', raw, origin }
}
