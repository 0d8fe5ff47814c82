/** The modelled kernel beside the real one: random command lines, and what both have afterwards. BRIDGEWORK_REQUESTS=1-100 tries others. */
import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { lowerIp } from '../../src/core/formats/iproute/index.js'
import { lowerSysctl } from '../../src/core/formats/sysctl/index.js'
import { applyRequest } from '../../src/core/kernel/apply.js'
import { bareNode } from '../../src/core/load/boot/machine.js'
import type { Node } from '../../src/core/model/index.js'
import { stateLines } from '../kernel-state.js'
import { DUMP_SCRIPT, dumpLines } from './kernel-dump.js'
import { needsTime, randomLines } from './random-requests.js'

const wanted = process.env['BRIDGEWORK_REQUESTS']?.split('-').map(Number)
const FIRST = wanted?.[0] ?? 1
const LAST = wanted?.[1] ?? wanted?.[0] ?? 4

describe.concurrent('random command lines', () => {
  test.each(Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index))('%i', { timeout: 120_000 }, async (seed) => {
    const lines = randomLines(seed)
    const real = await onRealKernel(lines)
    const modelled = onModel(lines)
    expect(
      lines.map((line, index) => `${line} | ${modelled.accepted[index] === true ? 'done' : 'refused'}`),
      'who is refused what',
    ).toEqual(lines.map((line, index) => `${line} | ${real.accepted[index] === true ? 'done' : 'refused'}`))
    // Not every kernel has VLANs of bridge ports.
    const state = stateLines(modelled.node, lines.join('\n')).map((line) => line.replace(/ vlans .*/, ''))
    expect(state, lines.join('\n')).toEqual(dumpLines(real.dump))
  })
})

type Modelled = { readonly node: Node; readonly accepted: readonly boolean[] }

function onModel(lines: readonly string[]): Modelled {
  let node = bareNode({ name: 'machine', kind: 'host' }, [])
  const accepted = lines.map((line) => {
    const words = line.split(' ').map((text) => ({ text }))
    const requests = line.startsWith('sysctl ') ? lowerSysctl(words) : lowerIp(words)
    return requests.every((request) => {
      const { node: after, result } = applyRequest(node, request, 'command')
      node = after
      expect(result.kind, line).not.toBe('unmodelled')
      return result.kind !== 'refused'
    })
  })
  return { node, accepted }
}

/** Nobody is asked whether an address is taken, which would last a second for each; then all have carrier whose other end is up. */
const PREPARATION =
  'sysctl -q -w net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0'

async function onRealKernel(lines: readonly string[]): Promise<{ readonly accepted: readonly boolean[]; readonly dump: string }> {
  const script = [
    PREPARATION,
    ...lines.map((line) => `${line} >/dev/null 2>&1; echo "@ $?"${needsTime(line) ? '; sleep 1.1' : ''}`),
    DUMP_SCRIPT,
  ].join('\n')
  const output = await runShell(script)
  const accepted = [...output.matchAll(/^@ (\d+)$/gm)].map(([, code]) => code === '0')
  expect(accepted.length).toBe(lines.length)
  return { accepted, dump: output }
}

function runShell(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('unshare', ['--user', '--map-root-user', '--net', '--mount', '--', 'sh', '-s'])
    const output = { out: '', err: '' }
    child.stdout.on('data', (text) => (output.out += text))
    child.stderr.on('data', (text) => (output.err += text))
    child.on('close', (code) => (code === 0 ? resolve(output.out) : reject(new Error(output.err))))
    child.stdin.end(`mount -t sysfs sysfs /sys 2>/dev/null\n${script}\n`)
  })
}
