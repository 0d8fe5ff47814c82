/** A command of ufw as changes of user.rules and user6.rules: afterwards they are, byte for byte, what ufw would have written. */
import type { Splice } from '../../std/splice.js'
import { changeRules } from './change.js'
import type { UfwCommand } from './command.js'
import { printLines, type RulesDocument, rulesOf, type UfwProfile } from './document.js'
import type { UfwSettings } from './settings.js'
import { writeUserRules } from './write-rules.js'

export type UfwFiles = {
  readonly rules: RulesDocument
  readonly rules6: RulesDocument
  readonly settings: UfwSettings
  readonly profiles: readonly UfwProfile[]
}

export type UfwEdit =
  /** The changes of each file; none of a file that ufw does not write. */
  | { readonly kind: 'done'; readonly rules: readonly Splice[]; readonly rules6: readonly Splice[] }
  | { readonly kind: 'refused'; readonly error: string }

export function editUserRules(files: UfwFiles, command: UfwCommand): UfwEdit {
  const { settings, profiles } = files
  const before = { v4: rulesOf(files.rules), v6: settings.ipv6 ? rulesOf(files.rules6) : [] }
  const change = changeRules(before, command, settings.ipv6, profiles)
  if (change.kind === 'refused') return change
  const splices = (document: RulesDocument, family: 'v4' | 'v6'): readonly Splice[] =>
    change.written.includes(family) ? difference(printLines(document), writeUserRules(change.rules[family], settings, family === 'v6')) : []
  return { kind: 'done', rules: splices(files.rules, 'v4'), rules6: splices(files.rules6, 'v6') }
}

/** What lies between the lines that both texts begin and end with. */
function difference(before: string, after: string): readonly Splice[] {
  if (before === after) return []
  const [old, now] = [before.split('\n'), after.split('\n')]
  const shorter = Math.min(old.length, now.length)
  let head = 0
  while (head < shorter && old[head] === now[head]) head++
  let tail = 0
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  const length = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0)
  const start = Math.min(before.length, length(old.slice(0, head)))
  const end = tail === 0 ? before.length : length(old.slice(0, old.length - tail))
  const text = now
    .slice(head, now.length - tail)
    .map((line) => `${line}\n`)
    .join('')
  return [{ start, end, text: tail === 0 ? after.slice(Math.min(after.length, length(now.slice(0, head)))) : text }]
}
