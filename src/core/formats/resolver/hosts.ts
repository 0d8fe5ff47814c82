/** hosts(5): an address, and the names that mean it. */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { firstUnprintable } from '../../std/printable.js'
import { type Piece, wordLines } from './lines.js'

/** `names`: the canonical one first. */
export type HostsEntry = { readonly names: readonly Piece[]; readonly origin: Origin } & (
  | { readonly family: 'ipv4'; readonly address: Ipv4 }
  | { readonly family: 'ipv6'; readonly address: string }
)

export type HostsDocument = { readonly entries: readonly HostsEntry[]; readonly origin: Origin }

export function parseHosts(text: string, capture: string): Parsed<HostsDocument> {
  const diagnostics: Diagnostic[] = []
  const binary = firstUnprintable(text)
  if (binary !== undefined) {
    diagnostics.push({
      code: 'hosts/not-text',
      severity: 'error',
      message: 'This is not a text',
      at: { capture, start: binary, end: binary + 1 },
    })
  }
  const entries = (binary === undefined ? wordLines(text, capture, /#.*/) : []).flatMap(({ words, origin }): readonly HostsEntry[] => {
    const [first, ...names] = words
    const written = first?.text ?? ''
    const address = parseIpv4(written)
    const because = 'the line is left out without a word'
    if (address === undefined && !/^[0-9a-f]*:[0-9a-f:.]*(%\S+)?$/i.test(written)) {
      const message = `${written.slice(0, 60)} is not an IP address`
      diagnostics.push({ code: 'hosts/bad-address', severity: 'warning', message, at: first?.origin ?? origin, because })
      return []
    }
    if (names.length === 0) {
      diagnostics.push({ code: 'hosts/no-name', severity: 'warning', message: `${written} has no name`, at: origin, because })
      return []
    }
    return [address === undefined ? { family: 'ipv6', address: written, names, origin } : { family: 'ipv4', address, names, origin }]
  })
  return { document: { entries, origin: { capture, start: 0, end: text.length } }, diagnostics: diagnostics.slice(0, 50) }
}
