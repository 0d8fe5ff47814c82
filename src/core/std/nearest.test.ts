/** Edits are counted as by their definition, and the guess is the nearest of all names. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance, nearest } from './nearest.js'

test.each([
  ['address', 'adress', 1],
  ['gateway', 'gatewya', 1],
  ['netmask', '', 7],
  ['ca', 'abc', 3],
  ['', '', 0],
])('%s and %s', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits)
  expect(editDistance(to, from)).toBe(edits)
})

const word = fc.stringMatching(/^[ab]{0,7}$/)

test('giving up early says only that there are more', () => {
  const holds = fc.property(word, word, fc.constantFrom(0, 1, 2, 3), (from, to, most) => {
    const [edits, limited] = [editDistance(from, to), editDistance(from, to, most)]
    expect(Math.min(limited, most + 1)).toBe(Math.min(edits, most + 1))
  })
  fc.assert(holds)
})

test('no known name is nearer than the guess', () => {
  const holds = fc.property(fc.record({ name: word, known: fc.uniqueArray(word) }), ({ name, known }) => {
    const guess = nearest(name, known)
    const allowed = Math.max(1, Math.floor(name.length / 3))
    const fewest = Math.min(...known.map((candidate) => editDistance(name, candidate)))
    expect(guess === undefined ? undefined : editDistance(name, guess)).toBe(fewest <= allowed ? fewest : undefined)
  })
  fc.assert(holds)
})
