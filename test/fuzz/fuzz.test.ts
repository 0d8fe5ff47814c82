/** Every reader withstands a few hundred almost right texts; `npm run fuzz` goes on for as long as one likes. */
import { describe, expect, test } from 'vitest'
import type { TextFormat } from '../../src/core/diagnostics/text-format.js'
import { FORMATS } from '../../src/core/formats/index.js'
import { checkText } from './check.js'
import { LARGEST, mutated } from './mutate.js'
import { diceOf } from './random.js'
import { seedsFrom, wordsOf } from './seeds.js'

const INPUTS = 300
const seeds = seedsFrom(FORMATS, ['scenarios'])

describe.each(FORMATS)('$name', (format) => {
  const texts = seeds.get(format.name) ?? ['']
  const words = wordsOf(texts)

  test('keeps, places and never throws', () => {
    const dice = diceOf(1)
    for (let count = 0; count < INPUTS; count += 1) {
      const text = mutated(dice.pick(texts) ?? '', { texts, words }, dice).slice(0, 30_000)
      expect({ text, complaint: checkText(format, text).complaint }).toEqual({ text, complaint: undefined })
    }
  })
})

/** What once took tens of seconds: the search for what was meant, and looking up and cutting out of a long list. */
test.each([
  ['nft', 'forward\n'],
  ['resolv-conf', 'x\n'],
  [
    'topology',
    'version: 1\nnodes:\n',
    (number: number) => `  h${number}:\n    kind: host\n    os: debian-12\n    root: ./h${number}\n    nics: {eth0: {}}\n`,
  ],
  ['topology', 'version: 1\nnodes: {', () => 'a: , '],
  ['libvirt-leases', '[{'],
])('%s reads 1 MiB of %j in two seconds', (name, start, more = () => start) => {
  const format = FORMATS.find((candidate) => candidate.name === name)
  if (format === undefined) throw new Error(`there is no format ${name}`)
  let text = start
  for (let number = 0; text.length < LARGEST; number += 1) text += more(number)
  expect(checkText(format, text).complaint).toBe(undefined)
})

test('a reader that throws, loses characters or misplaces a finding is told of', () => {
  const broken = (parse: TextFormat['parse'], print?: TextFormat['print']): TextFormat => ({
    name: 'broken',
    title: 'broken',
    handEdited: true,
    place: /x/,
    likeness: () => 1,
    parse,
    ...(print === undefined ? {} : { print }),
  })
  const throwing = broken(() => {
    throw new Error('fell over')
  })
  const finding = { code: 'x/y', severity: 'note', message: 'two\nlines' } as const
  const outside = { code: 'x/y', severity: 'note', message: 'far', at: { capture: 'fuzz', start: 0, end: 99 } } as const
  const losing = broken(
    () => ({ document: '', diagnostics: [] }),
    () => '',
  )
  expect(checkText(throwing, 'a').complaint).toMatch(/^throws Error: fell over/)
  expect(checkText(losing, 'a').complaint).toBe('does not come back as it was')
  expect(
    checkText(
      broken(() => ({ document: '', diagnostics: [finding] })),
      'a',
    ).complaint,
  ).toBe('x/y has a line break in its words')
  expect(
    checkText(
      broken(() => ({ document: '', diagnostics: [outside] })),
      'a',
    ).complaint,
  ).toMatch(/^has an origin outside the text/)
})
