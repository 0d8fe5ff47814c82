/** What a walk over a folder found, as text and as the page docs/formats.md. */
import type { Row } from './count.js'
import type { SuiteResult } from './suite.js'
import { markdownTable, plainTable, type Table } from './table.js'

export type SuiteRow = { readonly name: string; readonly title: string } & SuiteResult

export type Report = {
  readonly rows: readonly Row[]
  readonly suites: readonly SuiteRow[]
  readonly files: number
  readonly unknown: number
}

const HEAD = ['format', 'files', 'clean', 'with findings', 'refused', 'round trip exact', 'inexact', 'crashed']

function formatTable(rows: readonly Row[], nameOf: (row: Row) => string): Table {
  return {
    head: HEAD,
    rows: rows.map((row) => {
      const keeps = row.exact + row.inexact > 0
      const counts = [row.files, row.clean, row.told, row.refused, keeps ? row.exact : '-', keeps ? row.inexact : '-', row.crashed]
      return [nameOf(row), ...counts.map(String)]
    }),
  }
}

function suiteTable(suites: readonly SuiteRow[]): Table {
  return {
    head: ['expected by another project', 'as expected', 'of'],
    rows: suites.map((one) => [one.title, String(one.passed), String(one.total)]),
  }
}

export function reportText(report: Report): string {
  const { rows, suites, files, unknown } = report
  const parts = [plainTable(formatTable(rows, (row) => row.format))]
  if (suites.length > 0) parts.push(plainTable(suiteTable(suites)))
  parts.push(`${files} files, ${files - unknown} recognised; ${sum(rows, 'crashed')} crashed, ${sum(rows, 'inexact')} inexact`)
  return `${parts.join('\n\n')}\n`
}

export function sum(rows: readonly Row[], key: 'crashed' | 'inexact'): number {
  return rows.reduce((total, row) => total + row[key], 0)
}

export function reportPage({ rows, suites, files, unknown }: Report): string {
  return `# Formats

<!-- Written by \`npm run corpus -- DIR --docs\`; do not edit. -->

Every file is kept to the byte where people edit it by hand, and what is not understood is told and kept. Counted over ${files} files of the test inputs of
other projects (${files - unknown} of them in a format that Bridgework reads): *clean* was read without a word, *with findings* was read with warnings or
notes, *refused* has an error, as the program whose file it is would say.

${markdownTable(formatTable(rows, (row) => row.title))}

## What other projects expect
Where a test of another project holds the result that it expects, the same input goes through Bridgework and the results are compared.

${markdownTable(suiteTable(suites))}
${suites.flatMap(missed).join('\n')}
## Count again
\`npm run corpus -- DIR\` walks any folder and exits with 1 if a file crashes a reader or does not come back as it was; \`--list FORMAT\` prints the
findings of one format, \`--unknown\` the files that nothing recognised.
`
}

function missed(suite: SuiteRow): readonly string[] {
  if (suite.failures.length === 0) return []
  const shown = suite.failures.slice(0, 40).map((one) => `- ${one.case}: ${one.why.slice(0, 160).replaceAll('|', '\\|')}`)
  const more = suite.failures.length - shown.length
  return ['', `### Not as expected: ${suite.title}`, ...shown, ...(more > 0 ? [`- and ${more} more`] : [])]
}
