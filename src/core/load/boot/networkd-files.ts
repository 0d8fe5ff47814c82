/** Which of a machine's files systemd-networkd and udev read, each with its drop-ins, in the order in which they count. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { parseUnit, tooNew, type Unit, type UnitDocument, type UnitKind, unitOf, verify } from '../../formats/networkd/index.js'
import { directoryOf, lastPartOf } from '../../std/posix-path.js'

/** One file of the machine, captured or generated. */
export type SourceFile = {
  readonly path: string
  readonly text: string
  readonly capture: string
  /** Of a generated file: where the cause of a place in it was written. Undefined: nobody wrote it. */
  readonly cause?: (origin: Origin) => Origin | undefined
}

export type NamedUnit = { readonly path: string; readonly unit: Unit; readonly isNetplan: boolean }
export type ReadUnits = { readonly units: readonly NamedUnit[]; readonly diagnostics: readonly Diagnostic[] }

/** A file in an earlier folder hides those of its name in later ones (systemd.network(5)). */
const FOLDERS = [
  '/etc/systemd/network',
  '/run/systemd/network',
  '/usr/local/lib/systemd/network',
  '/usr/lib/systemd/network',
  '/lib/systemd/network',
]

/** All units of a kind by file name. An empty file, or a link to /dev/null, hides the others of its name and is nothing itself. */
export function readUnits(files: readonly SourceFile[], kind: 'network' | 'netdev' | 'link', version: number): ReadUnits {
  const mains = byName(files, (path) => (FOLDERS.includes(directoryOf(path)) && path.endsWith(`.${kind}`) ? lastPartOf(path) : undefined))
  const read = mains.filter(({ text }) => text !== '').map((main) => readUnit(files, main, { kind, version }))
  return { units: read.flatMap(({ unit }) => unit ?? []), diagnostics: read.flatMap(({ diagnostics }) => diagnostics) }
}

/** networkd.conf or resolved.conf with its drop-ins, as one. */
export function readConf(files: readonly SourceFile[], name: 'networkd.conf' | 'resolved.conf', version: number): ReadUnits {
  const kind = name === 'networkd.conf' ? 'networkd-conf' : 'resolved-conf'
  const folders = ['/etc/systemd', '/run/systemd', '/usr/local/lib/systemd', '/usr/lib/systemd']
  const main = folders.flatMap((folder) => files.find(({ path }) => path === `${folder}/${name}`) ?? []).slice(0, 1)
  const documents = [
    ...main,
    ...dropIns(
      files,
      folders.map((folder) => `${folder}/${name}.d`),
    ),
  ].map((file) => parsedAt(file, kind))
  const unit = unitOf(
    documents.map(({ document }) => document),
    version,
  )
  return {
    units: [{ path: `/etc/systemd/${name}`, unit, isNetplan: false }],
    diagnostics: documents.flatMap(({ diagnostics }) => diagnostics),
  }
}

/** By name; of each name the file of the first folder. */
function byName(files: readonly SourceFile[], nameOf: (path: string) => string | undefined): readonly SourceFile[] {
  const found = new Map<string, SourceFile>()
  const rank = ({ path }: SourceFile) => [...FOLDERS, ''].findIndex((folder) => path.startsWith(folder))
  for (const file of [...files].sort((a, b) => rank(a) - rank(b))) {
    const name = nameOf(file.path)
    if (name !== undefined && !found.has(name)) found.set(name, file)
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file)
}

function dropIns(files: readonly SourceFile[], folders: readonly string[]): readonly SourceFile[] {
  const found = new Map<string, SourceFile>()
  for (const folder of folders) {
    for (const file of files.filter(({ path }) => directoryOf(path) === folder && path.endsWith('.conf'))) {
      if (!found.has(lastPartOf(file.path))) found.set(lastPartOf(file.path), file)
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, file]) => file)
    .filter(({ text }) => text !== '')
}

type Reading = { readonly kind: UnitKind; readonly version: number }

function readUnit(
  files: readonly SourceFile[],
  main: SourceFile,
  { kind, version }: Reading,
): { readonly unit?: NamedUnit; readonly diagnostics: readonly Diagnostic[] } {
  const name = lastPartOf(main.path)
  const parts = [
    main,
    ...dropIns(
      files,
      FOLDERS.map((folder) => `${folder}/${name}.d`),
    ),
  ].map((file) => parsedAt(file, kind))
  const documents = parts.map(({ document }) => document)
  const own = [...parts.flatMap(({ diagnostics }) => diagnostics), ...documents.flatMap((document) => tooNew(document, version))]
  if (documents.some(({ refused }) => refused !== undefined)) return { diagnostics: own }
  const unit = unitOf(documents, version)
  const judged = verify(unit)
  const refused = judged.some(({ code, severity }) => severity === 'error' && REFUSES.includes(code))
  const isNetplan = main.cause !== undefined || /^\/run\/.*\/10-netplan-/.test(main.path)
  return { diagnostics: [...own, ...judged], ...(refused ? {} : { unit: { path: main.path, unit, isNetplan } }) }
}

/** Errors about a section take only the section along. */
const REFUSES = ['networkd/no-match', 'networkd/netdev-without-kind', 'networkd/netdev-without-name', 'networkd/incomplete-netdev']

type ParsedFile = { readonly document: UnitDocument; readonly diagnostics: readonly Diagnostic[] }

/** Complaints about a generated file are its generator's own affair. */
function parsedAt({ text, capture, cause }: SourceFile, kind: UnitKind): ParsedFile {
  const { document, diagnostics } = parseUnit(text, capture, kind)
  return cause === undefined ? { document, diagnostics } : { document: movedTo(document, cause), diagnostics: [] }
}

/** The document as if it had been read where the causes of its lines stand. */
function movedTo(document: UnitDocument, cause: (origin: Origin) => Origin | undefined): UnitDocument {
  const at = (origin: Origin, fallback: Origin): Origin => cause(origin) ?? fallback
  const sections = document.sections.map((section) => {
    const first = section.assignments.flatMap(({ origin }) => cause(origin) ?? [])[0] ?? cause(section.origin) ?? section.origin
    const home = at(section.origin, first)
    return {
      name: { ...section.name, origin: home },
      origin: home,
      assignments: section.assignments.map(({ key, value, origin }) => {
        const moved = at(origin, first)
        return { key: { ...key, origin: moved }, value: { ...value, origin: moved }, origin: moved }
      }),
    }
  })
  return { ...document, sections }
}
