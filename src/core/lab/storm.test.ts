/** A lab of a loop without spanning tree: its bridges get no ports, for nobody's machine can bear the storm. */
import { expect, test } from 'vitest'
import { parseInterfaceName } from '../addresses/interface-name.js'
import { load } from '../load/index.js'
import type { TopologyNode } from '../model/index.js'
import { designLab } from './design.js'

function interfaceNamed(text: string) {
  return parseInterfaceName(text) ?? expect.unreachable(text)
}

function node(name: string, stp: 0 | 1): TopologyNode {
  const nics = ['p1', 'p2'].map((text) => ({ name: interfaceNamed(text) }))
  const commands = [
    'ip link add br0 type bridge',
    `ip link set br0 type bridge stp_state ${stp}`,
    'ip link set p1 master br0',
    'ip link set p2 master br0',
    'ip link set p1 up',
    'ip link set p2 up',
    'ip link set br0 up',
  ]
  return {
    ...{ name, kind: 'host', roots: [], nics, sysctl: [], iptables: [], listen: [] },
    commands: commands.map((text) => ({ text })),
  }
}

function designed(stp: 0 | 1) {
  const cables = ['p1', 'p2'].map((text) => ({
    ends: [
      { node: 's', interface: interfaceNamed(text) },
      { node: 't', interface: interfaceNamed(text) },
    ] as const,
  }))
  const { network, journal } = load(
    { captures: {} },
    { name: 'loop', worlds: [], expect: [], nodes: [node('s', stp), node('t', 0)], cables },
  )
  return designLab(network, journal).steps
}

test('two bridges joined twice, without spanning tree', () => {
  const impossible = designed(0).flatMap((step) =>
    step.kind === 'impossible' ? [`${step.of.node}: ${step.of.what}: ${step.because}`] : [],
  )
  expect(impossible).toEqual([
    's: ip link set dev p1 master br0: it would start a broadcast storm',
    's: ip link set dev p2 master br0: it would start a broadcast storm',
    't: ip link set dev p1 master br0: it would start a broadcast storm',
    't: ip link set dev p2 master br0: it would start a broadcast storm',
  ])
})

test('with spanning tree on one of them it is built, the tree is there from the beginning, and the lab waits for it', () => {
  const steps = designed(1)
  const words = steps.flatMap((step) => (step.kind === 'ip' ? step.lines.map((line) => line.words.join(' ')) : []))
  expect(steps.filter((step) => step.kind === 'impossible')).toEqual([])
  expect(words.indexOf('link set dev br0 type bridge stp_state 1')).toBeLessThan(words.indexOf('link set dev p1 master br0'))
  expect(words).toContain('link set dev p1 master br0')
})
