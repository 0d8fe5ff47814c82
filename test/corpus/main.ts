/** Walks a folder of real files: recognises, reads and prints back each of them, and compares with what other projects expect. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { FORMATS } from '../../src/core/formats/index.js'
import { countByFormat } from './count.js'
import { type Examined, examine } from './examine.js'
import { type Report, reportPage, reportText, sum } from './report.js'
import type { Corpus } from './suite.js'
import { SUITES } from './suites/index.js'
import { readCorpus } from './walk.js'

const USAGE = `usage: npm run corpus -- DIR [--list FORMAT] [--unknown] [--json] [--docs] [--no-suites]

Exits with 1 when a file crashes its reader, or does not come back as it was.
`

type Options = {
  readonly list?: string
  readonly unknown?: boolean
  readonly json?: boolean
  readonly docs?: boolean
  readonly 'no-suites'?: boolean
}

function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      list: { type: 'string' },
      unknown: { type: 'boolean' },
      json: { type: 'boolean' },
      docs: { type: 'boolean' },
      'no-suites': { type: 'boolean' },
    },
  })
  const [folder] = positionals
  if (folder === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  return walk(readCorpus(folder), values)
}

function walk(corpus: Corpus, options: Options): number {
  const examined = corpus.files.map((file, index) => {
    if (process.stderr.isTTY && index % 200 === 0) process.stderr.write(`\r${index} of ${corpus.files.length} files`)
    return { file, found: examine(FORMATS, file, corpus.text(file)) }
  })
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  const found = examined.flatMap((one) => (one.found === undefined ? [] : [one.found]))
  const unknown = examined.filter((one) => one.found === undefined).map((one) => one.file)
  const report: Report = {
    rows: countByFormat(FORMATS, found),
    suites: options['no-suites'] === true ? [] : runSuites(corpus),
    files: corpus.files.length,
    unknown: unknown.length,
  }
  if (options.list !== undefined)
    process.stdout.write(
      found
        .filter((one) => one.format === options.list)
        .map(findings)
        .join(''),
    )
  if (options.unknown === true) process.stdout.write(unknown.map((file) => `${file}\n`).join(''))
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : reportText(report))
  for (const one of found.filter((file) => file.result === 'crashed' || file.exact === false)) process.stderr.write(fault(one))
  if (options.docs === true) writeFileSync('docs/formats.md', reportPage(report))
  return sum(report.rows, 'crashed') + sum(report.rows, 'inexact') === 0 ? 0 : 1
}

function runSuites(corpus: Corpus): Report['suites'] {
  return SUITES.flatMap(({ name, title, run }) => {
    const result = run(corpus)
    return result === undefined ? [] : [{ name, title, ...result }]
  })
}

function findings({ file, diagnostics, result, crash }: Examined): string {
  const lines = diagnostics.map(({ severity, code, message, at }) => `  ${severity} ${code} ${at?.start ?? ''}: ${message}\n`)
  return `${file}: ${result}\n${lines.join('')}${crash === undefined ? '' : `  ${crash}\n`}`
}

function fault({ file, format, crash }: Examined): string {
  return `${file} (${format}): ${crash ?? 'does not come back as it was'}\n`
}

process.exitCode = main(process.argv.slice(2))
