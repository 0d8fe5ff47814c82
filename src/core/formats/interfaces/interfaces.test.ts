/** interfaces(5): the cases, and the promises that hold for any text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import {
  allowedNames,
  autoNames,
  type IfaceStanza,
  ifaceStanzas,
  lowerStatic,
  optionsOf,
  parse,
  print,
  resolveInherits,
  type Stanza,
} from './index.js'

const withoutOrigins = (value: unknown) =>
  JSON.stringify(value, (key, inner) => (key === 'origin' || (Array.isArray(inner) && inner.length === 0) ? undefined : inner))

/** One line a stanza, one a part of it. */
function stanzaLines(stanza: Stanza): readonly string[] {
  switch (stanza.kind) {
    case 'iface': {
      const words = [
        stanza.family?.text,
        stanza.method?.text,
        stanza.inherits === undefined ? undefined : `inherits ${stanza.inherits.text}`,
      ]
      const options = stanza.options.map((option) => `  ${option.key} = ${option.value.text}`)
      return [`iface ${stanza.name.text} ${words.filter((word) => word !== undefined).join(' ')}`.trim(), ...options]
    }
    case 'mapping':
      return [
        `mapping ${stanza.patterns.map((pattern) => pattern.text).join(' ')}`,
        `  script = ${stanza.script?.text}`,
        ...stanza.maps.map((map) => `  map = ${map.text}`),
      ]
    case 'source':
    case 'source-directory':
      return [`${stanza.kind} ${stanza.path.text}`]
    case 'template':
      return [`template ${stanza.name.text}`, ...stanza.options.map((option) => `  ${option.key} = ${option.value.text}`)]
    case 'unrecognised':
      return stanza.lines.map((line) => `? ${line.text}`)
    case 'allow':
      return [`allow ${stanza.allowClass}: ${stanza.names.map((name) => name.text).join(' ')}`]
    case 'auto':
    case 'no-auto-down':
    case 'no-scripts':
    case 'rename':
      return [`${stanza.kind}: ${stanza.names.map((name) => name.text).join(' ')}`]
  }
}

function lowerAll(stanzas: readonly Stanza[]): { readonly lines: readonly string[]; readonly diagnostics: readonly Diagnostic[] } {
  const earlier: IfaceStanza[] = []
  const all = stanzas
    .filter((stanza) => stanza.kind === 'iface')
    .map((stanza) => {
      const resolved = resolveInherits(stanza, earlier)
      earlier.push(resolved.facts)
      const lowered = lowerStatic(resolved.facts)
      return { facts: lowered.facts, diagnostics: [...resolved.diagnostics, ...lowered.diagnostics] }
    })
  const lines = all.flatMap(({ facts: { name, family, method, ...facts } }) => {
    const parts = Object.entries(facts).map(([key, value]) => [key, withoutOrigins(value)] as const)
    const told = parts.filter(([key, value]) => key !== 'origin' && value !== undefined && value !== '{}')
    return [`${name} ${family} ${method}`, ...told.map(([key, value]) => `  ${key} ${value}`)]
  })
  return { lines, diagnostics: all.flatMap((one) => one.diagnostics) }
}

describe('cases', () => {
  test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) => {
    const text = inputOf(file, 'interfaces')
    const { document, diagnostics } = parse(text, 'interfaces')
    expect(print(document)).toBe(text)
    const lowered = lowerAll(document.stanzas)
    const all = file.sections.has('facts') ? [...diagnostics, ...lowered.diagnostics] : diagnostics
    expectMarked(file, 'interfaces', all)
    if (file.sections.has('document')) expectSection(file, 'document', document.stanzas.flatMap(stanzaLines).join('\n'))
    expectSection(file, 'says', saysOf(all))
    if (file.sections.has('facts')) expectSection(file, 'facts', lowered.lines.join('\n'))
  })
})

const originsIn = (value: unknown): readonly Origin[] => {
  if (typeof value !== 'object' || value === null) return []
  if ('capture' in value && 'start' in value && 'end' in value) return [value as unknown as Origin]
  return Object.values(value).flatMap(originsIn)
}

