/** The little of the shell that is understood: the cases, and the promises that hold for any text. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSection, inputOf, readCases } from '../../../../test/case-file.js'
import { splitCommandLine } from './index.js'

const variables = { IFACE: 'eth0', IF_ADDRESS: '10.0.0.1/24', TWO: 'one  two' }
const split = (text: string) => splitCommandLine(text, { capture: 'x', start: 0, end: text.length }, variables)

test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) => {
  const lines = inputOf(file, 'lines')
    .split('\n')
    .filter((line) => line !== '')
  const told = lines.flatMap((line) => {
    const { commands, notModelled } = split(line)
    const parts = commands.map(({ before, words, input, output }) => {
      const files = [input === undefined ? '' : ` < ${input.text}`, output === undefined ? '' : ` > ${output.text}`]
      return `  ${before.padEnd(2)} ${words.map((word) => `[${word.text}]`).join(' ')}${files.join('')}`
    })
    return [line, ...parts, ...(notModelled === undefined ? [] : [`  not modelled: ${notModelled}`])]
  })
  expectSection(file, 'commands', told.join('\n'))
})

test('a word knows where it stands', () => {
  const text = 'ip addr add "10.0.0.1/24"  dev $IFACE'
  const places = split(text).commands[0]?.words.map(({ origin }) => text.slice(origin?.start, origin?.end))
  expect(places).toEqual(['ip', 'addr', 'add', '"10.0.0.1/24"', 'dev', '$IFACE'])
})

test('a word of a line that goes over several lines has the place of the whole', () => {
  const origin = { capture: 'x', start: 5, end: 50 }
  expect(splitCommandLine('ip link', origin, {}).commands[0]?.words).toEqual([
    { text: 'ip', origin },
    { text: 'link', origin },
  ])
})

const pieces = [...'ip " \' \\ $ $IFACE {IFACE} $TWO && || ; | & > < 2>&1 /dev/null # ` ( ) if x=1'.split(' '), ' ', '\n']
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')),
)

test('whatever the text, it comes apart, and every word lies in it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const { words, input, output } of split(text).commands) {
        expect(words.length).toBeGreaterThan(0)
        for (const word of [...words, input, output]) {
          if (word?.origin === undefined) continue
          expect(word.origin.start).toBeLessThanOrEqual(word.origin.end)
          expect(word.origin.end).toBeLessThanOrEqual(text.length)
        }
      }
    }),
    { numRuns: 2000 },
  )
})

test('words without anything special are words', () => {
  const plain = fc.stringMatching(/^[a-z0-9/:+-]+\.[a-z0-9.]*$/)
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1 }), (texts) => {
      expect(split(texts.join(' ')).commands[0]?.words.map((word) => word.text)).toEqual(texts)
    }),
  )
})
