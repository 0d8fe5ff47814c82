/** What Linux 6.1 answered to command lines and what it had in the end, measured once with iproute2 6.1: nothing here is rewritten. */
import { expect, test } from 'vitest'
import { type CaseFile, inputOf, readCases } from '../../../test/case-file.js'
import { stateLines } from '../../../test/kernel-state.js'
import { parseInterfaceName } from '../addresses/interface-name.js'
import { parseMac } from '../addresses/mac.js'
import { lowerBridge, lowerIp } from '../formats/iproute/index.js'
import { lowerSysctl } from '../formats/sysctl/index.js'
import { bareNode } from '../load/boot/machine.js'
import type { KernelRequest, Node } from '../model/index.js'
import { applyRequest } from './apply.js'

const CASES = readCases(`${import.meta.dirname}/measured`)

test('there are cases', () => expect(CASES.length).toBeGreaterThan(8))

test.each(CASES)('$title', (file) => {
  let node = machine()
  const answers: string[] = []
  for (const line of linesOf(file, 'commands')) {
    const answered = run(node, line)
    node = answered.node
    answers.push(`${line} | ${answered.text}`)
  }
  expect(answers).toEqual(linesOf(file, 'answers'))
  expect(stateLines(node, inputOf(file, 'commands'))).toEqual(linesOf(file, 'state'))
})

function linesOf(file: CaseFile, section: string): readonly string[] {
  return inputOf(file, section)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Three cards whose cables lead to something that is switched on, with the MACs of the measurement. */
function machine(): Node {
  const nics = ['eth0', 'eth1', 'eth2'].flatMap((text, index) => {
    const [name, mac] = [parseInterfaceName(text), parseMac(`02:00:00:00:00:${index + 1}0`)]
    return name === undefined || mac === undefined ? [] : [{ name, mac }]
  })
  return bareNode({ name: 'server', kind: 'host' }, nics)
}

function run(node: Node, line: string): { readonly node: Node; readonly text: string } {
  let now = node
  for (const request of requestsOf(line)) {
    const { node: after, result } = applyRequest(now, request, 'command')
    now = after
    if (result.kind === 'refused') return { node: now, text: result.text }
    if (result.kind === 'unmodelled' && request.kind !== 'link-add') return { node: now, text: 'unmodelled' }
  }
  return { node: now, text: 'done' }
}

function requestsOf(line: string): readonly KernelRequest[] {
  const words = line.split(' ').map((text) => ({ text }))
  if (line.startsWith('bridge ')) return lowerBridge(words)
  return line.startsWith('sysctl ') ? lowerSysctl(words) : lowerIp(words)
}
