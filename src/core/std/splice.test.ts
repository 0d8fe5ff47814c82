/** Splices: only what is named changes, whatever their order. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applySplices, type Splice } from './splice.js'

/** Text | splices as `start-end=text` | result. */
const TABLE = `
abcdef | 1-3=X            | aXdef
abcdef | 4-6=Y 0-1=X      | XbcdY
abcdef | 2-2=XY           | abXYcdef
abcdef | 2-2=X 2-2=Y      | abXYcdef
abcdef | 2-2=X 2-4=Y      | abXYef
abcdef | 6-6=X            | abcdefX
abcdef | 0-6=             |
abcdef |                  | abcdef
`

for (const line of TABLE.trim().split('\n')) {
  const [text = '', listed = '', result = ''] = line.split('|').map((part) => part.trim())
  test(`${text} with ${listed}`, () => {
    const splices = listed
      .split(' ')
      .filter((one) => one !== '')
      .map((one): Splice => {
        const [, start, end, put = ''] = /^(\d+)-(\d+)=(.*)$/.exec(one) ?? []
        return { start: Number(start), end: Number(end), text: put }
      })
    expect(applySplices(text, splices)).toBe(result)
  })
}

/** A text cut into pieces, some of which are to be replaced. */
const anyEdit = fc.array(fc.record({ old: fc.string({ unit: 'binary', maxLength: 5 }), by: fc.option(fc.string({ maxLength: 5 })) }))

test('what no splice covers stays, and each splice puts its text, in whatever order they are listed', () => {
  fc.assert(
    fc.property(anyEdit, fc.infiniteStream(fc.double({ noNaN: true, min: 0, max: 1 })), (pieces, random) => {
      let at = 0
      const splices: Splice[] = []
      for (const { old, by } of pieces) {
        if (by !== null && old !== '') splices.push({ start: at, end: at + old.length, text: by })
        at += old.length
      }
      const shuffled = splices.map((splice) => ({ splice, order: random.next().value })).sort((a, b) => a.order - b.order)
      const expected = pieces.map(({ old, by }) => (by !== null && old !== '' ? by : old)).join('')
      expect(
        applySplices(
          pieces.map(({ old }) => old).join(''),
          shuffled.map(({ splice }) => splice),
        ),
      ).toBe(expected)
    }),
  )
})
