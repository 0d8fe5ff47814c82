/** The program as it is shipped, without the repository around it, as root and as an ordinary user; and what is left when it is killed. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabTestView } from '../../src/core/lab/report.js'
import { childrenOf, isRunning, programNameOf, startTimeOf } from '../../src/live/system/proc.js'
import { bridgework, endOf, type Installation, install } from './as-user.js'

/** Has DHCP, DNS, netfilter, guests and a probe that nobody answers. */
const SCENARIO = 'scenarios/seed-hosts-on-br1-dhcp'

let installation: Installation
beforeAll(() => {
  installation = install()
})
afterAll(() => installation.remove())

describe.each(['the user of the tests', 'an ordinary user'] as const)('%s', (user) => {
  test('can have a lab', async () => {
    const { code, stdout, stderr } = await endOf(bridgework(installation, user, ['lab', 'test', '-f', SCENARIO, '--json']))
    expect(stderr).toBe('')
    const { labs, summary } = JSON.parse(stdout) as LabTestView
    expect(labs.map((lab) => lab.boot)).toEqual([[]])
    expect(summary).toEqual({ agrees: labs[0]?.tests.length, disagrees: 0, provesNothing: 0, unmet: 0 })
    expect(code).toBe(0)
  })

  test('who kills it finds nothing left of it within 5 seconds', async () => {
    const before = traces()
    const child = bridgework(installation, user, ['lab', 'test', SCENARIO, 'scenarios/seed-routed'])
    const ended = endOf(child)
    await expect.poll(() => familyOf(child.pid ?? 0).filter(isPing).length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0)
    const family = familyOf(child.pid ?? 0)
    expect(family.length).toBeGreaterThan(16)
    child.kill('SIGKILL')
    await expect.poll(() => family.filter(({ pid, startTime }) => isRunning(pid, startTime)), { timeout: 5000 }).toEqual([])
    expect(await ended).toMatchObject({ code: null })
    expect(traces()).toEqual(before)
    expect(await endOf(bridgework(installation, user, ['lab', 'list']))).toEqual({ code: 0, stdout: 'no lab is up\n', stderr: '' })
  })
})

type Member = { readonly pid: number; readonly startTime: string; readonly program: string }

function isPing(member: Member): boolean {
  return member.program === 'ping'
}

function familyOf(pid: number): readonly Member[] {
  const startTime = startTimeOf(pid)
  const program = programNameOf(pid) ?? ''
  return [...(startTime === undefined ? [] : [{ pid, startTime, program }]), ...childrenOf(pid).flatMap(familyOf)]
}

/** What a lab that is not closed could leave on the machine. */
function traces(): { readonly mounts: string; readonly named: readonly string[] } {
  return { mounts: readFileSync('/proc/self/mounts', 'utf8'), named: namedNamespaces() }
}

function namedNamespaces(): readonly string[] {
  try {
    return readdirSync('/run/netns')
  } catch {
    return []
  }
}
