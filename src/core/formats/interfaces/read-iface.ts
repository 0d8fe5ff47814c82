/** Reads iface stanzas and their options. */
import type { Dialect } from './dialect.js'
import type { Option, Phrase, Stanza } from './document.js'
import { type Finding, quoted, refusal, type StanzaReading, warning } from './finding.js'
import { METHODS } from './keywords.js'
import { optionFindings } from './option-findings.js'
import type { CutLine } from './phrases.js'
import { didYouMean, readNames } from './read-stanza.js'
import { isListKeyword } from './stanza-keyword.js'

/** The stanza, and behind it the `auto`, `allow-*` … that stand in it without a name. */
export function readIface(head: CutLine, body: readonly CutLine[], dialect: Dialect): readonly StanzaReading[] {
  const name: Phrase = head.words[0] ?? { text: '', origin: { ...head.all.origin, start: head.all.origin.end } }
  const options = body.filter((line) => !isListKeyword(line.keyword.text) || line.words.length > 0).map(optionOf)
  const words = readHeader(head, dialect)
  const stanza: Stanza = { kind: 'iface', keyword: head.keyword, origin: head.all.origin, name, ...words.parts, options }
  const implied = body.filter((line) => isListKeyword(line.keyword.text) && line.words.length === 0)
  return [
    { stanza, findings: [...words.findings, ...optionFindings(name.text, options, dialect)] },
    ...implied.map((line) => readNames(line, [name])),
  ]
}

/** `template` of ifupdown-ng, `vlan` of ifupdown2. */
export function readTemplate(head: CutLine, body: readonly CutLine[]): StanzaReading {
  const owner = head.keyword.text === 'vlan' ? 'ifupdown2' : 'ifupdown-ng'
  const finding = refusal('template', head.all, {
    message: `${quoted(head.all.text)} is a stanza of ${owner} that Debian's ifupdown does not know`,
    help: `write "iface ${head.words[0]?.text ?? 'NAME'} inet manual" and let others inherit from it`,
  })
  const stanza: Stanza = { kind: 'template', keyword: head.keyword, origin: head.all.origin, name: head.rest, options: body.map(optionOf) }
  return { stanza, findings: [finding] }
}

function optionOf(line: CutLine): Option {
  return { key: line.keyword.text.replaceAll('_', '-'), name: line.keyword, value: line.rest, origin: line.all.origin }
}

type HeaderParts = { readonly family?: Phrase; readonly method?: Phrase; readonly inherits?: Phrase }
type Header = { readonly parts: HeaderParts; readonly findings: readonly Finding[] }

/** `iface NAME [FAMILY [METHOD]] [inherits NAME]`; what is left out comes from the inherited stanza. */
function readHeader(head: CutLine, dialect: Dialect): Header {
  const [name, ...words] = head.words
  if (name === undefined) return { parts: {}, findings: [lacks(head, 'name', 'an interface')] }
  const [first, second] = words
  if (first === undefined) return { parts: {}, findings: [lacks(head, 'family', 'an address family')] }
  if (first.text === 'inherits') return readInherits(head, {}, words)
  const methods = methodsOf(first.text, dialect)
  if (methods === undefined) {
    return { parts: { family: first, ...(second === undefined ? {} : { method: second }) }, findings: [unknownFamily(first)] }
  }
  if (second === undefined) return { parts: { family: first }, findings: [lacks(head, 'method', 'a method')] }
  if (second.text === 'inherits') return readInherits(head, { family: first }, words.slice(1))
  const parts = { family: first, method: second }
  if (!methods.includes(second.text)) return { parts, findings: [unknownMethod(first.text, second, methods)] }
  return readInherits(head, parts, words.slice(2))
}

/** What a family's methods are called; undefined: there is no such family. */
function methodsOf(family: string, dialect: Dialect): readonly string[] | undefined {
  const own = Object.hasOwn(METHODS, family) ? METHODS[family] : undefined
  return own === undefined || dialect === 'ifupdown' ? own : [...own, 'dhcp6', 'auto', 'wireguard', 'batman']
}

/** The words from `inherits` on, or none. */
function readInherits(head: CutLine, parts: HeaderParts, [keyword, inherits, ...extra]: readonly Phrase[]): Header {
  if (keyword === undefined) return { parts, findings: [] }
  if (keyword.text !== 'inherits') return { parts, findings: [ignoredWord(keyword)] }
  if (inherits === undefined) {
    const remark = {
      message: `"inherits" of ${quoted(head.words[0]?.text ?? '')} names no stanza`,
      help: 'write the name of an earlier iface stanza behind it',
    }
    return { parts, findings: [refusal('inherits-nothing', keyword, remark)] }
  }
  return { parts: { ...parts, inherits }, findings: extra.slice(0, 1).map(ignoredWord) }
}

function lacks(head: CutLine, part: 'name' | 'family' | 'method', what: string): Finding {
  return refusal(`iface-without-${part}`, head.all, {
    message: `${quoted(head.all.text)} lacks ${what}`,
    help: `write it as "iface ${head.words[0]?.text ?? 'NAME'} ${head.words[1]?.text ?? 'inet'} METHOD", METHOD being e.g. static, dhcp or manual`,
  })
}

function unknownFamily(family: Phrase): Finding {
  const families = Object.keys(METHODS)
  const belongs = families.find((candidate) => METHODS[candidate]?.includes(family.text))
  return refusal('unknown-family', family, {
    message: `${quoted(family.text)} is no address family`,
    help: belongs !== undefined ? `write "${belongs}" in front of it` : (didYouMean(family.text, families) ?? 'write inet or inet6'),
  })
}

function unknownMethod(family: string, method: Phrase, methods: readonly string[]): Finding {
  return refusal('unknown-method', method, {
    message: `${quoted(method.text)} is no method of ${family}`,
    help: didYouMean(method.text, methods) ?? `methods of ${family}: ${methods.join(', ')}`,
  })
}

function ignoredWord(word: Phrase): Finding {
  const finding = warning('ignored-word', word, {
    message: `${quoted(word.text)} on the iface line is ignored`,
    because: 'behind the method only "inherits NAME" is understood',
    help: didYouMean(word.text, ['inherits']) ?? (word.text.startsWith('#') ? 'move the comment to the line above' : 'remove it'),
  })
  return { ...finding, says: `extra parameter for the iface line not understood and ignored: ${word.text}` }
}
