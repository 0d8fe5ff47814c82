/** A file with its drop-ins as the program sees it: what it does not know or cannot read is gone, and so is what an empty value took back. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Assignment, Section, UnitDocument } from './document.js'
import { quoted, warning } from './finding.js'
import type { UnitKind } from './unit-kind.js'
import { accepts, REMOVED } from './value.js'
import { keysOf, mayBeEmpty } from './vocabulary.js'

/** The newest release whose keys are known. */
export const NEWEST = 257

export type Unit = {
  readonly kind: UnitKind
  /** The release of systemd that reads it. */
  readonly version: number
  /** Of all files in order, each with the assignments that count. */
  readonly sections: readonly Section[]
  /** Where to point at when something is missing. */
  readonly origin: Origin
}

/** The file first, then its drop-ins by name. One that is refused takes the others with it. */
export function unitOf(documents: readonly UnitDocument[], version = NEWEST): Unit {
  const main = documents[0]
  const kind = main?.kind ?? 'network'
  const sections = documents.flatMap((document) => document.sections).map((section) => withoutIgnored(kind, section, version))
  const first = main?.sections.find((section) => section.name.text === 'NetDev' || section.name.text === 'Match') ?? main?.sections[0]
  const end = main?.lines[0]?.raw.trimEnd().length ?? 0
  return { kind, version, sections, origin: first?.origin ?? { capture: main?.capture ?? '', start: 0, end } }
}

function withoutIgnored(kind: UnitKind, section: Section, version: number): Section {
  const keys = keysOf(kind, section.name.text)
  const counts = ({ key, value }: Assignment) => {
    const facts = keys?.get(key.text)
    if (facts === undefined || (facts.since ?? 0) > version || facts.accepts.includes(REMOVED)) return false
    return value.text === '' ? mayBeEmpty(kind, { section: section.name.text, key: key.text }, version) : accepts(facts.accepts, value.text)
  }
  return { ...section, assignments: section.assignments.filter(counts) }
}

/** Keys of a newer systemd than the one that reads them. */
export function tooNew(document: UnitDocument, version: number): readonly Diagnostic[] {
  return document.sections.flatMap(({ name, assignments }) =>
    assignments.flatMap(({ key }) => {
      const since = keysOf(document.kind, name.text)?.get(key.text)?.since
      if (since === undefined || since <= version) return []
      return [
        warning('too-new', key.origin, {
          message: `${quoted(key.text)} of [${name.text}] came with systemd ${since}, and ${version} is what this machine has`,
          because: 'it leaves the line out',
          help: `remove it, or upgrade systemd`,
        }),
      ]
    }),
  )
}

export function sectionsNamed(unit: Unit, name: string): readonly Section[] {
  return unit.sections.filter((section) => section.name.text === name)
}

/** What the key got in the end in all sections of the name; nothing if an empty value took it back. */
export function settingOf(unit: Unit, section: string, key: string): Assignment | undefined {
  return settingIn(sectionsNamed(unit, section), key)
}

/** All that a key that may be repeated got, since it was last emptied. */
export function listOf(unit: Unit, section: string, key: string): readonly Assignment[] {
  return listIn(sectionsNamed(unit, section), key)
}

/** Kind= of a .netdev: the first counts, and networkd complains of others. */
export function deviceKind(unit: Unit): string | undefined {
  return listOf(unit, 'NetDev', 'Kind')[0]?.value.text
}

export function settingIn(sections: readonly Section[], key: string): Assignment | undefined {
  const last = sections.flatMap(({ assignments }) => assignments).findLast((one) => one.key.text === key)
  return last === undefined || last.value.text === '' ? undefined : last
}

export function listIn(sections: readonly Section[], key: string): readonly Assignment[] {
  const all = sections.flatMap(({ assignments }) => assignments).filter((one) => one.key.text === key)
  return all.slice(all.findLastIndex((one) => one.value.text === '') + 1)
}
