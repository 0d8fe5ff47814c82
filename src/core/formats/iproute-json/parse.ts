/** Reads what `ip -json` and `bridge -json` print. */
import type { Parsed } from '../../diagnostics/diagnostic.js'
import { has, isObject, type JsonObject, readEntries } from '../../diagnostics/json-entries.js'
import type { IprouteDocument, Kind } from './document.js'

export function parse(text: string, capture: string): Parsed<IprouteDocument> {
  if (text.trim() === '') return { document: { entries: [] }, diagnostics: [] }
  const all = readEntries(text, capture)
  if (all === undefined) {
    return {
      document: { entries: [] },
      diagnostics: [
        {
          code: 'iproute-json/not-json',
          severity: 'error',
          message: 'this is not what ip -json prints',
          at: { capture, start: 0, end: Math.min(text.length, 200) },
          because: 'it prints one JSON array of objects, and nothing else',
          help: 'capture the output of ip -json again, without what the shell or sudo adds',
        },
      ],
    }
  }
  const entries = all.filter((entry) => Object.keys(entry.fields).length > 0)
  const kind = kindOf(entries.map((entry) => entry.fields))
  return { document: kind === undefined ? { entries } : { kind, entries }, diagnostics: [] }
}

/** The keys of each kind's entries that no other kind has (ip/ip*.c and bridge/*.c of iproute2). */
function kindOf(entries: readonly JsonObject[]): Kind | undefined {
  for (const entry of entries) {
    if (has(entry, 'addr_info')) return 'address'
    if (has(entry, 'ifname') && (has(entry, 'link_type') || has(entry, 'txqlen'))) return 'link'
    if (has(entry, 'vlans')) return 'vlan'
    if (has(entry, 'mac')) return 'fdb'
    if (has(entry, 'mdb') || has(entry, 'router')) return isObject(entry['router']) || has(entry, 'mdb') ? 'mdb' : 'neighbour'
    if (has(entry, 'ifname') && has(entry, 'flags') && has(entry, 'mtu'))
      return has(entry, 'state') || has(entry, 'cost') ? 'bridge-link' : 'link'
    if (has(entry, 'priority')) return 'rule'
    if (has(entry, 'dst') && has(entry, 'dev') && (has(entry, 'state') || has(entry, 'lladdr') || has(entry, 'proxy'))) return 'neighbour'
    if (has(entry, 'dst')) return 'route'
    if (has(entry, 'name') && Object.keys(entry).every((key) => key === 'name' || key === 'id')) return 'netns'
  }
  return undefined
}
