/** Every rule has its page, and the page's examples are what it says they are. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exampleContext } from './example.js'
import { RULES } from './index.js'

const FOLDER = 'src/core/lint/rules'
const INDEX = 'docs/lint/README.md'

type Example = {
  readonly right: boolean
  readonly text: string
  readonly marks: readonly { readonly line: number; readonly message: string }[]
}

function nameOf(code: string): string {
  return code.replace('lint/', '')
}

/** `#! TEXT` at the end of a line: a finding is expected there, and its message holds TEXT. */
function examplesOf(page: string): readonly Example[] {
  return [...page.matchAll(/```interfaces (wrong|right)\n([\s\S]*?)```/g)].map(([, kind, body = '']) => {
    const lines = body.split('\n')
    const marks = lines.flatMap((line, index) => {
      const mark = / *#! (.*)$/.exec(line)?.[1]
      return mark === undefined ? [] : [{ line: index + 1, message: mark }]
    })
    return { right: kind === 'right', text: lines.map((line) => line.replace(/ *#! .*$/, '')).join('\n'), marks }
  })
}

test('index.ts lists every rule of the folder, and each has a page and a test', () => {
  const files = readdirSync(FOLDER)
  const rules = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => name.slice(0, -'.ts'.length))
  expect(RULES.map((rule) => nameOf(rule.code)).sort()).toEqual(rules.sort())
  expect(files.filter((name) => name.endsWith('.md')).sort()).toEqual(rules.map((name) => `${name}.md`))
  expect(files.filter((name) => name.endsWith('.test.ts')).sort()).toEqual(rules.map((name) => `${name}.test.ts`))
})

test('docs/lint lists every rule', () => {
  const rows = RULES.map((rule) => `| [\`${rule.code}\`](../../${FOLDER}/${nameOf(rule.code)}.md) | ${rule.summary} |`)
  const listed = readFileSync(INDEX, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| [`'))
  expect(listed).toEqual(rows)
})

test.each(RULES.map((rule) => [nameOf(rule.code), rule] as const))('%s: its page tells the truth', (name, rule) => {
  const page = readFileSync(`${FOLDER}/${name}.md`, 'utf8')
  expect(page.split('\n')[0]).toBe(`# \`${rule.code}\``)
  const examples = examplesOf(page)
  expect(new Set(examples.map((example) => example.right))).toEqual(new Set([true, false]))
  for (const { right, text, marks } of examples) {
    const found = rule.check(exampleContext(text))
    const lines = found.map((diagnostic) => text.slice(0, diagnostic.at?.start ?? 0).split('\n').length)
    expect(lines, text).toEqual(marks.map((mark) => mark.line))
    for (const [index, mark] of marks.entries()) expect(found[index]?.message).toContain(mark.message)
    expect(right).toBe(marks.length === 0)
  }
})

test('no rule finds anything in the right examples of another', () => {
  const right = RULES.flatMap((rule) => examplesOf(readFileSync(`${FOLDER}/${nameOf(rule.code)}.md`, 'utf8'))).filter(
    (example) => example.right,
  )
  for (const { text } of right)
    expect(
      RULES.flatMap((rule) => rule.check(exampleContext(text))),
      text,
    ).toEqual([])
})
