/** Columns and line breaks. */
import { expect, test } from 'vitest'
import { columns, hang, pad, widthOf, wrap } from './layout.js'

test('colours take no room and wide characters take two', () => {
  expect(widthOf('\u001b[31mred\u001b[39m')).toBe(3)
  expect(pad('網', 4)).toBe('網  ')
})

test('columns are aligned, without trailing blanks', () => {
  expect(
    columns(
      [
        ['a', 'b'],
        ['ccc', ''],
        ['', 'd'],
      ],
      ' ',
    ),
  ).toEqual([' a    b', ' ccc', '      d'])
  expect(columns([])).toEqual([])
})

test('text breaks at spaces only, and hangs below its head', () => {
  expect(wrap('aa bb cc', 5)).toEqual(['aa bb', 'cc'])
  expect(wrap('averylongword b', 4)).toEqual(['averylongword', 'b'])
  expect(hang('1. ', 'one two three four five six', 27)).toEqual(['1. one two three four five', '   six'])
})
