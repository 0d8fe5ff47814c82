/** /etc/network/interfaces with everything it sources, as ifupdown reads it: one list of stanzas. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { type IfaceStanza, parse, resolveInherits, type Stanza } from '../../formats/interfaces/index.js'
import type { Capture } from '../../snapshot/snapshot.js'
import { fileOf, filesIn, filesMatching } from './captures.js'
import type { Booting } from './machine.js'

export type InterfacesFiles = { readonly stanzas: readonly Stanza[]; readonly refused: boolean }

export const INTERFACES = '/etc/network/interfaces'

export function readInterfaces(booting: Booting, node: string): InterfacesFiles {
  const main = fileOf(booting.snapshot, node, INTERFACES)
  if (main === undefined) return { stanzas: [], refused: false }
  const parsed = parse(main.text, main.id)
  booting.diagnostics.push(...parsed.diagnostics)
  const { stanzas, diagnostics } = withInherited(expand({ booting, node, seen: new Set([main.path]) }, parsed.document.stanzas, main))
  booting.diagnostics.push(...diagnostics)
  return { stanzas, refused: parsed.document.refused !== undefined || diagnostics.some((found) => found.at?.capture === main.id) }
}

type Reading = { readonly booting: Booting; readonly node: string; readonly seen: Set<string> }

function expand(reading: Reading, stanzas: readonly Stanza[], from: Capture): readonly Stanza[] {
  return stanzas.flatMap((stanza) => {
    if (stanza.kind !== 'source' && stanza.kind !== 'source-directory') return [stanza]
    return sourced(reading, stanza, from).flatMap((capture) => read(reading, capture))
  })
}

function sourced(reading: Reading, stanza: Extract<Stanza, { kind: 'source' | 'source-directory' }>, from: Capture): readonly Capture[] {
  const { booting, node } = reading
  const path = stanza.path.text.startsWith('/') ? stanza.path.text : `${from.path.slice(0, from.path.lastIndexOf('/'))}/${stanza.path.text}`
  const found =
    stanza.kind === 'source'
      ? filesMatching(booting.snapshot, node, path)
      : filesIn(booting.snapshot, { node, directory: path.replace(/\/+$/, '') }).filter((capture) =>
          /^[A-Za-z0-9_-]+$/.test(capture.path.slice(capture.path.lastIndexOf('/') + 1)),
        )
  const isPattern = /[*?[]/.test(path) || stanza.kind === 'source-directory'
  if (found.length === 0 && !isPattern) booting.diagnostics.push(missingSource(path, stanza))
  return found
}

function missingSource(path: string, stanza: Stanza): Diagnostic {
  return {
    code: 'interfaces/source-not-found',
    severity: 'warning',
    message: `${path} is not there`,
    at: stanza.origin,
    because: 'its interfaces are missing from the prediction',
    help: "add the file to the node's directory, or remove the line",
  }
}

function read(reading: Reading, capture: Capture): readonly Stanza[] {
  if (reading.seen.has(capture.path)) return []
  reading.seen.add(capture.path)
  const parsed = parse(capture.text, capture.id)
  reading.booting.diagnostics.push(...parsed.diagnostics)
  const { refused } = parsed.document
  const usable =
    refused === undefined ? parsed.document.stanzas : parsed.document.stanzas.filter((stanza) => stanza.origin.end <= refused.start)
  return expand(reading, usable, capture)
}

/** A parent that nobody knows ends the file that asks for it there: nothing behind it in this file counts. */
function withInherited(stanzas: readonly Stanza[]): Inherited {
  const kept: Stanza[] = []
  const earlier: IfaceStanza[] = []
  const diagnostics: Diagnostic[] = []
  for (const stanza of stanzas) {
    if (diagnostics.some((found) => found.at?.capture === stanza.origin.capture)) continue
    if (stanza.kind !== 'iface') {
      kept.push(stanza)
      continue
    }
    const resolved = resolveInherits(stanza, earlier)
    diagnostics.push(...resolved.diagnostics)
    if (resolved.diagnostics.length > 0) continue
    kept.push(resolved.facts)
    earlier.push(resolved.facts)
  }
  return { stanzas: kept, diagnostics }
}

type Inherited = { readonly stanzas: readonly Stanza[]; readonly diagnostics: readonly Diagnostic[] }
