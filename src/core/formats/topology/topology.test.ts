/** The topology file: the cases, the promises that hold for any text, and the merging of files and worlds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { type LoweredTopology, lowerTopology, parseTopology, type TopologySource } from './index.js'

function sourceOf(
  text: string,
  capture = 'bridgework.yaml',
): { readonly source: TopologySource; readonly diagnostics: readonly Diagnostic[] } {
  const { document, diagnostics } = parseTopology(text, capture)
  return { source: { document, shown: `dir/${capture}`, directory: 'dir' }, diagnostics }
}

/** One line a fact: JSON without the origins, keys in order. */
function linesOf({ document, captures, files, directories }: LoweredTopology): string {
  const json = (value: unknown) => JSON.stringify(value, (key, inner) => (key === 'origin' || key === 'at' ? undefined : inner))
  const { nodes, cables, expect: expectations, ...others } = document
  const network = nodes.flatMap(({ name, network: inline }) => [
    ...(inline?.requests ?? []).map((request) => `${name} request ${json(request)}`),
    ...(inline === undefined ? [] : [`${name} network ${json({ dhcp: inline.dhcp, nameServers: inline.nameServers })}`]),
  ])
  return [
    json(others),
    ...nodes.map(({ network: _, ...node }) => `node ${json(node)}`),
    ...network,
    ...cables.map(({ ends }) => `cable ${ends.map((end) => `${end.node}:${end.interface}`).join(' ')}`),
    ...expectations.map((expectation) => `expect ${json(expectation)}`),
    ...captures.map((capture) => `capture ${json(capture)}`),
    ...files.map((file) => `file ${json(file)}`),
    ...directories.map((directory) => `directory ${json(directory)}`),
  ].join('\n')
}

describe('cases', () => {
  test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) => {
    const { source, diagnostics } = sourceOf(inputOf(file, 'bridgework.yaml'))
    const lowered = lowerTopology([source])
    const all = [...diagnostics, ...lowered.diagnostics]
    expectMarked(file, 'bridgework.yaml', all)
    expectSection(file, 'says', saysOf(all))
    expectSection(file, 'topology', linesOf(lowered))
  })
})

const originsIn = (value: unknown): readonly Origin[] => {
  if (typeof value !== 'object' || value === null) return []
  if ('capture' in value && 'start' in value && 'end' in value) return [value as unknown as Origin]
  return Object.values(value).flatMap(originsIn)
}

const words = [
  'version: 1\n',
  'nodes:',
  ' {',
  '}',
  '[',
  ']',
  ' a:',
  ' kind: host',
  '\n',
  '  ',
  '- ',
  '&x ',
  '*x',
  '<<: ',
  'links:',
  '"',
  '|\n',
  '\t',
  '!!binary ',
  '? ',
  '#',
  '---\n',
  '%YAML 1.1\n',
  'expect:',
  'worlds:',
  'network:',
  '__proto__: ',
  '\u0000',
  '5',
]

