/** What is wrong with a section or a key by itself: a name that nobody knows, a value of the wrong form. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { nearest } from '../../std/nearest.js'
import type { Assignment, Section } from './document.js'
import { quoted, readerOf, refusal, warning } from './finding.js'
import { NETDEV_KINDS, netdevKind } from './netdev-kind.js'
import { NEWEST } from './unit.js'
import type { UnitKind } from './unit-kind.js'
import { accepts, describeTypes, literalsOf, REMOVED } from './value.js'
import { type KeyFacts, keysOf, mayBeEmpty, sectionsOf, sectionsWith } from './vocabulary.js'

/** `X-` begins what belongs to other programs (systemd.syntax(7)). */
function isForeign(name: string): boolean {
  return name.startsWith('X-')
}

/** A complaint, to be worded only if there is room for it. */
type Complaint = () => Diagnostic

/** `device`: the Kind= of a .netdev. */
export function checkSection(kind: UnitKind, section: Section, device: string | undefined): Complaint | undefined {
  const { text } = section.name
  if (isForeign(text)) return undefined
  if (keysOf(kind, text) === undefined) return () => unknownSection(kind, section)
  const own = device === undefined ? undefined : netdevKind(device)?.sections
  if (device === undefined || own === undefined || ['Match', 'NetDev', ...own].includes(text)) return undefined
  return () => sectionOfAnother(section, device, own)
}

/** The first Kind= that names one; networkd passes over the others. */
export function deviceKindOf(sections: readonly Section[]): string | undefined {
  return sections
    .filter(({ name }) => name.text === 'NetDev')
    .flatMap(({ assignments }) => assignments)
    .find((one) => one.key.text === 'Kind' && netdevKind(one.value.text) !== undefined)?.value.text
}

function unknownSection(kind: UnitKind, { name: { text, origin } }: Section): Diagnostic {
  const guess = nearest(text, sectionsOf(kind))
  return warning('unknown-section', origin, {
    message: `${quoted(text)} is no section of this file`,
    because: `${readerOf(kind)} leaves it out with all its keys`,
    help: guess === undefined ? `the sections are ${sectionsOf(kind).slice(0, 4).join(', ')} ...` : `did you mean [${guess}]?`,
  })
}

function sectionOfAnother({ name }: Section, device: string, own: readonly string[]): Diagnostic {
  return warning('section-of-another-kind', name.origin, {
    message: `[${name.text}] is no section of a device of Kind=${device}`,
    because: 'systemd-networkd leaves it out with all its keys',
    help: own.length === 0 ? 'remove it' : `a ${device} has [${own.join('], [')}]`,
  })
}

/** `refuses`: why the program drops the whole file. */
type Checked = { readonly complaint?: Complaint; readonly refuses?: Diagnostic }

export function checkAssignment(kind: UnitKind, section: string, assignment: Assignment): Checked {
  const keys = keysOf(kind, section)
  const { key, value } = assignment
  if (keys === undefined || isForeign(key.text)) return {}
  const facts = keys.get(key.text)
  if (facts === undefined) return { complaint: () => unknownKey(kind, section, assignment) }
  if (facts.accepts.includes(REMOVED)) return { complaint: () => removedKey(kind, assignment) }
  if (value.text === '')
    return mayBeEmpty(kind, { section, key: key.text }, NEWEST) ? {} : { complaint: () => emptyValue(kind, assignment) }
  if (accepts(facts.accepts, value.text)) return lacksLength(section, assignment) ? { complaint: () => withoutLength(assignment) } : {}
  // config_parse_brvlan_pvid of systemd 252 returns the error, which ends the reading of the file.
  if (section === 'BridgeVLAN' && key.text === 'PVID') return { refuses: invalidPvid(facts, assignment) }
  return { complaint: () => invalidValue(kind, facts, assignment) }
}

function unknownKey(kind: UnitKind, section: string, { key }: Assignment): Diagnostic {
  const known = [...(keysOf(kind, section)?.keys() ?? [])]
  const elsewhere = sectionsWith(kind, key.text)
  const guess = nearest(key.text, known)
  const help =
    elsewhere.length > 0
      ? `it belongs into [${elsewhere.slice(0, 3).join('] or [')}]`
      : guess === undefined
        ? `keys of [${section}] are ${known.slice(0, 4).join(', ')} ...`
        : `did you mean "${guess}"?`
  return warning('unknown-key', key.origin, {
    message: `${quoted(key.text)} is no key of [${section}]`,
    because: `${readerOf(kind)} leaves the line out`,
    help,
  })
}

function removedKey(kind: UnitKind, { key }: Assignment): Diagnostic {
  return warning('removed-key', key.origin, {
    message: `${quoted(key.text)} does nothing any more`,
    because: `${readerOf(kind)} has given it up`,
    help: 'remove the line',
  })
}

function invalidValue(kind: UnitKind, facts: KeyFacts, { key, value }: Assignment): Diagnostic {
  return warning('invalid-value', value.origin, {
    message: `${key.text}= takes ${describeTypes(facts.accepts)}, not ${quoted(value.text)}`,
    because: `${readerOf(kind)} leaves the line out`,
    help: remedy(facts, value.text),
  })
}

function invalidPvid(facts: KeyFacts, { key, value }: Assignment): Diagnostic {
  return refusal('invalid-pvid', value.origin, {
    message: `${key.text}= takes ${describeTypes(facts.accepts)}, not ${quoted(value.text)}`,
    because: 'systemd-networkd 252 refuses the whole file; newer ones leave the line out',
    help: remedy(facts, value.text),
  })
}

function emptyValue(kind: UnitKind, { key, origin }: Assignment): Diagnostic {
  return warning('empty-value', origin, {
    message: `${key.text}= has no value`,
    because: `${readerOf(kind)} leaves the line out: of this key an empty value takes nothing back`,
    help: 'write a value, or remove the line',
  })
}

/** systemd knows no comment behind a value, and no quotes around most of them. */
function remedy({ accepts: alternatives, name }: KeyFacts, text: string): string {
  const comment = /\s[#;]/.exec(text)
  if (comment !== null && accepts(alternatives, text.slice(0, comment.index).trim())) return 'move the comment to a line of its own'
  if (/^".*"$/.test(text) && accepts(alternatives, text.slice(1, -1))) return 'remove the quotes'
  const guess = nearest(text, alternatives.includes('Kind') ? Object.keys(NETDEV_KINDS) : literalsOf(alternatives))
  return guess === undefined ? `correct the value of ${name}=` : `did you mean "${guess}"?`
}

function lacksLength(section: string, { key, value }: Assignment): boolean {
  return key.text === 'Address' && (section === 'Network' || section === 'Address') && !value.text.includes('/')
}

/** config_parse_address of systemd 252: the old class of an IPv4 address gives its length, and an IPv6 address gets /0. */
function withoutLength({ value }: Assignment): Diagnostic {
  return warning('no-prefix-length', value.origin, {
    message: `${quoted(value.text)} has no prefix length`,
    because: 'systemd up to 252 takes that of the old address class, such as /8 for 10.0.0.1; newer ones take /32 or /128',
    help: `write the length behind it, such as ${value.text.includes(':') ? '/64' : '/24'}`,
  })
}
