/** The command lines of iproute2: the cases, and the promises that hold for any words. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSection, inputOf, readCases } from '../../../../test/case-file.js'
import type { Word } from '../../diagnostics/word.js'
import { lowerBridge, lowerIp } from './index.js'

const wordsOf = (line: string): readonly Word[] =>
  [...line.matchAll(/\S+/g)].map((found) => {
    return { text: found[0], origin: { capture: 'x', start: found.index, end: found.index + found[0].length } }
  })
const withoutOrigins = (value: unknown) => JSON.stringify(value, (key, inner) => (key === 'origin' ? undefined : inner))

test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) => {
  const lines = inputOf(file, 'commands')
    .split('\n')
    .filter((line) => line !== '')
  const told = lines.flatMap((line) => {
    const requests = (line.startsWith('bridge') ? lowerBridge : lowerIp)(wordsOf(line))
    for (const request of requests) expect(request.origin).toEqual({ capture: 'x', start: 0, end: line.length })
    return [line, ...requests.map((request) => `  ${withoutOrigins(request)}`)]
  })
  expectSection(file, 'requests', told.join('\n'))
})

const vocabulary = [
  ...'ip -4 -6 -f addr a link l route r rule ru neigh tuntap add del set flush replace append dev eth0 via src table'.split(' '),
  ...'type bridge bridge_slave nexthop default 10.0.0.1 10.0.0.0/8 up master metric 5 __proto__ constructor label'.split(' '),
  ...'lladdr nud permanent from lookup fwmark brd + peer isolated on fdb vlan'.split(' '),
  '',
]
const anyWord = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...vocabulary) }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) })

test('whatever the words, something comes back, and what was not understood keeps its text', () => {
  fc.assert(
    fc.property(fc.array(anyWord, { maxLength: 12 }), (texts) => {
      const words = texts.map((text) => ({ text }))
      for (const requests of [lowerIp(words), lowerBridge(words), lowerIp([{ text: 'ip' }, ...words])]) {
        expect(requests.length).toBeGreaterThan(0)
        for (const request of requests) if (request.kind === 'unmodelled') expect(request.text).toContain(texts.join(' '))
      }
    }),
    { numRuns: 1000 },
  )
})
