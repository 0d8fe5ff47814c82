/** What `convert --to netplan` writes is taken by the real `netplan generate`, and boots with the real networkd to what the model says. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { convert, type Source } from '../../src/core/convert/index.js'
import { differenceText } from '../../src/core/diff/diff.js'
import { generate, merge, netplanOrder, parse, textOfFile } from '../../src/core/formats/netplan/index.js'
import { load } from '../../src/core/load/index.js'
import { readTopology } from '../../src/live/collect/topology-directory.js'
import { rootfs } from '../../tools/rootfs.mjs'
import { readCases } from '../case-file.js'
import { bootDeclared, sourceOf } from './boot-declared.js'
import { bootReal } from './boot-real.js'
import { differences } from './compare.js'
import { factsOfCapture, factsOfNode } from './facts.js'
import { linesOf } from './lines.js'
import { type Machine, must, openMachine } from './machine.js'
import { type RealCase, readRealCase } from './real-case.js'

let tree = ''

beforeAll(async () => {
  tree = await rootfs()
}, 600_000)

type Files = ReadonlyMap<string, string>

const hosts = readdirSync('scenarios')
  .filter((name) => name.startsWith('seed-') && existsSync(`scenarios/${name}/bridgework.yaml`))
  .flatMap((name) => {
    const { snapshot, topology } = readTopology(`scenarios/${name}`)
    const source = { snapshot, topology, loaded: load(snapshot, topology) }
    return topology.nodes.filter(({ kind }) => kind === 'host').map((node) => ({ name: `${name} ${node.name}`, source, node: node.name }))
  })

describe('netplan generate', () => {
  let machine: Machine
  beforeAll(async () => {
    machine = await openMachine(tree)
    // The command is Python, which looks for netplan's library in the linker's cache.
    await must(machine.run('ldconfig'))
    return () => machine.close()
  }, 60_000)

  test.each(hosts)('$name', async ({ source, node }) => {
    const yaml = new Map(convert(source, node, 'netplan').files.map(({ path, text }) => [path, text]))
    const { code, stderr, files } = await generateReally(machine, yaml)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(files).toEqual(generateDeclared(yaml))
    expect(files.size).toBeGreaterThan(0)
  })
})

const GENERATED = '/run/systemd/network'
const MARK = '=== '

async function generateReally(machine: Machine, yaml: Files) {
  await must(machine.run(`rm -rf ${GENERATED} /etc/netplan; mkdir /etc/netplan`))
  await machine.write(yaml)
  // One that others can read is warned of.
  await must(machine.run('chmod 600 /etc/netplan/*'))
  const { code, stderr } = await machine.run('netplan generate')
  const shown = await must(machine.run(`for file in ${GENERATED}/*; do echo "${MARK}$file"; cat "$file"; done`))
  const parts = shown.split(MARK).slice(1)
  const files = new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const))
  return { code, stderr, files }
}

function generateDeclared(yaml: Files): Files {
  const documents = netplanOrder([...yaml.keys()]).map((path) => parse(yaml.get(path) ?? '', path).document)
  const { files } = generate(merge(documents, { as: 'generate', release: '0.106' }).merged)
  const own = files.map((file) => [join('/', file.path), textOfFile(file)] as const).filter(([path]) => path.startsWith(GENERATED))
  return new Map(own.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const cases = readCases(join(import.meta.dirname, 'cases')).filter((file) => /(^|\/)seed-/.test(file.path))

describe.concurrent('a host of the seed that netplan and networkd bring up instead of ifupdown', () => {
  test.each(cases)('$title', { timeout: 240_000 }, async (file) => {
    const real = readRealCase(file)
    const source = sourceOf(real, tree)
    const converted = asNetplan(real, source)
    const { captured, log } = await bootReal(converted, tree)
    const declared = linesOf(factsOfNode(bootDeclared(converted, tree)), real.nics)
    const found = linesOf(factsOfCapture(captured), real.nics)
    expect(differences(declared, found), log).toEqual([])
    expect(found.filter((line) => /^link (?!lo )/.test(line))).not.toEqual([])
  })
})

/** Where a lease's name servers would go, systemd-resolved, does not run here. */
const RESOLVER = [['/etc/resolv.conf', 'nameserver 10.10.11.1\n']] as const

/** The case with its files converted. The model finds nothing that the new ones make different. */
function asNetplan(real: RealCase, source: Source): RealCase {
  const { after, replaces, differences: lost = [] } = convert(source, 'server', 'netplan')
  expect(lost.map(differenceText)).toEqual([])
  const gone = new Set(replaces)
  const kept = [...real.files].filter(([path]) => !gone.has(path))
  const made = Object.values(after.captures).flatMap(({ node, path, text }) =>
    node === 'server' && path.startsWith('/etc/netplan/') ? [[path, text] as const] : [],
  )
  const files = new Map([...RESOLVER, ...kept, ...made])
  return { ...real, files, run: real.run.map((line) => (line === 'ifup -a' ? 'netplan apply-like' : line)) }
}
