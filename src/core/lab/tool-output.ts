/** What the output of batch tools says about each of the things they were asked. */
import type { Replay } from './replayed.js'

/** `ip -force -batch -`: an error is followed by `Command failed -:LINE`. A line that ip cannot read ends the batch without saying where. */
export function parseIpBatch(stderr: string, count: number): readonly Replay[] {
  const failures = new Map<number, string>()
  let pending: string[] = []
  for (const line of stderr.split('\n').filter((text) => text !== '')) {
    const at = /^Command failed .*:(\d+)$/.exec(line)?.[1]
    if (at === undefined) {
      pending.push(line)
      continue
    }
    failures.set(Number(at), pending.join('; '))
    pending = []
  }
  const broken = pending.find((line) => line.startsWith('Error: ') || line.includes('unknown'))
  const last = Math.max(0, ...failures.keys())
  return Array.from({ length: count }, (_, index): Replay => {
    const text = failures.get(index + 1)
    if (text !== undefined) return { kind: 'failed', text: text.replace(/^(Error|RTNETLINK answers): /, '') }
    return broken !== undefined && index + 1 > last ? { kind: 'unreplayed', text: `ip stopped: ${broken}` } : { kind: 'done' }
  })
}

/** `sysctl -qw key=value …`: one line per key that failed, naming the key or its path. */
export function parseSysctl(stderr: string, keys: readonly string[]): readonly Replay[] {
  const lines = stderr.split('\n')
  return keys.map((key) => {
    const path = `/proc/sys/${key.replaceAll('.', '/')}`
    const line = lines.find((text) => text.includes(`"${key}"`) || text.includes(`${path}:`) || text.endsWith(path))
    return line === undefined ? { kind: 'done' } : { kind: 'failed', text: line.replace(/^sysctl: /, '') }
  })
}

/** `ip -details -json link show type bridge_slave`: whether a port that has a carrier neither forwards nor blocks yet. BPDU guard disables one for good, and one with root_block that hears of a better root listens for ever. */
export function hasUnsettledPort(json: string): boolean {
  return json
    .split('"ifindex":')
    .slice(1)
    .some((link) => {
      const state = /"info_slave_data":\{"state":"([a-z]+)"/.exec(link)?.[1]
      if (state === 'disabled' && /"guard":true/.test(link)) return false
      if (state === 'listening' && /"root_block":true/.test(link)) return false
      return /"flags":\[[^\]]*"LOWER_UP"/.test(link) && state !== undefined && state !== 'forwarding' && state !== 'blocking'
    })
}
