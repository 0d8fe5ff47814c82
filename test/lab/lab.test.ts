import { readlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { downLab, findLab, listLabs, runLabTest, upLab } from '../../src/live/lab/index.js'
import { isRunning } from '../../src/live/system/proc.js'
import { enter, localRun } from '../../src/live/system/run.js'
import { answer, expectation, JOURNAL, LOOP, LOOP_JOURNAL, NETWORK, name, request } from './fixture.js'

const tcp = (port: number) => ({ protocol: { kind: 'tcp', port } as const })

test('agrees with right predictions and disagrees with wrong ones', async () => {
  const cases = [
    [expectation('host1', '10.10.11.1'), { ttl: 63, saidBy: '10.10.11.1' }, 'agrees'],
    [expectation('host1', '10.10.11.1'), { ttl: 62 }, 'disagrees'],
    [expectation('server', 'laptop.lan'), { ttl: 64 }, 'agrees'],
    [expectation('server', 'nowhere.lan'), { outcome: 'unknown-host', replies: 0 }, 'agrees'],
    [expectation('host1', '10.10.11.77'), { outcome: 'port-unreachable', saidBy: '192.168.77.1', replies: 0 }, 'agrees'],
    [expectation('laptop', '10.10.11.248', tcp(22)), {}, 'agrees'],
    [expectation('laptop', '10.10.11.248', tcp(23)), { outcome: 'refused' }, 'agrees'],
    [expectation('laptop', '10.10.11.248', tcp(23)), {}, 'disagrees'],
    [expectation('server', '10.10.11.1', { protocol: { kind: 'udp', port: 53 } }), {}, 'agrees'],
    [expectation('laptop', '8.8.8.8'), { outcome: 'no-route', replies: 0, saidBy: 'local' }, 'agrees'],
    [expectation('laptop', '8.8.8.8'), { verdict: 'undetermined', missing: ['what 8.8.8.8 is'] }, 'proves-nothing'],
  ] as const
  const report = await runLabTest({
    network: NETWORK,
    journal: JOURNAL,
    expectations: cases.map(([one]) => one),
    answers: cases.map(([one, more]) => answer(one, more)),
  })
  expect(report.tests.map((row) => `${row.to} ${row.verdict.kind}`)).toEqual(cases.map(([one, , verdict]) => `${one.to} ${verdict}`))
  expect(report.boot).toEqual([])
  expect(report.replayed).toBeGreaterThan(20)
  expect(report.deviations.join()).toContain('STP of server:br1 is switched on last')
})

test('a redirected port reaches what listens on the other one', async () => {
  const text = '-A PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 22'
  const rule = { matches: [], target: { kind: 'redirect', ports: { from: 22, to: 22 } }, text } as const
  const one = expectation('laptop', '10.10.11.248', tcp(8080))
  const report = await runLabTest({
    network: NETWORK,
    journal: [
      ...JOURNAL,
      request('server', { kind: 'netfilter-rule', operation: 'append', family: 'ip', table: 'nat', chain: 'PREROUTING', rule }),
    ],
    expectations: [one],
    answers: [answer(one, {})],
  })
  expect(report.tests.map((row) => row.verdict)).toEqual([{ kind: 'agrees' }])
})

test('a single ping waits until the kernel gives up on ARP', async () => {
  const one = expectation('server', '10.10.11.99', { count: 1 })
  const unanswered = answer(one, { outcome: 'host-unreachable', reason: 'neighbour/no-answer', replies: 0, saidBy: 'local' })
  const report = await runLabTest({ network: NETWORK, journal: JOURNAL, expectations: [one], answers: [unanswered] })
  expect(report.tests.map((row) => row.verdict)).toEqual([{ kind: 'agrees' }])
})

test('says which requests of the boot went differently', async () => {
  const refused = { kind: 'refused', error: 'EEXIST', text: 'File exists' } as const
  const setSysctl = (key: string) => ({ kind: 'sysctl-set', key, value: '1' }) as const
  const rule = (table: 'filter' | 'nat', text: string) =>
    ({
      kind: 'netfilter-rule',
      operation: 'append',
      family: 'ip',
      table,
      chain: 'INPUT',
      rule: { matches: [], target: { kind: 'drop' }, text },
    }) as const
  const report = await runLabTest({
    network: NETWORK,
    expectations: [],
    answers: [],
    journal: [
      ...JOURNAL,
      request('host1', { kind: 'link-set', name: name('eth7'), up: true }),
      request('host1', { kind: 'link-set', name: name('eth0'), up: true }, refused),
      request('host1', setSysctl('net.ipv4.conf.eth7.rp_filter')),
      request('host1', setSysctl('net.ipv4.conf.eth0.rp_filter'), refused),
      request('host1', rule('filter', '-A INPUT -s 10.9.9.9 -j DROP')),
      request('host1', rule('nat', '-A INPUT -s 10.9.9.9 -j ACCEPT')),
      request('host1', rule('nat', '-A INPUT -s 10.9.9.9 -j NOSUCH')),
      request('host1', setSysctl('net.ipv4.conf.eth7.rp_filter'), refused),
    ],
  })
  expect(report.boot.map((row) => `${row.verdict}: ${row.what}: ${row.predicted}`)).toEqual([
    'disagrees: ip link set dev eth7 up: done',
    'disagrees: ip link set dev eth0 up: refused: EEXIST',
    'disagrees: sysctl net.ipv4.conf.eth7.rp_filter=1: done',
    'disagrees: sysctl net.ipv4.conf.eth0.rp_filter=1: refused: EEXIST',
    expect.stringContaining('iptables -t nat -A INPUT -s 10.9.9.9 -j NOSUCH: done'),
  ])
  expect(report.summary.disagrees).toBeGreaterThan(3)
})

test('compares the lease', async () => {
  const journal = JOURNAL.map((event) =>
    event.kind !== 'dhcp' || event.lease === undefined ? event : { ...event, lease: { ...event.lease, routers: [] } },
  )
  const report = await runLabTest({ network: NETWORK, journal, expectations: [], answers: [] })
  expect(report.boot.map((row) => row.measured)).toEqual([
    'got 10.10.11.248/24, router 10.10.11.1, name server 10.10.11.1, from 10.10.11.1, predicted 10.10.11.248/24, no router, name server 10.10.11.1, from 10.10.11.1',
  ])
})

test('ends at once when it is interrupted, with what was measured until then', async () => {
  const controller = new AbortController()
  const [first, second] = [expectation('host1', '10.10.11.1'), expectation('server', '10.10.11.99', { count: 9, interval: 1000 })]
  const began = performance.now()
  const report = await runLabTest({
    network: NETWORK,
    journal: JOURNAL,
    expectations: [first, second],
    answers: [answer(first, { ttl: 63 }), answer(second, {})],
    signal: controller.signal,
    onRow: () => setTimeout(() => controller.abort(), 200),
  })
  expect(report.tests.length).toBe(1)
  expect(report.interrupted).toBe(true)
  expect(performance.now() - began).toBeLessThan(8000)
})

test('bridges that form a loop get their spanning tree before anything is asked', async () => {
  const one = expectation('laptop', '10.10.11.2')
  const began = performance.now()
  const report = await runLabTest({ network: LOOP, journal: LOOP_JOURNAL, expectations: [one], answers: [answer(one, { ttl: 64 })] })
  expect(report.boot).toEqual([])
  expect(report.tests.map((row) => row.verdict)).toEqual([{ kind: 'agrees' }])
  expect(performance.now() - began).toBeGreaterThan(4000)
})

describe('a lab that stays', () => {
  test('is listed, entered and taken down', async () => {
    const { lab, boot } = await upLab({ network: NETWORK, journal: JOURNAL, name: 'vitest-lab', file: 'fixture' })
    try {
      expect(boot).toEqual([])
      expect(listLabs().map((one) => one.name)).toContain('vitest-lab')
      const found = findLab('vitest-lab', 'host1')
      const node = found.kind === 'found' ? found.lab.nodes.find((one) => one.name === 'host1') : undefined
      const ping = await localRun([...enter(node?.pid ?? 0), 'ping', '-n', '-c', '1', '10.10.11.1'])
      expect(ping.stdout).toContain('ttl=63')
      expect((await localRun([...enter(node?.pid ?? 0), 'hostname'])).stdout.trim()).toBe('host1')
    } finally {
      expect(await downLab(lab)).toBe(true)
    }
    expect(listLabs().map((one) => one.name)).not.toContain('vitest-lab')
    expect(lab.nodes.filter(({ pid, startTime }) => isRunning(pid, startTime))).toEqual([])
  })

  test('leaves nothing when it cannot be built', async () => {
    const twice = { ...NETWORK, cables: [...NETWORK.cables, ...NETWORK.cables] }
    await expect(upLab({ network: twice, journal: JOURNAL, name: 'vitest-broken', file: 'fixture' })).rejects.toThrow(
      'cables cannot be made',
    )
    expect(listLabs().map((one) => one.name)).not.toContain('vitest-broken')
  })
})

test('the network namespace of the machine is another one', async () => {
  const { stdout } = await localRun(['ip', '-json', 'link'])
  const one = expectation('host1', '10.10.11.1')
  const namespaces: string[] = []
  await runLabTest({
    network: NETWORK,
    journal: JOURNAL,
    expectations: [one],
    answers: [answer(one, { ttl: 63 })],
    run: async (command, options) => {
      const result = await localRun(command, options)
      const target = command[command.indexOf('--target') + 1]
      if (target !== undefined && !namespaces.includes(target)) namespaces.push(target)
      if (target !== undefined) expect(namespaceOf(target)).not.toBe(namespaceOf('self'))
      return result
    },
  })
  expect(namespaces.length).toBe(4)
  expect(linkNames((await localRun(['ip', '-json', 'link'])).stdout)).toEqual(linkNames(stdout))
})

function namespaceOf(pid: string): string {
  return readlinkSync(`/proc/${pid}/ns/net`)
}

function linkNames(json: string): readonly unknown[] {
  return (JSON.parse(json) as readonly { readonly ifname: string }[]).map((link) => link.ifname)
}
