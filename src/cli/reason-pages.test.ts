/** docs/reasons has one page for each reason code, and docs/outcomes.md one row for each outcome. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { OUTCOMES } from '../core/trace/outcome.js'
import { REASONS } from '../core/trace/reason.js'

const FOLDER = 'docs/reasons'

function pageOf(code: string): string {
  return `${code.replace('/', '--')}.md`
}

test('each code has a page, and no page is stale', () => {
  const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md')
  expect(pages.sort()).toEqual(Object.keys(REASONS).map(pageOf).sort())
})

test.each(Object.entries(REASONS))('%s: title, how to see it, remedy', (code, meaning) => {
  const page = readFileSync(`${FOLDER}/${pageOf(code)}`, 'utf8')
  expect(page.split('\n')[0]).toBe(`# \`${code}\`: ${meaning}`)
  expect(page).toMatch(/\n## See it\n\n```sh\n[\s\S]+?```\n\n## Remedy\n\n\S/)
})

test('the index lists them in the order of the register', () => {
  const rows = readFileSync(`${FOLDER}/README.md`, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| [`'))
  expect(rows).toEqual(Object.entries(REASONS).map(([code, meaning]) => `| [\`${code}\`](${pageOf(code)}) | ${meaning} |`))
})

test('docs/outcomes.md has a row for each outcome', () => {
  const rows = readFileSync('docs/outcomes.md', 'utf8')
    .split('\n')
    .flatMap((line) => /^\| `([a-z-]+)` \|/.exec(line)?.[1] ?? [])
  const verdicts = ['reachable', 'unreachable', 'ambiguous', 'undetermined']
  expect(rows.filter((name) => !verdicts.includes(name)).sort()).toEqual([...OUTCOMES].sort())
})
