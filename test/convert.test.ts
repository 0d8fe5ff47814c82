/** What is converted boots to the same network as what it was converted from. */
import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { convert, type Source, type Target } from '../src/core/convert/index.js'
import { differenceText } from '../src/core/diff/diff.js'
import { load } from '../src/core/load/index.js'
import { readTopology } from '../src/live/collect/topology-directory.js'

const SCENARIOS = readdirSync('scenarios').filter((name) => existsSync(`scenarios/${name}/bridgework.yaml`))

function sourceOf(name: string): Source {
  const { snapshot, topology } = readTopology(`scenarios/${name}`)
  return { snapshot, topology, loaded: load(snapshot, topology) }
}

function hostsOf({ topology }: Source): readonly string[] {
  return topology.nodes.filter((node) => node.kind === 'host').map((node) => node.name)
}

/** Differences, what could not be said, and what booting the new files complains of. */
function losses(source: Source, node: string, target: Target): readonly string[] {
  const { differences = [], unsaid, complaints } = convert(source, node, target)
  const told = [...unsaid, ...complaints].filter((found) => found.severity !== 'note').map((found) => `${found.code}: ${found.message}`)
  return [...differences.map(differenceText), ...told]
}

describe.each(SCENARIOS)('%s', (name) => {
  const source = sourceOf(name)
  test.each(hostsOf(source))('%s to interfaces', (node) => expect(losses(source, node, 'interfaces')).toEqual([]))
  if (!name.startsWith('seed-')) return
  test.each(hostsOf(source))('%s to netplan', (node) => expect(losses(source, node, 'netplan')).toEqual([]))
  test.each(hostsOf(source))('%s to networkd', (node) => expect(losses(source, node, 'networkd')).toEqual([]))
})