describe('whatever the text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join('')),
  )
  test('reading and lowering never throw, and all origins lie inside it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { source, diagnostics } = sourceOf(text)
        const lowered = lowerTopology([source], 'some-world')
        for (const { start, end } of originsIn([diagnostics, lowered.diagnostics, lowered.document])) {
          expect(0 <= start && start <= end && end <= text.length).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['deep nesting', '['.repeat(50_000)],
    ['deep maps', '{a: '.repeat(3000)],
    ['a billion laughs', `a: &a0 [x]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &a${n + 1} [*a${n}, *a${n}, *a${n}]\n`).join('')}`],
  ])('%s is refused quickly', (_, text) => {
    const { diagnostics } = sourceOf(`version: 1\n${text}`)
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContainEqual(expect.stringMatching(/^topology\/(too-large|yaml-syntax)$/))
  })

  test.each([
    ['', 'topology/empty'],
    ['# only a comment\n', 'topology/empty'],
    ['\u0000\u0001\u0002', 'topology/not-text'],
    ['\ufffd\ufffdPNG', 'topology/not-text'],
    ['nodes: {}', 'topology/missing-key'],
    ['version: 2', 'topology/bad-value'],
    ['[1, 2]', 'topology/bad-value'],
    ['just words', 'topology/bad-value'],
    ['version: 1\n---\nversion: 1', 'topology/yaml-rest'],
  ])('%j gives %s and nothing else', (text, code) => {
    const { source, diagnostics } = sourceOf(text)
    expect([...diagnostics, ...lowerTopology([source]).diagnostics].map((diagnostic) => diagnostic.code)).toEqual([code])
  })
})

describe('files and worlds', () => {
  const outside = `version: 1
nodes:
  laptop: {kind: outside, root: laptop, listen: [tcp/22]}
links: [[laptop:a, server:a]]
expect: [{id: one, from: laptop, to: server, outcome: reply, ttl: 64}]
worlds:
  first: {nodes: {laptop: {root: [laptop, first]}}}
  second: {expect: [{id: "#2", outcome: refused}]}
`
  const main = `version: 1
nodes:
  server: {kind: host}
  laptop: {listen: [tcp/80]}
links: [[laptop:b, server:b]]
expect: [{from: server, to: laptop, outcome: silence}]
worlds:
  second: {expect: [{id: one, outcome: silence}, {id: extra, from: server, to: server, outcome: reply}]}
`
  const merged = (world?: string) => {
    const sources = [
      { document: parseTopology(outside, 'outside.yaml').document, shown: 'out/outside.yaml', directory: 'out' },
      { document: parseTopology(main, 'main.yaml').document, shown: 'main/main.yaml', directory: 'main' },
    ]
    return lowerTopology(sources, world)
  }

  test('a later file wins key by key, and paths belong to the file that names them', () => {
    const { document, diagnostics } = merged()
    expect(diagnostics).toEqual([])
    expect(document.nodes.map(({ name, roots, listen }) => [name, roots, listen.map((one) => one.port)])).toEqual([
      ['laptop', ['out/laptop', 'out/first'], [80]],
      ['server', [], []],
    ])
    expect(document.cables.map((cable) => cable.ends[0].interface)).toEqual(['a', 'b'])
    expect(document.expect.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['one reply', '#2 silence'])
    expect([document.name, document.world, document.worlds]).toEqual(['main', 'first', ['first', 'second']])
  })

  test('a world overrides by id, drops what was said about another outcome, and appends the rest', () => {
    const { document } = merged('second')
    expect(document.expect.map(({ id, outcome, ttl }) => [id, outcome, ttl])).toEqual([
      ['one', 'silence', undefined],
      ['#2', 'refused', undefined],
      ['extra', 'reply', undefined],
    ])
    expect(document.nodes[0]?.roots).toEqual(['out/laptop'])
  })

  test('an unknown world is reported with the known ones', () => {
    const { diagnostics, document } = merged('secnd')
    expect(diagnostics.map(({ code, message, help }) => [code, message, help])).toEqual([
      ['topology/unknown-world', 'there is no world secnd; did you mean second?', 'known worlds: first, second'],
    ])
    expect(document.world).toBe('first')
  })
})

test('an embedded dump is shown at its own lines of the file', () => {
  const text = inputOf(
    readCases(`${import.meta.dirname}/cases`).find((file) => file.path.endsWith('machine.case')) ?? {
      title: '',
      path: '',
      sections: new Map(),
    },
    'bridgework.yaml',
  )
  const [capture] = lowerTopology([sourceOf(text).source]).captures
  const line = text.split('\n')[(capture?.firstLine ?? 0) - 1] ?? ''
  expect(line.slice(capture?.indent)).toBe('*filter')
})

test('the place of a command is where its words stand, without quotes', () => {
  const text = 'version: 1\nnodes:\n  a: {kind: host, commands: ["ip link", route add]}\n'
  const { commands = [] } = lowerTopology([sourceOf(text).source]).document.nodes[0] ?? {}
  expect(commands.map(({ text: command, origin }) => [command, text.slice(origin?.start, origin?.end)])).toEqual([
    ['ip link', 'ip link'],
    ['route add', 'route add'],
  ])
})
