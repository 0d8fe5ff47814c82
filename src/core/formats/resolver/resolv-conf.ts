/** resolv.conf(5) as glibc reads it. */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { nearest } from '../../std/nearest.js'
import { firstUnprintable } from '../../std/printable.js'
import { type Piece, type WordLine, wordLines } from './lines.js'

export type ResolvConfDocument = {
  /** In order; glibc asks the first three. */
  readonly nameServers: readonly ({ readonly origin: Origin } & (
    | { readonly family: 'ipv4'; readonly address: Ipv4 }
    | { readonly family: 'ipv6'; readonly address: string }
  ))[]
  /** Of `search` and `domain` the last one counts. */
  readonly search: readonly Piece[]
  readonly options: readonly Piece[]
  readonly sortlist: readonly Piece[]
  readonly origin: Origin
}

const KEYWORDS = ['nameserver', 'search', 'domain', 'options', 'sortlist']
const MAX_NAME_SERVERS = 3
const MOST_FINDINGS = 50

export function parseResolvConf(text: string, capture: string): Parsed<ResolvConfDocument> {
  const binary = firstUnprintable(text)
  const diagnostics: Diagnostic[] = []
  if (binary !== undefined) {
    diagnostics.push({
      code: 'resolv-conf/not-text',
      severity: 'error',
      message: 'This is not a text',
      at: { capture, start: binary, end: binary + 1 },
    })
  }
  const lines = binary === undefined ? wordLines(text, capture, /^[#;].*/) : []
  for (const line of lines) if (diagnostics.length < MOST_FINDINGS) diagnostics.push(...judge(line))
  const read = (...keywords: readonly string[]) => lines.filter((line) => !line.indented && keywords.includes(line.words[0]?.text ?? ''))
  const servers = read('nameserver')
  const ignored = servers[MAX_NAME_SERVERS]
  if (ignored !== undefined) {
    const message = `glibc asks no more than ${MAX_NAME_SERVERS} name servers`
    diagnostics.push({ code: 'resolv-conf/too-many-name-servers', severity: 'note', message, at: ignored.origin })
  }
  const document: ResolvConfDocument = {
    nameServers: servers.flatMap((line) => nameServerOf(line) ?? []),
    search: searchOf(read('search', 'domain').at(-1)),
    options: read('options').flatMap((line) => line.words.slice(1)),
    sortlist: read('sortlist').flatMap((line) => line.words.slice(1)),
    origin: { capture, start: 0, end: text.length },
  }
  return { document, diagnostics: diagnostics.slice(0, MOST_FINDINGS) }
}

function nameServerOf({ words, origin }: WordLine): ResolvConfDocument['nameServers'][number] | undefined {
  const text = words[1]?.text.split(/[;#]/)[0] ?? ''
  const address = parseIpv4(text)
  if (address !== undefined) return { family: 'ipv4', address, origin }
  return /^[0-9a-f]*:[0-9a-f:.]*(%\S+)?$/i.test(text) ? { family: 'ipv6', address: text, origin } : undefined
}

function searchOf(line: WordLine | undefined): readonly Piece[] {
  if (line === undefined) return []
  return line.words[0]?.text === 'domain' ? line.words.slice(1, 2) : line.words.slice(1)
}

function judge(line: WordLine): readonly Diagnostic[] {
  const [keyword, value] = line.words
  if (keyword === undefined) return []
  const shown = keyword.text.slice(0, 60)
  const base = { severity: 'warning', at: line.origin, because: 'glibc leaves the line out without a word' } as const
  if (!KEYWORDS.includes(keyword.text)) {
    const meant = nearest(keyword.text, KEYWORDS)
    const help = meant === undefined ? `it knows ${KEYWORDS.join(', ')}` : `did you mean ${meant}?`
    return [{ ...base, code: 'resolv-conf/unknown-keyword', message: `resolv.conf knows no ${shown}`, help }]
  }
  if (line.indented) {
    return [
      { ...base, code: 'resolv-conf/indented', message: `White space stands before ${shown}`, help: 'begin the line with the keyword' },
    ]
  }
  if (keyword.text === 'nameserver' && nameServerOf(line) === undefined) {
    const message = value === undefined ? 'nameserver without an address' : `${value.text.slice(0, 60)} is not the address of a name server`
    return [{ ...base, code: 'resolv-conf/bad-name-server', message }]
  }
  return []
}
