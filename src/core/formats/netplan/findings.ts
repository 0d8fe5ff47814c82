/** What is odd about a file as it is written, whatever it means; and findings in bulk. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { textOf, type YamlEntry, type YamlNode } from '../../yaml/node.js'
import type { NetplanDocument } from './document.js'
import { shown } from './reading.js'

export function findingsIn(document: NetplanDocument): readonly Diagnostic[] {
  if (document.root === undefined || document.broken !== undefined) return []
  return [...repeatedKeys(document.root), ...restOf(document)]
}

function restOf({ restAt }: NetplanDocument): readonly Diagnostic[] {
  if (restAt === undefined) return []
  return [
    {
      code: 'netplan/rest-ignored',
      severity: 'warning',
      message: 'netplan reads nothing from here on',
      at: restAt,
      because: 'it reads the first YAML document only, and that ends here',
      help: 'put it into a file of its own, or indent it like the lines above',
    },
  ]
}

/** netplan reads both; of a plain value the last one counts, and maps come together. */
function repeatedKeys(node: YamlNode): readonly Diagnostic[] {
  if (node.kind === 'list') return node.items.flatMap(repeatedKeys)
  if (node.kind !== 'map') return []
  const seen = new Map<string, YamlEntry>()
  const found: Diagnostic[] = []
  for (const entry of node.entries) {
    found.push(...repeatedKeys(entry.value))
    if (entry.key.kind !== 'scalar') continue
    const name = textOf(entry.key)
    const first = seen.get(name)
    if (first === undefined) seen.set(name, entry)
    else found.push(repeated(name, entry, first))
  }
  return found
}

function repeated(name: string, entry: YamlEntry, first: YamlEntry): Diagnostic {
  return {
    code: 'netplan/duplicate-key',
    severity: 'warning',
    message: `${shown(name)} is given twice`,
    at: entry.key.origin,
    because: 'netplan reads both one after the other; other YAML programs refuse the file or keep one',
    help: 'put both into one, or remove one of them',
    related: [{ message: 'first given here', at: first.key.origin }],
  }
}

/** The same finding at the same place is told once. */
export function withoutTwins(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ code, message, at }) => {
    const key = `${code} ${at?.capture} ${at?.start} ${message}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Who reads a hundred findings about one file has given it the wrong file. */
const MOST_FINDINGS = 100

export function firstOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const next = diagnostics[MOST_FINDINGS]
  if (next === undefined) return diagnostics
  const more: Diagnostic = {
    code: 'netplan/more-findings',
    severity: 'note',
    message: `${diagnostics.length - MOST_FINDINGS} more findings in this file are left out`,
    ...(next.at === undefined ? {} : { at: next.at }),
    help: 'check that this is a file for netplan',
  }
  return [...diagnostics.slice(0, MOST_FINDINGS), more]
}
