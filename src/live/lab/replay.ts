/** Replays the boot against the real kernel, step by step, and says what went differently than predicted. */
import { compareLeases, parseLease } from '../../core/lab/lease.js'
import { committedTables, restoreInput } from '../../core/lab/netfilter-words.js'
import { type BootRow, judgeReplays, type Replay, type Replayed } from '../../core/lab/replayed.js'
import type { LabStep } from '../../core/lab/step.js'
import { LAB_DIRECTORY } from '../../core/lab/steps.js'
import { parseIpBatch, parseSysctl } from '../../core/lab/tool-output.js'
import { unreachable } from '../../core/std/unreachable.js'
import type { RunResult } from '../system/run.js'
import { assetPath } from './assets.js'
import { type Lab, nodeDirectory, nodeOf, writeInLab } from './lab.js'
import { settle } from './settle.js'

export type Replaying = { readonly replayed: number; readonly boot: readonly BootRow[] }

type Result = readonly [request: Replayed, replay: Replay]

export async function replayBoot(lab: Lab, signal?: AbortSignal): Promise<Replaying> {
  const results: Result[] = []
  for (const step of lab.design.steps) {
    if (signal?.aborted === true) break
    results.push(...(await replayStep(lab, step)))
  }
  return { replayed: results.length, boot: judgeReplays(results) }
}

type Step<Kind extends LabStep['kind']> = Extract<LabStep, { kind: Kind }>

async function replayStep(lab: Lab, step: LabStep): Promise<readonly Result[]> {
  switch (step.kind) {
    case 'ip':
      return replayIp(lab, step)
    case 'sysctl':
      return replaySysctl(lab, step)
    case 'netfilter':
      return replayNetfilter(lab, step)
    case 'netfilter-restore': {
      const program = step.family === 'ip' ? 'iptables-restore' : 'ip6tables-restore'
      return [[step.of, replayOf(await nodeOf(lab, step.node).run([program, '-w'], { stdin: `${step.text}\n` }))]]
    }
    case 'nft':
      return replayNft(lab, step)
    case 'server':
      return replayServer(lab, step)
    case 'dhcp':
      return replayDhcp(lab, step)
    case 'resolver':
      writeInLab(lab, `${nodeDirectory(lab.design, step.node)}/resolv.conf`, step.resolver)
      writeInLab(lab, `${nodeDirectory(lab.design, step.node)}/hosts`, step.hosts)
      return []
    case 'settle':
      await settle(lab, step.nodes)
      return []
    case 'impossible':
      return [[step.of, { kind: 'unreplayed', text: step.because }]]
  }
  return unreachable(step)
}

function replayOf({ code, stdout, stderr }: RunResult): Replay {
  if (code === 0) return { kind: 'done' }
  const text = (stderr.trim() === '' ? stdout : stderr).trim()
  return code >= 124 ? { kind: 'unreplayed', text } : { kind: 'failed', text: text.split('\n')[0] ?? '' }
}

async function replayIp(lab: Lab, step: Step<'ip'>): Promise<readonly Result[]> {
  const stdin = step.lines.map((line) => `${line.words.join(' ')}\n`).join('')
  const { stderr } = await nodeOf(lab, step.node).run([...(step.tool ?? ['ip']), '-force', '-batch', '-'], { stdin })
  const replays = parseIpBatch(stderr, step.lines.length)
  return step.lines.flatMap((line, index): readonly Result[] => {
    const replay = replays[index]
    return line.of === undefined || replay === undefined ? [] : [[line.of, replay]]
  })
}

async function replaySysctl(lab: Lab, step: Step<'sysctl'>): Promise<readonly Result[]> {
  const { stderr } = await nodeOf(lab, step.node).run(['sysctl', '-q', '-w', ...step.settings.map(({ key, value }) => `${key}=${value}`)])
  const replays = parseSysctl(
    stderr,
    step.settings.map(({ key }) => key),
  )
  return step.settings.map((setting, index): Result => [setting.of, replays[index] ?? { kind: 'done' }])
}

/** All rules at once; when that fails, those of the tables that were not committed one by one, to find the culprit. */
async function replayNetfilter(lab: Lab, step: Step<'netfilter'>): Promise<readonly Result[]> {
  const { run } = nodeOf(lab, step.node)
  const program = step.family === 'ip' ? 'iptables' : 'ip6tables'
  const together =
    step.lines.length > 1 ? await run([`${program}-restore`, '--noflush', '-w'], { stdin: restoreInput(step.lines) }) : undefined
  if (together?.code === 0) return step.lines.map((line): Result => [line.of, { kind: 'done' }])
  const committed = together === undefined ? [] : committedTables(step.lines, together.stderr)
  const results: Result[] = []
  for (const { of, table, words } of step.lines) {
    results.push([of, committed.includes(table) ? { kind: 'done' } : replayOf(await run([program, '-w', '-t', table, ...words]))])
  }
  return results
}

/** All scripts at once; when that fails nothing was done, and they are run one by one. */
async function replayNft(lab: Lab, { node, scripts }: Step<'nft'>): Promise<readonly Result[]> {
  const { run } = nodeOf(lab, node)
  const load = (text: string) => run(['nft', '-f', '-'], { stdin: `${text}\n` })
  if (scripts.length > 1 && (await load(scripts.map(({ text }) => text).join('\n'))).code === 0) {
    return scripts.map(({ of }): Result => [of, { kind: 'done' }])
  }
  const results: Result[] = []
  for (const { text, of } of scripts) results.push([of, replayOf(await load(text))])
  return results
}

async function replayServer(lab: Lab, step: Step<'server'>): Promise<readonly Result[]> {
  writeInLab(lab, `${step.stem}.conf`, step.config)
  // dnsmasq goes into the background when its sockets are open. In the lab there is only one user and one group.
  return [
    [
      step.of,
      replayOf(
        await nodeOf(lab, step.node).run(['dnsmasq', `--conf-file=${LAB_DIRECTORY}/${step.stem}.conf`, '--group='], { timeout: 10_000 }),
      ),
    ],
  ]
}

async function replayDhcp(lab: Lab, step: Step<'dhcp'>): Promise<readonly Result[]> {
  const { run } = nodeOf(lab, step.node)
  const asked = await run(
    ['udhcpc', '-i', step.interface, '-n', '-q', '-f', '-t', '3', '-T', '1', '-A', '1', '-s', assetPath('print-lease.sh')],
    { timeout: 20_000 },
  )
  if (asked.code >= 124) return [[step.of, { kind: 'unreplayed', text: asked.stderr.trim() }]]
  const difference = compareLeases(step.lease, parseLease(asked.stdout))
  return [[step.of, difference === undefined ? { kind: 'done' } : { kind: 'failed', text: difference }]]
}
