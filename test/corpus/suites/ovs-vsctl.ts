/** Open vSwitch's own tests of ovs-vsctl(8): which bridges, ports and interfaces there are after each command, and what it refuses. */
import { lowerOvsVsctl } from '../../../src/core/formats/ovs/index.js'
import { splitCommandLine } from '../../../src/core/formats/shell/index.js'
import { applyRequest } from '../../../src/core/kernel/apply.js'
import { bareNode } from '../../../src/core/load/boot/machine.js'
import type { KernelRequest, Node } from '../../../src/core/model/index.js'
import type { OvsBridge, OvsPort } from '../../../src/core/model/ovs.js'
import type { Corpus, Failure, Suite } from '../suite.js'
import { type Call, callsOf, filledIn } from './ovs-autotest.js'

export const OVS_VSCTL: Suite = {
  name: 'ovs-vsctl',
  title: "Open vSwitch's ovs-vsctl.at: bridges, ports, interfaces and refusals after each command line",
  run: (corpus) => {
    const files = corpus.files.filter((file) => file.endsWith('/ovs-vsctl.at') || file === 'ovs-vsctl.at')
    if (files.length === 0) return undefined
    const checks = files.flatMap((file) => groupsOf(corpus, file).flatMap(runGroup))
    const failures = checks.flatMap(({ title, why }) => (why === undefined ? [] : [{ case: title, why } satisfies Failure]))
    return { passed: checks.length - failures.length, total: checks.length, failures }
  },
}

type Group = { readonly title: string; readonly calls: readonly Call[] }
type Check = { readonly title: string; readonly why?: string }

const MACROS = ['AT_SETUP', 'AT_CLEANUP', 'AT_CHECK', 'CHECK_BRIDGES', 'CHECK_PORTS', 'CHECK_IFACES', 'OVS_VSCTL_SETUP_\\w+_CONF'] as const

const SETUP_MACRO = /m4_define\(\[OVS_VSCTL_SETUP_\w+_CONF\][\s\S]*?\]\)\]\)\]\)/g

function groupsOf(corpus: Corpus, file: string): readonly Group[] {
  const text = corpus.text(file)
  const bodies = new Map(callsOf(text, ['m4_define']).map(({ arguments: [name = '', body = ''] }) => [name, body]))
  // The tests of fake bridges are a macro; 9 is one of the VLANs for which it is called.
  const start = text.indexOf('AT_BANNER')
  const calls = callsOf(filledIn(text.slice(Math.max(start, 0)).replace(SETUP_MACRO, ''), ['9']), MACROS)
  const groups: { title: string; calls: Call[] }[] = []
  for (const call of calls) {
    if (call.name === 'AT_SETUP') groups.push({ title: call.arguments[0] ?? '', calls: [] })
    const body = call.name.startsWith('CHECK_') ? undefined : bodies.get(call.name)
    groups.at(-1)?.calls.push(...(body === undefined ? [call] : callsOf(filledIn(body, call.arguments), MACROS)))
  }
  return groups
}

/** After what the model cannot know (rows of other tables, other programs) only what is refused is compared. */
function runGroup({ title, calls }: Group): readonly Check[] {
  const checks: Check[] = []
  let node = bareNode({ name: 'ovs', kind: 'host' }, [])
  let known = true
  for (const [index, call] of calls.entries()) {
    const where = `${title}: ${index}`
    if (known && call.name.startsWith('CHECK_')) checks.push(verdict(where, wantedOf(call), foundOf(node, call)))
    if (call.name !== 'AT_CHECK') continue
    const lines = commandLines(call.arguments[0] ?? '')
    const run = lines === undefined ? undefined : runLines(node, lines)
    if (run === undefined) {
      known = false
      continue
    }
    node = run.node
    const [, code = '0', , stderr = ''] = call.arguments
    const error = stderr.trim()
    if (code !== '0' && !error.startsWith('ovs-vsctl:')) continue
    if (run.changes && (known || error !== '')) checks.push(verdict(where, code === '0' ? '' : error, run.error ?? ''))
  }
  return checks
}

