/** Changes name servers of resolv.conf and entries of hosts, and nothing else. */
import type { Splice } from '../../std/splice.js'
import type { HostsDocument } from './hosts.js'
import type { ResolvConfDocument } from './resolv-conf.js'

/** Behind the last name server, or at the end. `text` is the file. One that is there already is not added. */
export function addNameServer(text: string, document: ResolvConfDocument, address: string): readonly Splice[] {
  if (document.nameServers.some((server) => server.address === address)) return []
  const last = document.nameServers.at(-1)
  return [insertLine(text, last === undefined ? text.length : lineEnd(text, last.origin.end), `nameserver ${address}`)]
}

export function removeNameServer(text: string, document: ResolvConfDocument, address: string): readonly Splice[] {
  return document.nameServers.filter((server) => server.address === address).map((server) => wholeLine(text, server.origin.start))
}

/** A name gets an address: on the line that has the address already, or on a line of its own. */
export function addHostEntry(
  text: string,
  document: HostsDocument,
  entry: { readonly address: string; readonly name: string },
): readonly Splice[] {
  const same = document.entries.find((one) => one.address === entry.address)
  if (same === undefined) return [insertLine(text, text.length, `${entry.address}\t${entry.name}`)]
  if (same.names.some((name) => name.text === entry.name)) return []
  const end = same.names.at(-1)?.origin.end ?? same.origin.end
  return [{ start: end, end, text: ` ${entry.name}` }]
}

/** A line whose only name it was goes as a whole. */
export function removeHostEntry(text: string, document: HostsDocument, name: string): readonly Splice[] {
  return document.entries.flatMap((entry) => {
    const found = entry.names.filter((one) => one.text === name)
    if (found.length === 0) return []
    if (found.length === entry.names.length) return [wholeLine(text, entry.origin.start)]
    return found.map(({ origin }) => ({ start: whiteBefore(text, origin.start), end: origin.end, text: '' }))
  })
}

function whiteBefore(text: string, at: number): number {
  let start = at
  while (start > 0 && /[ \t]/.test(text[start - 1] ?? '')) start--
  return start
}

/** Behind the line break. */
function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return newline < 0 ? text.length : newline + 1
}

function wholeLine(text: string, at: number): Splice {
  return { start: text.lastIndexOf('\n', at - 1) + 1, end: lineEnd(text, at), text: '' }
}

function insertLine(text: string, at: number, line: string): Splice {
  const before = at === 0 || text[at - 1] === '\n' ? '' : '\n'
  return { start: at, end: at, text: `${before}${line}\n` }
}
