/** netfilter's walk as text: rules as iptables-save writes them, packets in a row, and what each of them meets. */
import { describe, expect, test } from 'vitest'
import { expectSection, inputOf, readCases } from '../../../../test/case-file.js'
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { lowerSave, parseSave } from '../../formats/iptables/index.js'
import { applyRequest } from '../../kernel/apply.js'
import { bareNode } from '../../load/boot/machine.js'
import type { Hook, KernelRequest, Node, TopologyNode } from '../../model/index.js'
import { type Context, newContext } from '../context.js'
import { coldMemory } from '../memory.js'
import { describe as describePacket, type IcmpError, type Packet } from '../packet.js'
import { passHook } from './hooks.js'
import { untracked } from './tracked.js'

const cases = readCases(`${import.meta.dirname}/cases`)

/** A router: 10.0.0.1/24 on eth0, 10.0.1.1/24 on eth1. */
function router(rules: string): Node {
  const { document, diagnostics } = parseSave(rules, 'rules', 'ip')
  const lowered = lowerSave(document)
  expect([...diagnostics, ...lowered.diagnostics]).toEqual([])
  const nics = ['eth0', 'eth1'].flatMap((name) => parseInterfaceName(name) ?? []).map((name) => ({ name }))
  const requests = nics.flatMap(({ name }, index): readonly KernelRequest[] => [
    { kind: 'link-set', name, up: true },
    { kind: 'address-add', interface: name, address: address(`10.0.${index}.1`), length: 24 },
  ])
  const bare = bareNode({ name: 'router', kind: 'host' } as TopologyNode, nics)
  const node = requests.reduce((now, request) => applyRequest(now, request, 'topology').node, bare)
  return { ...node, chains: lowered.chains }
}

function address(text: string): Ipv4 {
  const parsed = parseIpv4(text)
  if (parsed === undefined) throw new Error(`not an address: ${text}`)
  return parsed
}

/** `syn 10.0.0.2:1000 > 10.0.1.2:80`, `echo 10.0.0.2 > 10.0.1.2`, `port-unreachable 10.0.1.2 > 10.0.0.2 about udp …`. */
function packetOf(text: string): Packet {
  const [, kind = '', source = '', sourcePort = '7', destination = '', destinationPort = '7', about = ''] =
    /^(\S+) ([\d.]+)(?::(\d+))? > ([\d.]+)(?::(\d+))?(?: about (.+))?$/.exec(text) ?? []
  const ports = { sourcePort: Number(sourcePort), destinationPort: Number(destinationPort) }
  const ends = { source: address(source), destination: address(destination), ttl: 64, mark: 0 }
  switch (kind) {
    case 'echo':
    case 'echo-reply':
      return { ...ends, payload: { kind: kind === 'echo' ? 'echo-request' : kind, id: 7, sequence: 1 } }
    case 'syn':
      return { ...ends, payload: { kind: 'tcp', ...ports, flags: 'SYN' } }
    case 'syn,ack':
      return { ...ends, payload: { kind: 'tcp', ...ports, flags: 'SYN,ACK' } }
    case 'rst':
      return { ...ends, payload: { kind: 'tcp', ...ports, flags: 'RST' } }
    case 'udp':
      return { ...ends, payload: { kind: 'udp', ...ports, answer: false } }
    default:
      return { ...ends, payload: { kind: 'icmp-error', error: kind as IcmpError, about: packetOf(about) } }
  }
}

type Stop = { readonly hook: Hook; readonly in?: string; readonly out?: string }

/** `eth0 > eth1` is forwarded, `eth0 > here` comes in, `here > eth0` goes out. */
function stopsOf(from: string, to: string): readonly Stop[] {
  if (from === 'here')
    return [
      { hook: 'output', out: to },
      { hook: 'postrouting', out: to },
    ]
  const first = { hook: 'prerouting', in: from } as const
  if (to === 'here') return [first, { hook: 'input', in: from }]
  return [first, { hook: 'forward', in: from, out: to }, { hook: 'postrouting', out: to }]
}

function verdictOf(context: Context, node: Node, line: string): string {
  const [, from = '', to = '', written = ''] = /^(\w+) > (\w+): (.+)$/.exec(line) ?? []
  context.hops.push({ node: node.name, role: 'request', packet: written, steps: [] })
  let tracked = untracked(packetOf(written))
  let end: string | undefined
  for (const stop of stopsOf(from, to)) {
    const verdict = passHook(context, node, tracked, stop)
    tracked = verdict.tracked
    if (verdict.kind === 'accept') continue
    end = `${verdict.kind === 'drop' ? 'dropped' : 'rejected'} (${verdict.reason})`
    break
  }
  const mark = tracked.packet.mark === 0 ? '' : ` mark ${tracked.packet.mark}`
  const { payload, source, destination } = tracked.packet
  const [sourcePort, destinationPort] =
    payload.kind === 'tcp' || payload.kind === 'udp' ? [`:${payload.sourcePort}`, `:${payload.destinationPort}`] : ['', '']
  const about = payload.kind === 'icmp-error' ? ` about ${describePacket(payload.about)}` : ''
  const ending = end ?? `passes as ${source}${sourcePort} > ${destination}${destinationPort}${about}${mark}`
  const steps = (context.hops.at(-1)?.steps ?? []).map(({ why }) => `    ${why.text.replace('router: ', '')}`)
  const unknown = context.choices.offered.splice(0).map(({ what }) => `    ${what}`)
  return [line, `  ${tracked.state} ${ending}`, ...steps, ...unknown].join('\n')
}

describe('netfilter', () => {
  test.each(cases)('$title', (file) => {
    const node = router(inputOf(file, 'rules'))
    const network = { name: 'case', nodes: { router: node }, cables: [], diagnostics: [] }
    const context = newContext(network, coldMemory(), 'nobody', { script: [], offered: [] })
    const lines = inputOf(file, 'verdicts')
      .split('\n')
      .filter((line) => /^\w/.test(line))
    expectSection(file, 'verdicts', lines.map((line) => verdictOf(context, node, line)).join('\n'))
  })
})
