/** Scripts of nft one after the other: the modelled kernel says yes and no to the same ones as the real one, and both end with the same tables. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseNftJson, readScript } from '../../src/core/formats/nft/index.js'
import { applyRequest } from '../../src/core/kernel/apply.js'
import { bareNode } from '../../src/core/load/boot/machine.js'
import type { NftChain, NftTable, Node } from '../../src/core/model/index.js'

type Line = { readonly script: string; readonly error: string }
type Case = { readonly title: string; readonly lines: readonly Line[] }

const WORDS: Readonly<Record<string, RegExp>> = {
  EEXIST: /File exists/,
  ENOENT: /No such file or directory/,
  EBUSY: /Device or resource busy/,
  EOPNOTSUPP: /Operation not supported/,
  EMLINK: /Too many links/,
  refused: /Error:/,
}

const CASES: readonly Case[] = readFileSync(join(import.meta.dirname, 'nft-transactions.txt'), 'utf8')
  .trim()
  .split('\n\n')
  .slice(1)
  .map((block) => {
    const [title = '', ...lines] = block.split('\n')
    return { title, lines: lines.map(lineOf) }
  })

function lineOf(line: string): Line {
  const [script = '', error = ''] = line.split(/ \| (?=\w+$)/).map((part) => part.trim())
  return { script, error }
}

/** All scripts in one namespace, each with what nft said; last the ruleset. */
function ask(lines: readonly Line[]): { readonly errors: readonly string[]; readonly tables: readonly NftTable[] } {
  const commands = lines.map(({ script }) => `printf '%s\\n' ${quote(script.replace(/; ?/g, '\n'))} | nft -f - 2>&1; echo ==`)
  const { stdout } = spawnSync('unshare', ['-Urn', '--', 'sh', '-c', [...commands, 'nft -j list ruleset'].join('\n')], { encoding: 'utf8' })
  const parts = stdout.split('==\n')
  return { errors: parts.slice(0, -1), tables: parseNftJson(parts.at(-1) ?? '', 'real').document.tables }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function model(lines: readonly Line[]): { readonly errors: readonly string[]; readonly node: Node } {
  let node = bareNode({ name: 'model', kind: 'host' }, [])
  const errors = lines.map(({ script }) => {
    const read = readScript({ id: '', text: script.replace(/; ?/g, '\n') }, () => undefined)
    if (read.error !== undefined || read.diagnostics.some(({ severity }) => severity === 'error')) return 'refused'
    const applied = applyRequest(node, { kind: 'nft', commands: read.commands, text: read.text }, 'command')
    node = applied.node
    return applied.result.kind === 'refused' ? applied.result.error : ''
  })
  return { errors, node }
}

/**
 * Tables, chains and sets by name, and of each chain its rules in the order in which they were made. The handles themselves are not compared:
 * a transaction that is refused uses some up.
 */
function outline(tables: readonly NftTable[]): readonly string[] {
  return tables.flatMap(({ family, name, flags, chains, sets }) => {
    const handles = chains.flatMap(({ rules }) => rules.map(({ handle }) => handle ?? 0)).sort((a, b) => a - b)
    const order = (chain: NftChain) => chain.rules.map(({ handle }) => handles.indexOf(handle ?? 0)).join(' ')
    return [
      `table ${family} ${name} ${flags.join(',')}`,
      ...chains.map(
        (chain) =>
          `${chain.name} ${chain.base === undefined ? '' : `${chain.base.type} ${chain.base.hook} ${chain.base.priority} ${chain.base.policy}`}: ${order(chain)}`,
      ),
      ...sets.map((set) => `${set.kind} ${set.name}: ${set.elements.length}`),
    ]
  })
}

describe('transactions of nft', () => {
  test.each(CASES)('$title', ({ lines }) => {
    const real = ask(lines)
    const modelled = model(lines)
    expect(real.errors.length).toBe(lines.length)
    for (const [index, { script, error }] of lines.entries()) {
      expect(modelled.errors[index], script).toBe(error)
      expect(real.errors[index] ?? '', script).toMatch(WORDS[error] ?? /^$/)
    }
    expect(outline(modelled.node.nftables)).toEqual(outline(real.tables))
  })
})
