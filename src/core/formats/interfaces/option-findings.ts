/** What is wrong with the options of one stanza, as far as their text tells. */
import { editDistance, nearest } from '../../std/nearest.js'
import type { Dialect } from './dialect.js'
import type { Option } from './document.js'
import { type Finding, quoted, refusal, warning } from './finding.js'
import { COMMAND_OPTIONS, FOREIGN_PREFIX, KEYWORDS, KNOWN_OPTIONS, OWN_OPTIONS, SINGLE_OPTIONS } from './keywords.js'
import { didYouMean } from './read-stanza.js'

export function optionFindings(iface: string, options: readonly Option[], dialect: Dialect): readonly Finding[] {
  if (dialect !== 'ifupdown') return options.flatMap((option) => emptyIn(iface, option, dialect) ?? [])
  const seen = new Map<string, Option>()
  const findings: Finding[] = []
  for (const option of options) {
    if (findings.length > MOST_FINDINGS) break
    const first = seen.get(option.name.text)
    if (first === undefined) seen.set(option.name.text, option)
    const finding =
      emptyOption(iface, option) ??
      (first === undefined ? undefined : repeated(iface, option, first)) ??
      otherwiseSpelt(iface, option) ??
      misspelt(iface, option) ??
      commentBehind(option)
    if (finding !== undefined) findings.push(finding)
  }
  return findings
}

/** Of one stanza: no file that anybody reads has more, and each costs more than reading its line. */
const MOST_FINDINGS = 1000

/** ifupdown2 drops the line; ifupdown-ng takes it for a switch. */
function emptyIn(iface: string, option: Option, dialect: Dialect): Finding | undefined {
  if (dialect !== 'ifupdown2' || option.value.text !== '') return undefined
  return warning('empty-option', option.name, {
    message: `${quoted(option.name.text)} of ${iface} has no value`,
    because: 'ifupdown2 reports invalid syntax and leaves the line out',
    help: 'write the value behind it, or remove the line',
  })
}

function emptyOption(iface: string, option: Option): Finding | undefined {
  if (option.value.text !== '') return undefined
  return refusal('empty-option', option.name, {
    message: `${quoted(option.name.text)} of ${iface} has no value`,
    help: didYouMean(option.name.text, KEYWORDS) ?? 'write the value behind it, or remove the line',
  })
}

function repeated(iface: string, option: Option, first: Option): Finding | undefined {
  if (COMMAND_OPTIONS.includes(option.key)) return undefined
  if (option.key === 'address' && first.value.text.includes('/')) return secondAddress(iface, option, first)
  const single = SINGLE_OPTIONS.includes(option.key)
  const finding = warning('duplicate-option', option.name, {
    message: `${iface} has a second ${quoted(option.name.text)}`,
    because: `ifupdown joins both values with a newline${single ? ', and the command built from it fails' : ''}; old releases refuse the whole file (duplicate option)`,
    help: single ? 'remove one of the two, or give the second to an iface stanza of its own' : 'write both values on one line',
    related: [{ message: 'the first one', at: first.origin }],
  })
  return single ? { fatal: false, diagnostic: { ...finding.diagnostic, severity: 'error' } } : finding
}

/** The rest of the joined value stands behind the first slash, where only a number is looked for. */
function secondAddress(iface: string, option: Option, first: Option): Finding {
  return warning('duplicate-option', option.name, {
    message: `${iface} has a second ${quoted(option.name.text)}`,
    because: 'ifupdown sets only the first address; old releases refuse the whole file (duplicate option)',
    help: `give the second to a stanza of its own: "iface ${iface} … static"`,
    related: [{ message: 'the first one', at: first.origin }],
  })
}

/** Options of ifupdown itself are found only as they are written in interfaces(5); scripts take both ways. */
function otherwiseSpelt(iface: string, option: Option): Finding | undefined {
  const known = OWN_OPTIONS.find((name) => name !== option.name.text && name.replaceAll('_', '-') === option.key)
  if (known === undefined) return undefined
  return warning('wrong-separator', option.name, {
    message: `${quoted(option.name.text)} of ${iface} is written ${quoted(known)}`,
    because: 'ifupdown does not find the option under this name, so it has no effect',
    help: `write "${known}"`,
  })
}

/** Within a stanza everything that is no keyword is an option, so ifupdown never complains about a typing error. */
function misspelt(iface: string, option: Option): Finding | undefined {
  const { key, name } = option
  if (KNOWN_OPTIONS.includes(key) || FOREIGN_PREFIX.test(key)) return undefined
  const known = meant(key)
  if (known === undefined) return undefined
  if (KEYWORDS.includes(known)) {
    return warning('keyword-read-as-option', name, {
      message: `${quoted(name.text)} is read as an option of ${iface}`,
      because: 'inside an iface stanza every line that begins with no keyword is an option, so no stanza begins here',
      help: `did you mean "${known}"?`,
    })
  }
  return warning('unknown-option', name, {
    message: `${quoted(name.text)} of ${iface} is no option that ifupdown knows`,
    because: 'it is passed to scripts as a variable and has no effect of its own',
    help: `did you mean "${known}"?`,
  })
}

/** In command lines the shell takes care of comments. */
function commentBehind(option: Option): Finding | undefined {
  const at = option.value.text.search(/[ \t]#/)
  if (at < 0 || COMMAND_OPTIONS.includes(option.key) || option.key.startsWith('wpa-')) return undefined
  return warning('comment-behind-text', option.value, {
    message: `the value of ${quoted(option.name.text)} includes ${quoted(option.value.text.slice(at + 1))}`,
    because: 'a comment must stand on a line of its own; behind a value it is part of the value',
    help: 'move the comment to the line above',
  })
}

const NAMES = [...KEYWORDS, ...KNOWN_OPTIONS]

/** The name that differs only in case, or in two letters at most; in one, if it is short. */
function meant(key: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z-]{1,23}$/.test(key)) return undefined
  const lower = key.toLowerCase()
  if (lower !== key && NAMES.includes(lower)) return lower
  const similar = NAMES.filter((known) => Math.abs(known.length - lower.length) <= 2 && beginsAlike(known, lower))
  const known = nearest(lower, similar)
  return known !== undefined && editDistance(lower, known) <= (known.length < 6 ? 1 : 2) ? known : undefined
}

/** The first letter is the same, or it is swapped with the second, or one of the two words lacks it. */
function beginsAlike(a: string, b: string): boolean {
  return a[0] === b[0] || a[0] === b[1] || a[1] === b[0]
}
