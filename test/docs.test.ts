/** Every command block of the README and the docs is run, and prints what is written there. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

function markdownFiles(): readonly string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  return ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', ...docs.map((name) => join('docs', name))]
}

type Block = { readonly file: string; readonly line: number; readonly command: string; readonly expected: readonly string[] }

/** `console` blocks: a line `$ ./bin/bridgework …`, then what it prints; `...` stands for any lines, `[exit N]` for the exit code. */
function consoleBlocks(file: string): readonly Block[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(/^```console\n([\s\S]*?)^```/gm)].flatMap((fence) => {
    const first = text.slice(0, fence.index).split('\n').length + 1
    const lines = (fence[1] ?? '').trimEnd().split('\n')
    const starts = lines.flatMap((line, index) => (line.startsWith('$ ') ? [index] : []))
    return starts.map((start, index) => ({
      file,
      line: first + start,
      command: (lines[start] ?? '').slice(2),
      expected: lines.slice(start + 1, starts[index + 1] ?? lines.length),
    }))
  })
}

function run(command: string): { readonly code: number | null; readonly lines: readonly string[] } {
  const [program = '', ...args] = command.split(' ')
  const { status, stdout, stderr } = spawnSync(join(ROOT, program), args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
  })
  return { code: status, lines: `${stdout}${stderr}`.split('\n') }
}

/** The written lines come in this order; between two of them there is something else only where `...` stands. */
function unmet(expected: readonly string[], printed: readonly string[]): string | undefined {
  let at = 0
  let skip = false
  for (const line of expected) {
    if (line === '...') {
      skip = true
      continue
    }
    const found = skip ? printed.indexOf(line, at) : printed[at] === line ? at : -1
    if (found < 0) return line
    at = found + 1
    skip = false
  }
  return undefined
}

const blocks = markdownFiles().flatMap(consoleBlocks)

describe('the docs tell the truth', () => {
  test('there are command blocks to run', () => {
    expect(blocks.length).toBeGreaterThan(5)
  })

  test.each(blocks)('$file:$line $command', { timeout: 60_000 }, ({ command, expected }) => {
    const exit = expected.find((line) => line.startsWith('[exit '))
    const { code, lines } = run(command)
    expect(
      unmet(
        expected.filter((line) => line !== exit),
        lines,
      ),
      lines.join('\n'),
    ).toBeUndefined()
    expect(`[exit ${code}]`).toBe(exit ?? '[exit 0]')
  })

  test('npm scripts that the docs name exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    const named = markdownFiles().flatMap((file) =>
      [
        ...readFileSync(join(ROOT, file), 'utf8').matchAll(
          /npm (?:run )?((?:test|demo|golden|lint|format|bench|picture|build|setup|dead|typecheck|coverage)(?::\w+)?)\b/g,
        ),
      ].map((match) => match[1] ?? ''),
    )
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  test('links inside the docs lead somewhere', () => {
    const broken = markdownFiles().flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8').replace(/```[\s\S]*?```/g, '')
      return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map((match) => join(file, '..', match[1] ?? ''))
        .filter((path) => !exists(path))
        .map((path) => `${file} → ${path}`)
    })
    expect(broken).toEqual([])
  })

  test('the picture is fresh', async () => {
    const { draw, PICTURE } = (await import('../tools/picture.mjs' as string)) as { draw: () => string; PICTURE: string }
    expect(draw(), 'run npm run picture').toBe(readFileSync(PICTURE, 'utf8'))
  })
})

function exists(path: string): boolean {
  try {
    execFileSync('test', ['-e', join(ROOT, path)])
    return true
  } catch {
    return false
  }
}