const pieces = [
  ...[
    'auto',
    'iface',
    'mapping',
    'source',
    'template',
    'allow-hotplug',
    'no-scripts',
    'inherits',
    'inet',
    'inet6',
    'static',
    'dhcp',
    'manual',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\\\n',
    '\\',
    '#',
    '\f',
    ' eth0',
    ' eth0:1',
    ' br0',
    '\n address ',
    '\n up ',
    '\n bridge_ports ',
    '\n gateway ',
  ],
  ...[
    '10.0.0.1',
    '/24',
    '255.255.255.0',
    'script',
    'map',
    'x',
    '__proto__',
    '\ufeff',
    'é',
    '\u0000',
    '\u2028',
    '\u00a0',
    'all',
    'regex',
    'none',
  ],
]
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join('')),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => new TextDecoder().decode(bytes)),
)

describe('whatever the text', () => {
  test('a document comes back that prints as the text, and every origin lies in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { document, diagnostics } = parse(text, 'x')
        expect(print(document)).toBe(text)
        const lowered = lowerAll(document.stanzas)
        for (const origin of originsIn([document.stanzas, document.refused, diagnostics, lowered.diagnostics])) {
          expect(origin.start).toBeGreaterThanOrEqual(0)
          expect(origin.end).toBeGreaterThanOrEqual(origin.start)
          expect(origin.end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a phrase on one line is what stands at its origin', () => {
    const text = 'auto eth0\niface eth0 inet static\n\taddress   10.0.0.1/24  \n'
    const [stanza] = ifaceStanzas(parse(text, 'x').document, 'eth0')
    const [option] = stanza === undefined ? [] : optionsOf(stanza, 'address')
    expect(option?.value.text).toBe('10.0.0.1/24')
    expect(text.slice(option?.value.origin.start, option?.value.origin.end)).toBe('10.0.0.1/24')
    expect(text.slice(option?.origin.start, option?.origin.end)).toBe('address   10.0.0.1/24')
  })

  test('binary data is one finding', () => {
    const { document, diagnostics } = parse(`iface\u0000${'\u0001x\n'.repeat(500)}`, 'x')
    expect(diagnostics.map((found) => found.code)).toEqual(['interfaces/not-text'])
    expect(document.stanzas).toEqual([])
    expect(document.refused).toBeDefined()
  })

  test('a file of nonsense gives no more findings than anybody reads', () => {
    const { diagnostics } = parse('iface x inet\n'.repeat(500), 'x')
    expect(diagnostics).toHaveLength(101)
    expect(diagnostics.at(-1)?.message).toBe('400 more findings in this file are left out')
  })

  test('a long file is read in time that grows with its length', () => {
    const started = performance.now()
    parse('\\\n'.repeat(100_000), 'x')
    parse(`iface x inet static\n${'a\\\n b'.repeat(100_000)}`, 'x')
    parse(`${'unknown-thing 1\n'.repeat(50_000)}`, 'x')
    expect(performance.now() - started).toBeLessThan(15_000)
  })
})

describe('questions', () => {
  const { document } = parse('auto b a b\nauto /eth*=lan\nallow-auto c\nallow-hotplug d\niface a inet dhcp\nno-scripts a\n', 'x')

  test('ifup -a takes names in the order of the file, each once', () => {
    expect(autoNames(document).map(({ origin: _, ...rest }) => rest)).toEqual([
      { name: 'b', isPattern: false },
      { name: 'a', isPattern: false },
      { name: '/eth*', logical: 'lan', isPattern: true },
      { name: 'c', isPattern: false },
    ])
    expect(allowedNames(document, 'hotplug').map(({ name }) => name)).toEqual(['d'])
    expect(allowedNames(document, 'auto')).toEqual(autoNames(document))
  })

  test('a byte order mark is named', () => {
    const { document: marked, diagnostics } = parse('\ufeffauto eth0\nauto eth1\n', 'x')
    expect(diagnostics.map((found) => found.code)).toEqual(['interfaces/byte-order-mark'])
    expect(marked.refused?.start).toBe(0)
  })
})
