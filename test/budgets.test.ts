/** What a reader can take in: small files, short functions, and names that say something. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'

const MAX_LINES = 400
const EMPTY_NAMES = /^(utils?|helpers?|common|types?|misc)(\.|$)/

function names(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => `${root}/${name}`)
}

function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

const everything = ['src', 'test', 'tools', 'bench'].filter((root) => existsSync(root)).flatMap(names)

test(`no file is longer than ${MAX_LINES} lines`, () => {
  const sources = everything.filter((name) => /\.(ts|mjs)$/.test(name))
  const long = sources.map((name) => ({ name, lines: lineCount(readFileSync(name, 'utf8')) })).filter(({ lines }) => lines > MAX_LINES)
  expect(long).toEqual([])
})

test('no file or folder has a name that says nothing', () => {
  expect(everything.filter((name) => EMPTY_NAMES.test(basename(name)))).toEqual([])
})

/** The linter counts functions and parameters; here only that nobody loosens it. */
test('the linter holds functions to 60 lines and 4 parameters, without exemption', () => {
  const { linter, overrides = [] } = JSON.parse(readFileSync('biome.json', 'utf8'))
  expect(linter.rules.complexity.noExcessiveLinesPerFunction).toEqual({ level: 'error', options: { maxLines: 60 } })
  expect(linter.rules.complexity.useMaxParams).toEqual({ level: 'error', options: { max: 4 } })
  expect(JSON.stringify(overrides)).not.toMatch(/noExcessiveLinesPerFunction|useMaxParams/)
  const sources = everything.filter((name) => /\.(ts|mjs)$/.test(name) && name !== 'test/budgets.test.ts')
  expect(sources.filter((name) => /biome-ignore.*(noExcessiveLinesPerFunction|useMaxParams)/.test(readFileSync(name, 'utf8')))).toEqual([])
})
