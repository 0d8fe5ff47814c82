/** The interfaces file with everything that it sources, in the order in which ifupdown reads it. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Dialect } from './dialect.js'
import type { IfaceStanza, InterfacesDocument, SourceDirectoryStanza, SourceStanza, Stanza } from './document.js'
import { resolveInherits } from './inherit.js'
import { lineNumberAt } from './lines.js'
import { parse } from './parse.js'
import { sourcePatterns } from './source-path.js'
import { toIfupdown } from './to-ifupdown.js'

/** How the reader gets at files. Paths are as they are written, or as the shell would make them of a pattern. */
export type FileDoor = {
  /** Undefined: there is no such file. `id` is what origins name. */
  readonly open: (path: string) => { readonly id: string; readonly text: string } | undefined
  /** What a pattern of the shell stands for; the pattern's own text if nothing fits. */
  readonly matching: (pattern: string) => readonly string[]
  /** Names in a directory, sorted; undefined: there is no such directory. */
  readonly namesIn: (directory: string) => readonly string[] | undefined
}

/** A remark of ifupdown itself, in its own words. */
export type Said = { readonly text: string; readonly path: string; readonly line?: number }

export type InterfacesFiles = {
  /** `inherits` resolved. */
  readonly stanzas: readonly Stanza[]
  /** ifupdown gives up on the main file, and does nothing at all. */
  readonly refused: boolean
  readonly diagnostics: readonly Diagnostic[]
  readonly said: readonly Said[]
  readonly dialect: Dialect
}

type Reading = {
  readonly door: FileDoor
  readonly dialect: Dialect | undefined
  readonly seen: Set<string>
  readonly stanzas: Stanza[]
  readonly ifaces: IfaceStanza[]
  readonly diagnostics: Diagnostic[]
  readonly said: Said[]
}

/** `dialect`: which program reads the files; without it the main file's own looks decide. */
export function readFiles(path: string, door: FileDoor, dialect?: Dialect): InterfacesFiles {
  const main = door.open(path)
  if (main === undefined) {
    const said = [{ text: `couldn't open interfaces file "${path}": No such file or directory`, path: '' }]
    return { stanzas: [], refused: false, diagnostics: [], said, dialect: dialect ?? 'ifupdown' }
  }
  const parsed = parse(main.text, main.id, dialect)
  const chosen = parsed.document.dialect.name
  const reading: Reading = { door, dialect: chosen, seen: new Set(), stanzas: [], ifaces: [], diagnostics: [], said: [] }
  const whole = readOne(reading, path, parsed)
  const { diagnostics, said } = reading
  const stanzas = chosen === 'ifupdown' ? reading.stanzas : toIfupdown(reading.stanzas)
  return { stanzas, refused: !whole, diagnostics, said, dialect: chosen }
}

/** Whether the whole file was read. What stands before a mistake counts in any case. */
function readOne(reading: Reading, path: string, known?: Parsed<InterfacesDocument>): boolean {
  if (reading.seen.has(path)) return true
  reading.seen.add(path)
  const file = reading.door.open(path)
  if (file === undefined) return true
  const { document, diagnostics } = known ?? parse(file.text, file.id, reading.dialect)
  reading.diagnostics.push(...diagnostics)
  const remarks = [...document.remarks]
  const speakUntil = (end: number) => {
    while (remarks[0] !== undefined && remarks[0].at.start < end) {
      const { says, line } = remarks.splice(0, 1)[0] ?? { says: '', line: 0 }
      reading.said.push({ text: says, path, line })
    }
  }
  for (const stanza of usableStanzas(document)) {
    speakUntil(stanza.origin.end)
    if (!takeStanza(reading, stanza, { path, document })) return false
  }
  speakUntil(document.refused === undefined ? Number.POSITIVE_INFINITY : document.refused.end + 1)
  return document.refused === undefined
}

/** A stanza that is read half counts as far as it was read. */
function usableStanzas({ stanzas, refused }: InterfacesDocument): readonly Stanza[] {
  if (refused === undefined) return stanzas
  return stanzas
    .filter((stanza) => stanza.origin.end <= refused.start)
    .map((stanza) => {
      if (stanza.kind !== 'iface') return stanza
      return { ...stanza, options: stanza.options.filter((option) => option.origin.start < refused.start) }
    })
}

type Place = { readonly path: string; readonly document: InterfacesDocument }

function takeStanza(reading: Reading, stanza: Stanza, { path, document }: Place): boolean {
  if (stanza.kind === 'source' || stanza.kind === 'source-directory') {
    readSources(reading, stanza, path)
    return true
  }
  if (stanza.kind !== 'iface') {
    reading.stanzas.push(stanza)
    return true
  }
  const resolved = resolveInherits(stanza, reading.ifaces)
  reading.diagnostics.push(...resolved.diagnostics)
  if (resolved.diagnostics.length > 0) {
    const text = `unknown iface to inherit from: ${stanza.inherits?.text ?? ''} (${stanza.family?.text ?? '*'})`
    reading.said.push({ text, path, line: lineNumberAt(document.lines, stanza.origin.start) })
    return false
  }
  reading.stanzas.push(resolved.facts)
  reading.ifaces.push(resolved.facts)
  return true
}

function readSources(reading: Reading, stanza: SourceStanza | SourceDirectoryStanza, from: string): void {
  const patterns = sourcePatterns(stanza.path.text, from)
  const found = patterns.flatMap((pattern) => reading.door.matching(pattern))
  if (stanza.kind === 'source') {
    const files = found.filter((path) => reading.door.open(path) !== undefined)
    if (files.length === 0 && !/[*?[]/.test(stanza.path.text)) reading.diagnostics.push(missingSource(stanza))
    for (const path of files) parseFile(reading, path)
    return
  }
  for (const directory of found) {
    const names = reading.door.namesIn(directory)
    if (names === undefined) continue
    reading.said.push({ text: `reading directory ${directory}`, path: '' })
    for (const name of names) if (/^[A-Za-z0-9_-]+$/.test(name)) parseFile(reading, `${directory}/${name}`)
  }
}

function parseFile(reading: Reading, path: string): void {
  reading.said.push({ text: `parsing file ${path}`, path: '' })
  readOne(reading, path)
}

function missingSource(stanza: SourceStanza): Diagnostic {
  return {
    code: 'interfaces/source-not-found',
    severity: 'warning',
    message: `${stanza.path.text} is not there`,
    at: stanza.origin,
    because: 'its interfaces are missing from the prediction',
    help: "add the file to the node's directory, or remove the line",
  }
}
