/** Command lines of ip(8) in an order that nobody chose, by a seeded generator: interfaces, addresses, routes, rules. */

import { type Choice, choiceFrom } from '../fuzz/random.js'

/** MACs are given, for those that the kernel draws at random cannot be predicted. */
const BEGINNING = [
  'ip link set lo up',
  'ip link add va address 02:00:00:00:00:10 type veth peer name vb address 02:00:00:00:00:20',
  'ip link add vc address 02:00:00:00:00:30 type veth peer name vd address 02:00:00:00:00:40',
  'ip link add br0 address 02:00:00:00:00:b0 type bridge',
]

/** A few lines that change what is up or plugged in, and many that go by it. */
export function randomLines(seed: number): readonly string[] {
  const choose = choiceFrom(seed)
  const lines: string[] = [...BEGINNING]
  for (const port of ['va', 'vb', 'vc', 'vd', 'br0']) if (choose(true, true, false)) lines.push(`ip link set ${port} up`)
  for (let round = 0; round < 6; round++) {
    lines.push(linkLine(choose))
    for (let index = 0; index < 6; index++) lines.push(choose(addressLine, addressLine, routeLine, routeLine, routeLine, ruleLine)(choose))
  }
  return lines
}

/** Whether the kernel needs a moment before it is done with what follows from the line. */
export function needsTime(line: string): boolean {
  return /^ip link (set (?!lo)|del|add link)|disable_ipv6/.test(line)
}

const DEVICES = ['va', 'vb', 'vc', 'vd', 'br0'] as const

function linkLine(choose: Choice): string {
  const device = choose(...DEVICES)
  return choose(
    `ip link set ${device} up`,
    `ip link set ${device} down`,
    `ip link set ${device} mtu ${choose(1279, 1280, 1400, 9000)}`,
    `ip link set ${choose('va', 'vc', 'br0')} address 02:00:00:00:00:${choose('01', '51', 'c1')}`,
    `ip link set ${choose('va', 'vc')} master br0`,
    `ip link set ${choose('va', 'vc')} nomaster`,
    `ip link add link ${choose('vb', 'va')} name mv0 address 02:00:00:00:00:a0 type macvlan mode ${choose('bridge', 'private')}`,
    `ip link add vx0 address 02:00:00:00:00:e0 type vxlan id ${choose(5, 6)} dstport 4789 dev ${choose('vd', 'vb')}`,
    `ip link del ${choose('mv0', 'vx0', 'vd', 'br0')}`,
    `sysctl -q -w net.ipv6.conf.${choose('va', 'vc', 'all')}.disable_ipv6=${choose(0, 1)}`,
  )
}

function addressLine(choose: Choice): string {
  const device = choose(...DEVICES, 'mv0')
  const four = `10.${choose(0, 1)}.0.${choose(1, 2)}/${choose(16, 24)}`
  const six = `2001:db8:${choose(0, 1)}::${choose(1, 2)}/${choose(64, 64, 128)}`
  return choose(
    `ip addr add ${four} dev ${device}`,
    `ip addr add ${four} brd + dev ${device}`,
    `ip -6 addr add ${six} dev ${device} nodad`,
    `ip -6 addr add ${six} dev ${device} nodad`,
    `ip addr del ${four} dev ${device}`,
    `ip -6 addr del ${six} dev ${device}`,
    choose(`ip -4 addr flush dev ${device}`, `ip -6 addr flush dev ${device} scope global`, `ip addr replace ${four} dev ${device}`),
  )
}

function routeLine(choose: Choice): string {
  const device = choose(...DEVICES)
  const verb = choose('add', 'add', 'append', 'prepend', 'replace', 'change')
  const metric = choose('', '', ' metric 5')
  const to4 = choose('10.5.0.0/16', '10.6.0.0/16', 'default')
  const to6 = choose('2001:db8:50::/48', '2001:db8:60::/48', 'default')
  const via4 = `via 10.${choose(0, 1)}.0.${choose(7, 8)}`
  const via6 = choose(`via 2001:db8:${choose(0, 1)}::${choose(7, 8)}`, `via fe80::7 dev ${device}`)
  return choose(
    `ip route ${verb} ${to4} ${via4}${metric}`,
    `ip route ${verb} ${to4} dev ${device}${metric}`,
    `ip -6 route ${verb} ${to6} ${via6}${metric}`,
    // A dump leaves out what stands between the legs of one route (fib6_dump_node), so these have a destination of their own.
    `ip -6 route ${verb} 2001:db8:70::/48 dev ${device}${metric}`,
    `ip route del ${to4}${choose('', metric, ` ${via4}`)}`,
    `ip -6 route del ${to6}${choose('', metric, ` ${via6}`)}`,
  )
}

function ruleLine(choose: Choice): string {
  const [family, from] = choose(['', '10.0.0.0/8'] as const, ['-6 ', '2001:db8::/32'] as const)
  const preference = choose('', ' pref 50', ' pref 60')
  return `ip ${family}rule ${choose('add', 'add', 'del')} ${choose(`from ${from}`, `to ${from}`, 'iif va')} lookup ${choose(7, 8)}${preference}`
}
