/** layers.ts is law: every import under src/ obeys it, and core stays pure. */
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { LAYERS, type Layer, NODE_MODULES } from '../layers.js'

type SourceFile = { readonly path: string; readonly text: string }

const IMPORTS = [
  /^\s*(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s*as\s+[\w$]+)?)?\s*from\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  /\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g,
]

const IMPURE: readonly { readonly pattern: RegExp; readonly because: string }[] = [
  { pattern: /\bDate\.now\b|\bnew Date\b|\bDate\(/, because: 'core has no clock: time is a fact that is passed in' },
  { pattern: /\bMath\.random\b/, because: 'core has no dice: the same question has the same answer' },
  { pattern: /\bthrow\s/, because: 'core never throws at its callers: bad input is a diagnostic in the result' },
]

function sourceFiles(): readonly SourceFile[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?tsx?$/.test(name) && !/\.test\.ts$/.test(name))
    .map((name) => ({ path: `src/${name}`, text: readFileSync(`src/${name}`, 'utf8') }))
}

function importsOf(text: string): readonly string[] {
  return IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
}

function matches(pattern: string, folder: string): boolean {
  const parts = pattern.split('/')
  const names = folder.split('/')
  return parts.length === names.length && parts.every((part, index) => part === '*' || part === names[index])
}

/** The layer of a file below src/, and its own name where the layer's folder has a `*`. */
function layerOf(path: string): { readonly layer: Layer; readonly name: string } | undefined {
  const folders = posix.dirname(path).split('/').slice(1)
  for (let length = folders.length; length > 0; length--) {
    const name = folders.slice(0, length).join('/')
    const named = LAYERS.find((layer) => layer.folder === name) ?? LAYERS.find((layer) => matches(layer.folder, name))
    if (named !== undefined) return { layer: named, name }
  }
  return undefined
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : `only ${names.join(', ')}`
}

function complaint(file: SourceFile, specifier: string): string | undefined {
  const from = layerOf(file.path)
  if (from === undefined) return `${file.path} is in no layer of layers.ts`
  const { layer, name } = from
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file.path), specifier)
    const to = layerOf(target)
    if (to === undefined && target === 'package.json') return undefined
    if (to === undefined) return `${file.path} imports ${target}, which is in no layer of layers.ts`
    if (to.name === name || layer.may.some((may) => matches(may, to.name))) return undefined
    return `${file.path} imports ${to.name}: ${name} may import ${list(layer.may)}; ${layer.because}`
  }
  const half = NODE_MODULES[name.split('/')[0] ?? '']
  if (builtinModules.includes(specifier)) return `${file.path} imports ${specifier}: write node:${specifier}`
  if (specifier.startsWith('node:')) {
    return half?.allows(specifier) === true ? undefined : `${file.path} imports ${specifier}; ${half?.because}`
  }
  if (layer.packages.some((npm) => specifier === npm || specifier.startsWith(`${npm}/`))) return undefined
  return `${file.path} imports the package ${specifier}: ${name} may import ${list(layer.packages)} of npm; ${layer.because}`
}

function complaints(files: readonly SourceFile[]): readonly string[] {
  const misplaced = files.filter((file) => layerOf(file.path) === undefined).map((file) => `${file.path} is in no layer of layers.ts`)
  const imports = files.flatMap((file) => importsOf(file.text).map((specifier) => complaint(file, specifier)))
  return [...misplaced, ...imports.filter((found) => found !== undefined)]
}

function impurities(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    if (!path.startsWith('src/core/') || path === 'src/core/std/unreachable.ts') return []
    const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/(^|[^\S\n])\/\/.*$/gm, '')
    return code
      .split('\n')
      .flatMap((line, index) =>
        IMPURE.filter(({ pattern }) => pattern.test(line)).map(({ because }) => `${path}:${index + 1} ${line.trim()}: ${because}`),
      )
  })
}

test('every import under src/ obeys layers.ts', () => {
  expect(complaints(sourceFiles())).toEqual([])
})

test('core has no clock and no dice, and never throws at its callers', () => {
  expect(impurities(sourceFiles())).toEqual([])
})

test('layers.ts names only layers that it defines, and each once', () => {
  const folders = LAYERS.map((layer) => layer.folder)
  expect(new Set(folders).size).toBe(folders.length)
  expect(LAYERS.flatMap((layer) => layer.may).filter((name) => !folders.includes(name))).toEqual([])
})

const FORBIDDEN: readonly (readonly [path: string, text: string, complaint: string])[] = [
  [
    'src/core/trace/x.ts',
    "import { run } from '../../live/system/run.js'",
    'src/core/trace/x.ts imports live/system: core/trace may import only core/std, core/addresses, core/diagnostics, core/model; a prediction must not depend on where its facts came from',
  ],
  [
    'src/core/trace/at/x.ts',
    "export type {\n  Journal,\n} from '../../load/journal.js'",
    'src/core/trace/at/x.ts imports core/load: core/trace may',
  ],
  [
    'src/core/formats/netplan/x.ts',
    "import type { Document } from '../interfaces/document.js'",
    'imports core/formats/interfaces: core/formats/netplan may',
  ],
  ['src/core/lint/x.ts', "const text = import('../render/text.js')", 'imports core/render: core/lint may'],
  ['src/live/lab/x.ts', "import '../../cli/main.js'", 'imports cli: live/lab may'],
  ['src/core/std/x.ts', "import * as model from '../model/network.js'", 'imports core/model: core/std may import nothing'],
  ['src/core/load/x.ts', "import { readFileSync } from 'node:fs'", 'imports node:fs; core runs unchanged in a browser'],
  ['src/cli/commands/x.ts', "import { spawn } from 'node:child_process'", 'imports node:child_process; only live touches a machine'],
  ['src/live/system/x.ts', "import fs from 'fs'", 'write node:fs'],
  ['src/core/model/x.ts', "import { z } from 'zod'", 'imports the package zod: core/model may import nothing of npm'],
  ['src/elsewhere/x.ts', '', 'src/elsewhere/x.ts is in no layer'],
  ['src/core/trace/x.ts', "import { x } from '../../elsewhere/x.js'", 'is in no layer'],
]

test.each(FORBIDDEN)('a forbidden import is reported: %s: %s', (path, text, expected) => {
  expect(complaints([{ path, text }])).toEqual([expect.stringContaining(expected)])
})

test('what layers.ts permits is not reported', () => {
  const text =
    "import type { Ipv4 } from '../addresses/ipv4.js'\nimport { step } from './step.js'\n// taken from 'zod'\nconst s = `from 'node:fs'`\n"
  expect(complaints([{ path: 'src/core/trace/x.ts', text }])).toEqual([])
  expect(complaints([{ path: 'src/core/load/x.ts', text: "import { parse } from '../formats/netplan/parse.js'" }])).toEqual([])
  expect(complaints([{ path: 'src/live/lab/x.ts', text: "import { spawn } from 'node:child_process'" }])).toEqual([])
  expect(complaints([{ path: 'src/cli/x.ts', text: "import { renderText } from '../core/render/text.js'" }])).toEqual([])
})

test('an impurity is reported, and a comment about it is not', () => {
  const text = '/** Does not throw an error. */\n// no new Date()\nconst now = Date.now()\nthrow new Error()\n'
  expect(impurities([{ path: 'src/core/load/x.ts', text }])).toEqual([
    expect.stringContaining('src/core/load/x.ts:3'),
    expect.stringContaining('src/core/load/x.ts:4'),
  ])
  expect(impurities([{ path: 'src/live/lab/x.ts', text }])).toEqual([])
})
