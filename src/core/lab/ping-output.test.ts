import { expect, test } from 'vitest'
import type { Measured } from './measured.js'
import { parsePing } from './ping-output.js'

/** As printed by iputils 20221126; what stands behind `!` went to stderr. */
const CASES: readonly (readonly [title: string, output: string, expected: string])[] = [
  [
    'replies',
    `PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.
64 bytes from 10.0.0.2: icmp_seq=1 ttl=63 time=0.122 ms
64 bytes from 10.0.0.2: icmp_seq=2 ttl=63 time=0.061 ms
64 bytes from 10.0.0.2: icmp_seq=2 ttl=63 time=0.261 ms (DUP!)`,
    'reply by 10.0.0.2 ttl 63, 2 replies',
  ],
  [
    'redirects and replies',
    `From 10.0.0.1: icmp_seq=1 Redirect Host(New nexthop: 10.0.0.56)
64 bytes from 77.0.0.1: icmp_seq=1 ttl=64 time=0.143 ms
From 10.0.0.1: icmp_seq=2 Redirect Host(New nexthop: 10.0.0.56)`,
    'reply by 77.0.0.1 ttl 64, 1 replies, 10.0.0.1>10.0.0.56',
  ],
  ['silence', 'PING 77.0.0.3 (77.0.0.3) 56(84) bytes of data.', 'silence, 0 replies'],
  ['host', 'PING x\nFrom 10.0.0.55 icmp_seq=1 Destination Host Unreachable', 'host-unreachable by 10.0.0.55, 0 replies'],
  ['net', 'PING x\nFrom 10.0.0.1 icmp_seq=1 Destination Net Unreachable', 'net-unreachable by 10.0.0.1, 0 replies'],
  [
    'port',
    'PING x\nFrom 10.0.0.1 icmp_seq=1 Destination Port Unreachable\n!ping: sendmsg: Operation not permitted',
    'port-unreachable by 10.0.0.1, 0 replies',
  ],
  ['filtered', 'PING x\nFrom 10.0.0.1 icmp_seq=1 Packet filtered', 'prohibited by 10.0.0.1, 0 replies'],
  ['frag', 'PING x\nFrom 10.0.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)', 'too-big by 10.0.0.1, 0 replies'],
  ['ttl', 'PING x\nFrom 10.0.0.1 icmp_seq=1 Time to live exceeded', 'ttl-exceeded by 10.0.0.1, 0 replies'],
  ['no route', '!ping: connect: Network is unreachable', 'no-route by local, 0 replies'],
  ['route unreachable', '!ping: connect: No route to host', 'host-unreachable by local, 0 replies'],
  ['route blackhole', '!ping: connect: Invalid argument', 'no-route by local, 0 replies'],
  [
    'broadcast',
    '!ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules',
    'not-permitted by local, 0 replies',
  ],
  ['no name', '!ping: nix.example: Temporary failure in name resolution', 'unknown-host by local, 0 replies'],
  ['older no name', '!ping: unknown host nix.example', 'unknown-host by local, 0 replies'],
  ['foreign source', '!ping: bind: Cannot assign requested address', 'no-address by local, 0 replies'],
  ['overload', 'PING x\n!ping: sendmsg: No buffer space available', 'silence, 0 replies, unusable'],
  ['did not run', '!nsenter: cannot open /proc/1/ns/user: Permission denied', 'silence, 0 replies, unusable'],
]

for (const [title, output, expected] of CASES) {
  test(title, () => {
    const lines = output.split('\n')
    const stderr = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    expect(show(parsePing(lines.filter((line) => !line.startsWith('!')).join('\n'), stderr.join('\n')))).toBe(expected)
  })
}

function show({ outcome, saidBy, ttl, replies, redirects, unusable }: Measured): string {
  const told = [outcome, ...(saidBy === undefined ? [] : [`by ${saidBy}`]), ...(ttl === undefined ? [] : [`ttl ${ttl}`])].join(' ')
  return [
    told,
    `${replies} replies`,
    ...redirects.map((one) => `${one.from}>${one.gateway}`),
    ...(unusable === undefined ? [] : ['unusable']),
  ].join(', ')
}
