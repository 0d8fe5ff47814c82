/** The walk over a folder of files: what it recognises, counts and refuses. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TextFormat } from '../../src/core/diagnostics/text-format.js'
import { countByFormat } from './count.js'
import { examineAs } from './examine.js'
import { reportText } from './report.js'
import { readCorpus } from './walk.js'

const folder = mkdtempSync(join(tmpdir(), 'bridgework-corpus-'))

beforeAll(() => {
  mkdirSync(join(folder, 'a/b'), { recursive: true })
  writeFileSync(join(folder, 'a/b/latin'), Buffer.from([0x68, 0xe9, 0x0a]))
  writeFileSync(join(folder, 'a/plain'), 'hé\n')
  symlinkSync('plain', join(folder, 'a/link'))
  symlinkSync('/etc/hostname', join(folder, 'a/outside'))
  symlinkSync('nowhere', join(folder, 'a/dangling'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('links count as files of their own unless they lead out of the folder or nowhere', () => {
  expect(readCorpus(folder).files).toEqual(['a/b/latin', 'a/link', 'a/plain'])
})

test('bytes that are not UTF-8 become one character each', () => {
  const corpus = readCorpus(folder)
  expect(corpus.files.map(corpus.text)).toEqual(['hé\n', 'hé\n', 'hé\n'])
  expect(() => corpus.text('a/missing')).toThrow('a/missing is not in')
})

/** Drops spaces at the end, refuses `bad` and falls over `worse`. */
const careless: TextFormat<string> = {
  name: 'careless',
  title: 'a careless format',
  handEdited: true,
  place: /x/,
  likeness: () => 1,
  parse: (text) => {
    if (text.includes('worse')) throw new Error('fell over')
    const error = { code: 'careless/bad', severity: 'error', message: 'it is bad' } as const
    return { document: text.trimEnd(), diagnostics: text.includes('bad') ? [error] : [] }
  },
  print: (document) => document,
}

test('clean, refused, inexact and crashed files are told apart and counted', () => {
  const format = careless as unknown as TextFormat
  const examined = ['fine', 'fine ', 'bad', 'worse'].map((text) => examineAs(format, text, text))
  expect(examined.map(({ result, exact }) => [result, exact])).toEqual([
    ['clean', true],
    ['clean', false],
    ['refused', true],
    ['crashed', undefined],
  ])
  const rows = countByFormat([format], examined)
  expect(reportText({ rows, suites: [], files: 5, unknown: 1 })).toBe(
    [
      'format    files  clean  with findings  refused  round trip exact  inexact  crashed',
      'careless      4      2              0        1                 2        1        1',
      '',
      '5 files, 4 recognised; 1 crashed, 1 inexact',
      '',
    ].join('\n'),
  )
})
