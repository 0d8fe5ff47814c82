/** Small cases as text files: a sentence, then `-- name --` sections; an expected diagnostic stands on the line that it is about. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Diagnostic } from '../src/core/diagnostics/diagnostic.js'
import { positionOf } from '../src/core/diagnostics/origin.js'

export type CaseFile = { readonly title: string; readonly path: string; readonly sections: ReadonlyMap<string, string> }

/** All `*.case` files of a directory. */
export function readCases(directory: string): readonly CaseFile[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.case'))
  return names.sort().map((name) => readCase(join(directory, name)))
}

function readCase(path: string): CaseFile {
  const [title = '', ...parts] = readFileSync(path, 'utf8').split(/^-- (.+) --\n/m)
  const sections = new Map<string, string>()
  for (let index = 0; index < parts.length; index += 2) sections.set(parts[index] ?? '', parts[index + 1] ?? '')
  return { title: title.trim().replace(/\s+/g, ' '), path, sections }
}

const MARK = /[ \t]*#! (.*)$/

/** The section without its marks. */
export function inputOf(file: CaseFile, section: string): string {
  return (file.sections.get(section) ?? '')
    .split('\n')
    .map((line) => line.replace(MARK, ''))
    .join('\n')
}

/** Checks the diagnostics about a section against its marks: `#! code "quoted text"`, several separated by `#!`. */
export function expectMarked(file: CaseFile, section: string, diagnostics: readonly Diagnostic[]): void {
  const marked = (file.sections.get(section) ?? '').split('\n').flatMap((line, index) =>
    (MARK.exec(line)?.[1] ?? '')
      .split(' #! ')
      .filter((mark) => mark !== '')
      .map((mark) => `${index + 1}: ${mark}`),
  )
  const text = inputOf(file, section)
  const found = diagnostics.map(({ at, code }) => {
    if (at === undefined) return `nowhere: ${code}`
    const quoted = text.slice(at.start, at.end).replace(/\n/g, '\\n')
    return `${positionOf(text, at.start).line}: ${code} "${quoted.length > 50 ? `${quoted.slice(0, 50)}…` : quoted}"`
  })
  expect([...found].sort()).toEqual([...marked].sort())
}

/** Compares with a section of the file. `npm run golden` rewrites it. */
export function expectSection(file: CaseFile, section: string, actual: string): void {
  if (process.env['BRIDGEWORK_GOLDEN'] === undefined) {
    expect(actual.trim()).toBe((file.sections.get(section) ?? '').trim())
    return
  }
  const text = readFileSync(file.path, 'utf8')
  const head = `-- ${section} --\n`
  const start = text.indexOf(`\n${head}`) + 1
  const next = text.indexOf('\n-- ', start + head.length - 1)
  if (start > 0) writeFileSync(file.path, `${text.slice(0, start)}${head}${actual.trim()}\n${next < 0 ? '' : text.slice(next)}`)
}

/** The messages, causes and remedies, one a line each. */
export function saysOf(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ message, because, help }) => [message, because, help].filter((part) => part !== undefined).join(' | '))
    .join('\n')
}
