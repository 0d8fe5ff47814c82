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

/** What interfaces(5) has no words for is told, and only there: a bridge's MAC by systemd's policy, two default routes of one metric. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  'pain-17-bridge-mac': [
    'link br0 mac: 02:bd:ba:e5:ba:ce → 52:54:00:00:17:01',
    'address br0 10.0.0.198/24: only before: global leased from dhcp',
    'route main 10.0.0.0/24 metric 100: only before: unicast dev br0 src 10.0.0.198 scope link',
    'address br0 10.0.0.50/24: only after: global leased from dhcp',
    'route main 10.0.0.0/24 metric 0: only after: unicast dev br0 src 10.0.0.50 scope link',
  ],
  'pain-49-cloud-init-merged': [
    'link br0 mac: 02:bd:ba:e5:ba:ce → 52:54:00:00:49:01',
    'route main 0.0.0.0/0 metric 0: only before: unicast via 10.0.0.1 dev br0 scope global',
    'boot/ifup-failed: ifup br0 on server fails: RTNETLINK answers: File exists',
  ],
}

describe.each(SCENARIOS)('%s', (name) => {
  const source = sourceOf(name)
  test.each(hostsOf(source))('%s to interfaces', (node) => expect(losses(source, node, 'interfaces')).toEqual(TOLD[name] ?? []))
  if (!name.startsWith('seed-')) return
  test.each(hostsOf(source))('%s to netplan', (node) => expect(losses(source, node, 'netplan')).toEqual([]))
  test.each(hostsOf(source))('%s to networkd', (node) => expect(losses(source, node, 'networkd')).toEqual([]))
})
