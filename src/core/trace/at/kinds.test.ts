/** Devices of layer 2 that the lab's kernel may lack (8021q, bonding, VLAN filtering), and those that the model does not know: each outcome with its why. */
import { describe, expect, test } from 'vitest'
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { parseMac } from '../../addresses/mac.js'
import { load } from '../../load/index.js'
import type { Cable, TopologyNode } from '../../model/index.js'
import { ask } from '../../questions/index.js'
import { CASES, type Case, readCases } from './kinds-cases.js'

describe('layer 2, each with its why', () => {
  test('there are cases', () => expect(readCases(CASES).length).toBeGreaterThan(20))

  test.each(readCases(CASES))('$title', (one) => {
    const topology = topologyOf(one)
    const loaded = load({ captures: {} }, { ...topology, cables: topology.cables.filter((cable) => !isVirtual(cable)) })
    const network = { ...loaded.network, cables: topology.cables }
    for (const { from, to, verdict, reason, text } of one.rows) {
      const answer = ask(network, { from, to, protocol: { kind: 'icmp' }, count: 1, interval: 1000 })
      const told = `${answer.why.text} | ${answer.missing.join('; ')} | ${answer.probes[0]?.lost?.reason ?? ''}`
      expect(`${answer.verdict} ${answer.reason}`, told).toBe(`${verdict} ${reason}`)
      expect(told).toContain(text)
    }
  })
})

/** Whether an end is a macvtap, which only booting makes. */
function isVirtual({ ends }: Cable): boolean {
  return ends.some((end) => end.interface.startsWith('mvt'))
}

function topologyOf({ nodes, cables }: Case) {
  const end = (text: string) => {
    const [node = '', name = ''] = text.split(':')
    const device = parseInterfaceName(name)
    return device === undefined ? expect.unreachable(text) : { node, interface: device }
  }
  const node = (name: string, commands: readonly string[]): TopologyNode => {
    const cards = cables.flat().filter((text) => text.startsWith(`${name}:`) && !text.includes(':mvt'))
    const nics = cards.map((text, index) => {
      const mac = parseMac(`52:54:00:00:${String(name.charCodeAt(0)).padStart(2, '0').slice(-2)}:0${index}`)
      return { name: end(text).interface, ...(mac === undefined ? {} : { mac }) }
    })
    return {
      ...{ name, kind: 'host', roots: [], nics, sysctl: [], iptables: [], listen: [] },
      commands: ['ip link set lo up', ...commands].map((text) => ({ text })),
    }
  }
  return {
    ...{ name: 'kinds', worlds: [], expect: [] },
    nodes: Object.entries(nodes).map(([name, commands]) => node(name, commands)),
    cables: cables.map(([one = '', other = '']) => ({ ends: [end(one), end(other)] as const })),
  }
}
