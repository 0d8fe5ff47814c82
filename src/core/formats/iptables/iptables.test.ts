/** iptables: the cases, the promises that hold for any text, and the way back to text and words. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Chain, Match, Target } from '../../model/netfilter.js'
import { lowerIptables, lowerSave, parseSave, printChains, printSave, ruleArgv } from './index.js'
import { joinWords, splitWords } from './words.js'

const cases = readCases(`${import.meta.dirname}/cases`)

const withoutOrigins = (value: unknown) => JSON.stringify(value, (key, inner) => (key === 'origin' ? undefined : inner))

function matchLine({ negate, ...match }: Match): string {
  return `${negate ? 'not ' : ''}${withoutOrigins(match)}`
}

function chainLines(chains: readonly Chain[]): string {
  const target = (found: Target) => withoutOrigins(found)
  return chains
    .flatMap(({ table, name, base, rules }) => [
      `${table} ${name}${base === undefined ? '' : ` ${base.hook} ${base.policy}`}`,
      ...rules.flatMap((rule) => [
        `  ${rule.text}`,
        ...rule.matches.map((match) => `    ${matchLine(match)}`),
        `    => ${target(rule.target)}`,
      ]),
    ])
    .join('\n')
}

describe('dumps', () => {
  test.each(cases.filter((file) => file.sections.has('rules')))('$title', (file) => {
    const text = inputOf(file, 'rules')
    const { document, diagnostics } = parseSave(text, 'rules', 'ip')
    const lowered = lowerSave(document)
    const all = [...diagnostics, ...lowered.diagnostics]
    expect(printSave(document)).toBe(text)
    expectMarked(file, 'rules', all)
    expectSection(file, 'says', saysOf(all))
    expectSection(file, 'rules as lowered', chainLines(lowered.chains))
  })
})

describe('command lines', () => {
  test.each(cases.filter((file) => file.sections.has('commands')))('$title', (file) => {
    const lines = inputOf(file, 'commands')
      .split('\n')
      .filter((line) => line !== '')
    const requests = lines.flatMap((line) => [
      line,
      ...lowerIptables(splitWords(line, 'x', 0).words).map((request) => `  ${withoutOrigins(request)}`),
    ])
    expectSection(file, 'requests', requests.join('\n'))
  })

  test('a request points at all words of its command', () => {
    const [request] = lowerIptables(splitWords('iptables -P INPUT DROP', 'script', 10).words)
    expect(request?.origin).toEqual({ capture: 'script', start: 10, end: 32 })
  })
})

const words = [
  '*filter\n',
  '*nat\n',
  ':INPUT ACCEPT [0:0]\n',
  ':x - [0:0]\n',
  'COMMIT\n',
  '-A',
  '-I',
  ' INPUT',
  ' x',
  ' -s',
  ' 10.0.0.1',
  ' 10.0.0.0/8,1.2.3.4',
  ' !',
  ' -m',
  ' limit',
  ' recent',
  ' tcp',
  ' -p',
  ' --dport',
  ' 22',
  ' -j',
  ' DROP',
  ' DNAT',
  ' --to-destination',
  ' -g',
  ' "',
  '\\',
  '\n',
  '[1:2] ',
  ' -c',
  ' --',
  ' -',
  '#',
  '\u0000',
  ' --tcp-flags',
  ' -f',
]

const originsIn = (value: unknown): readonly Origin[] => {
  if (typeof value !== 'object' || value === null) return []
  if ('capture' in value && 'start' in value && 'end' in value) return [value as unknown as Origin]
  return Object.values(value).flatMap(originsIn)
}

describe('whatever the text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join('')),
  )

  test('a dump is read without an exception, printed as it was, and all origins lie inside it', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('ip' as const, 'ip6' as const), (text, family) => {
        const { document, diagnostics } = parseSave(text, 'rules', family)
        const lowered = lowerSave(document)
        expect(printSave(document)).toBe(text)
        for (const { start, end } of originsIn([document, diagnostics, lowered])) {
          expect(0 <= start && start <= end && end <= text.length).toBe(true)
        }
        const again = lowerSave(parseSave(printChains(lowered.chains), 'rules', family).document)
        expect(chainLines(again.chains)).toBe(chainLines(lowered.chains))
      }),
      { numRuns: 1000 },
    )
  })

  test('a command line is read without an exception', () => {
    fc.assert(
      fc.property(texts, (text) => {
        lowerIptables(splitWords(`iptables ${text}`, 'x', 0).words)
      }),
    )
  })

  test('words survive being joined and split', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (list) => {
        expect(splitWords(joinWords(list), 'x', 0).words.map((word) => word.text)).toEqual(list)
      }),
    )
  })
})

test('a rule is the words of a command again', () => {
  const { document } = parseSave('*filter\n-A INPUT -m comment --comment "it\'s \\"so\\"" -j ACCEPT\nCOMMIT\n', 'rules', 'ip')
  const [chain] = lowerSave(document).chains
  expect(chain?.rules.map(ruleArgv)).toEqual([['-A', 'INPUT', '-m', 'comment', '--comment', 'it\'s "so"', '-j', 'ACCEPT']])
})

test('a binary dump is one message', () => {
  const { diagnostics, document } = parseSave('*filter\n\u0000\u0001\nCOMMIT\n', 'rules', 'ip')
  expect(diagnostics.map(({ code, at }) => [code, at?.start])).toEqual([['iptables/not-text', 8]])
  expect(lowerSave(document).chains).toEqual([])
})
