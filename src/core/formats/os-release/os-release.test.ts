/** os-release: real files of the two distributions, and the promises that hold for any text. */
import { expect, test } from 'vitest'
import { expectFormatContract } from '../../../../test/format-contract.js'
import { parseOsRelease } from './index.js'

const UBUNTU = 'NAME="Ubuntu"\nVERSION="14.04.1 LTS, Trusty Tahr"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID="14.04"\n'

test('which distribution, and where that is written', () => {
  const { document, diagnostics } = parseOsRelease(UBUNTU, 'os-release')
  expect(diagnostics).toEqual([])
  expect(document).toMatchObject({ id: 'ubuntu', idLike: ['debian'], versionId: '14.04' })
  expect(UBUNTU.slice(document.origin.start, document.origin.end)).toBe('ID=ubuntu')
})

test('quotes, comments, and what is missing', () => {
  const text = '# x\nID=\'arch\'\nPRETTY_NAME="a \\"b\\" \\$c"\nVERSION_ID=\nBAD LINE\nX=a b\n'
  const { document, diagnostics } = parseOsRelease(text, 'os-release')
  expect(document).toMatchObject({ id: 'arch', idLike: [] })
  expect(document.versionId).toBeUndefined()
  expect(document.fields.get('PRETTY_NAME')?.value).toBe('a "b" $c')
  expect(diagnostics.map(({ at }) => text.slice(at?.start, at?.end))).toEqual(['BAD LINE', 'X=a b'])
  expect(parseOsRelease('', 'os-release').document.id).toBe('linux')
})

test('whatever the text', () => {
  const pieces = ['ID', 'VERSION_ID', '=', '"', "'", '\\', '\n', ' ', '#', 'debian', '$', '`', '\u0000', '__proto__']
  expectFormatContract({ parse: parseOsRelease, pieces })
})
