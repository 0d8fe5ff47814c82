/** How a replayed boot is judged when the machine's kernel lacks something. */
import { expect, test } from 'vitest'
import { judgeReplays, type Replay, type Replayed } from './replayed.js'

const asked = (what: string, more: Partial<Replayed> = {}): Replayed => ({
  ...{ node: 'server', phase: 'boot', what, predicted: { kind: 'done' }, matters: true },
  ...more,
})
const failed = (text: string): Replay => ({ kind: 'failed', text })
const DONE: Replay = { kind: 'done' }

test('a device that this kernel cannot make names its module, and nothing after it on that node disagrees', () => {
  const rows = judgeReplays([
    [asked('ip link set dev eth0 up'), DONE],
    [asked('ip link add eth0.5', { needs: 'the kernel module 8021q' }), failed('Unknown device type.')],
    [asked('ip addr add dev eth0.5'), failed('Cannot find device "eth0.5"')],
    [asked('ip addr add dev eth7', { node: 'laptop' }), failed('Cannot find device "eth7"')],
  ])
  expect(rows.map(({ node, verdict, measured }) => `${node} ${verdict}: ${measured}`)).toEqual([
    'server proves-nothing: Unknown device type: needs the kernel module 8021q',
    'server proves-nothing: Cannot find device "eth0.5", on a node that needs the kernel module 8021q',
    'laptop disagrees: Cannot find device "eth7"',
  ])
})

test('a kernel that has it and says no all the same disagrees', () => {
  const rows = judgeReplays([
    [asked('ip link add eth0.5', { needs: 'the kernel module 8021q' }), failed('8021q: VLAN device already exists.')],
    [asked('ip link add eth0.5', { predicted: { kind: 'refused', error: 'EEXIST', text: 'File exists' } }), DONE],
    [asked('ip link add eth0.5', { predicted: { kind: 'refused', error: 'EEXIST', text: 'File exists' } }), failed('File exists')],
    [asked('sysctl'), { kind: 'unreplayed', text: 'sysctl is missing' }],
  ])
  expect(rows.map(({ verdict, measured }) => `${verdict}: ${measured}`)).toEqual([
    'disagrees: 8021q: VLAN device already exists.',
    'disagrees: done',
    'proves-nothing: not replayed: sysctl is missing',
  ])
})