function verdict(title: string, wanted: string, found: string): Check {
  return wanted === found ? { title } : { title, why: `wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(found)}` }
}

/** The lines that a check runs, if it runs nothing but ovs-vsctl. */
function commandLines(shell: string): readonly string[] | undefined {
  const [call, ...more] = callsOf(shell, ['RUN_OVS_VSCTL', 'RUN_OVS_VSCTL_ONELINE', 'RUN_OVS_VSCTL_TOGETHER'])
  if (call === undefined || more.length > 0 || /[`$|>]|\\\n/.test(shell.replace(/'[^']*'/g, ''))) return undefined
  const commands = call.arguments.map((one) => one.trim().replace(/^\[(.*)\]$/s, '$1'))
  return call.name === 'RUN_OVS_VSCTL_TOGETHER'
    ? [`ovs-vsctl --no-wait ${commands.map((one) => `-- ${one}`).join(' ')}`]
    : commands.map((one) => `ovs-vsctl --no-wait ${one}`)
}

type Run = { readonly node: Node; readonly error?: string; readonly changes: boolean }

function runLines(start: Node, lines: readonly string[]): Run | undefined {
  let node = start
  let changes = false
  for (const line of lines) {
    const split = splitCommandLine(line, { capture: 'at', start: 0, end: line.length }, {})
    const words = split.commands[0]?.words
    if (split.notModelled !== undefined || words === undefined) return undefined
    const requests = lowerOvsVsctl(words)
    if (requests.some(beyond)) return undefined
    for (const request of requests) {
      if (request.kind === 'unmodelled') continue
      changes = true
      const applied = applyRequest(node, request, 'command')
      if (applied.result.kind === 'refused') return { node, error: applied.result.text, changes }
      node = applied.node
    }
  }
  return { node, changes }
}

function beyond(request: KernelRequest): boolean {
  return request.kind === 'unmodelled' && (request.touches === 'anything' || /zone|create/.test(request.text))
}

type Named = { readonly name: string; readonly parent: string; readonly vlan: number; readonly ports: readonly OvsPort[] }

/** As ovs-vsctl sees them: fake ones too, each with the ports of its VLAN. */
function bridgesOf(node: Node): readonly Named[] {
  return (node.ovs?.bridges ?? []).flatMap(namedIn).sort((a, b) => (a.name < b.name ? -1 : 1))
}

function namedIn(bridge: OvsBridge): readonly Named[] {
  const fakes = bridge.ports.filter((port) => port.fakeBridge === true)
  const tags = fakes.map((port) => port.tag)
  const own = bridge.ports.filter((port) => port.tag === undefined || !tags.includes(port.tag))
  return [
    { name: bridge.name, parent: bridge.name, vlan: 0, ports: own },
    ...fakes.map(
      (fake): Named => ({
        name: fake.name,
        parent: bridge.name,
        vlan: fake.tag ?? 0,
        ports: bridge.ports.filter((port) => port.tag === fake.tag),
      }),
    ),
  ]
}

function wantedOf({ name, arguments: given }: Call): string {
  if (name === 'CHECK_BRIDGES') return given.map((one) => one.replace(/\s/g, '')).join(' ')
  return given.slice(1).join(' ')
}

function foundOf(node: Node, { name, arguments: [first = ''] }: Call): string {
  const all = bridgesOf(node)
  if (name === 'CHECK_BRIDGES') return all.map((one) => `${one.name},${one.parent},${one.vlan}`).join(' ')
  const ports = all.find((one) => one.name === first)?.ports.filter((port) => port.name !== first) ?? []
  const names = name === 'CHECK_PORTS' ? ports.map((port) => port.name) : ports.flatMap((port) => port.interfaces.map((one) => one.name))
  return names.sort().join(' ')
}
