/** Traces as text: the walk, the reason, what helps, what differs later. */
import { expect, test } from 'vitest'
import type { Answer } from '../../trace/answer.js'
import type { FixView } from '../view/fix.js'
import { type TraceView, viewWalk } from '../view/trace.js'
import { PLAIN } from './paint.js'
import { EVIL, LATE, LOST, SNAPSHOT, UNKNOWN } from './sample.js'
import { renderTrace } from './trace.js'

const FIX: FixView = {
  node: 'router',
  command: 'iptables -I FORWARD -s 192.168.80.0/24 -j ACCEPT',
  outcome: 'reply',
  also: [{ from: 'guest', to: 'laptop', address: '10.0.0.1', before: 'silence', after: 'reply' }],
}

function view(answer: Answer, fixes: readonly FixView[] = []): TraceView {
  return { version: 1, kind: 'trace', file: 'bridgework.yaml', world: 'plain', ...viewWalk(SNAPSHOT, answer, fixes) }
}

function render(answer: Answer, fixes: readonly FixView[] = []): string {
  return renderTrace(view(answer, fixes), { paint: PLAIN, width: 100 })
}

test.each([
  ['lost', LOST, [FIX]],
  ['late', LATE, []],
  ['unknown', UNKNOWN, []],
] as const)('%s', async (name, answer, fixes) => {
  await expect(render(answer, fixes)).toMatchFileSnapshot(`golden/trace-${name}.txt`)
})

test('the JSON view', async () => {
  await expect(`${JSON.stringify(view(LOST, [FIX]), undefined, 2)}\n`).toMatchFileSnapshot('golden/trace-lost.json')
})

test('a view survives JSON', () => {
  expect(JSON.parse(JSON.stringify(view(LATE)))).toEqual(view(LATE))
})

test('escapes of others are shown, not obeyed', () => {
  const text = render(EVIL)
  expect(text).not.toMatch(/[\u001b\u202e]/)
  expect(text).toContain('\ufffd[31mred')
})

test('a reason without an origin points at the last decision that has one', () => {
  const first = LOST.probes[0]
  const silent = { text: 'lost', because: [] }
  const answer = { ...LOST, why: silent, probes: first === undefined ? [] : [{ ...first, why: silent }] }
  expect(view(answer).origins).toEqual([{ file: 'router/etc/iptables/rules.v4', line: 2, column: 1, text: ':FORWARD DROP [0:0]' }])
})
