/** Reads what iputils ping(8) prints (with -n, in the C locale). */
import type { Redirect } from '../trace/answer.js'
import type { Outcome } from '../trace/outcome.js'
import type { Measured } from './measured.js'

type Heard = { readonly outcome: Outcome; readonly saidBy: string }

const FROM_NETWORK: readonly (readonly [start: string, outcome: Outcome])[] = [
  ['Destination Net Unreachable', 'net-unreachable'],
  ['Destination Host Unreachable', 'host-unreachable'],
  ['Destination Protocol Unreachable', 'proto-unreachable'],
  ['Destination Port Unreachable', 'port-unreachable'],
  ['Frag needed and DF set', 'too-big'],
  ['Destination Net Unknown', 'net-unreachable'],
  ['Destination Host Unknown', 'host-unreachable'],
  ['Destination Net Prohibited', 'prohibited'],
  ['Destination Host Prohibited', 'prohibited'],
  ['Packet filtered', 'prohibited'],
  ['Time to live exceeded', 'ttl-exceeded'],
]

const FROM_OWN_KERNEL: readonly (readonly [part: RegExp, outcome: Outcome])[] = [
  [/Network is unreachable/, 'no-route'],
  [/No route to host/, 'host-unreachable'],
  // A blackhole route is EINVAL, a prohibit route EACCES, which ping words as for a broadcast address.
  [/connect: Invalid argument/, 'no-route'],
  [/Do you want to ping broadcast|Operation not permitted/, 'not-permitted'],
  [/Cannot assign requested address/, 'no-address'],
  [/message too long|Message too long/, 'too-big'],
  [/unknown host|Name or service not known|failure in name resolution|No address associated with hostname/, 'unknown-host'],
]

export function parsePing(stdout: string, stderr: string): Measured {
  const replies = new Map<string, { readonly from: string; readonly ttl: number }>()
  const redirects: Redirect[] = []
  const errors: Heard[] = []
  for (const line of stdout.split('\n')) {
    const reply = /^\d+ bytes from ([\d.]+): icmp_seq=(\d+) ttl=(\d+)/.exec(line)
    if (reply !== null) replies.set(reply[2] ?? '', { from: reply[1] ?? '', ttl: Number(reply[3]) })
    const said = /^From ([\d.]+):? icmp_seq=\d+ (.+)$/.exec(line)
    if (said !== null) hear(said[1] ?? '', said[2] ?? '', { redirects, errors })
  }
  const local = localErrors(stderr)
  const first = [...replies.values()][0]
  const told = first === undefined ? (errors[0] ?? local[0]) : { outcome: 'reply' as const, saidBy: first.from, ttl: first.ttl }
  const unusable = uselessness(stdout, stderr)
  return {
    outcome: 'silence',
    ...told,
    redirects: unique(redirects),
    replies: replies.size,
    text: `${stdout}${stderr}`.trim(),
    ...(unusable === undefined ? {} : { unusable }),
  }
}

function hear(from: string, message: string, into: { readonly redirects: Redirect[]; readonly errors: Heard[] }): void {
  const gateway = /^Redirect .*\(New nexthop: ([\d.]+)\)/.exec(message)?.[1]
  if (gateway !== undefined) into.redirects.push({ from, gateway })
  const outcome = FROM_NETWORK.find(([start]) => message.startsWith(start))?.[1]
  if (outcome !== undefined) into.errors.push({ outcome, saidBy: from })
}

function localErrors(stderr: string): readonly Heard[] {
  return stderr.split('\n').flatMap((line) => {
    const outcome = line.startsWith('ping: ') ? FROM_OWN_KERNEL.find(([part]) => part.test(line))?.[1] : undefined
    return outcome === undefined ? [] : [{ outcome, saidBy: 'local' }]
  })
}

function unique(redirects: readonly Redirect[]): readonly Redirect[] {
  return redirects.filter(
    (one, index) => redirects.findIndex((other) => other.from === one.from && other.gateway === one.gateway) === index,
  )
}

function uselessness(stdout: string, stderr: string): string | undefined {
  // All namespaces of a machine share one neighbour table of gc_thresh3 entries (1,024): ENOBUFS says nothing about the network.
  if (stderr.includes('No buffer space available')) return 'the prober is overloaded: the neighbour table of this machine is full'
  if (stdout === '' && localErrors(stderr).length === 0) return `ping did not run: ${stderr.trim().split('\n').at(-1) ?? ''}`
  return undefined
}
