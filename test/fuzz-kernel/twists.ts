/** What may be set differently on the machines of a random world, as commands that somebody types after boot. */
import type { Dice } from '../fuzz/random.js'
import type { Machine, Plan } from './plan.js'

export const PROFILES = ['l2', 'l3', 'filter', 'nat'] as const
export type Profile = (typeof PROFILES)[number]

type Twist = (machine: Machine, plan: Plan, dice: Dice) => readonly string[]

/** A few for each machine; most machines stay as they are. */
export function twistsOf(
  machine: Machine,
  { plan, profiles, dice }: { plan: Plan; profiles: readonly Profile[]; dice: Dice },
): readonly string[] {
  const commands: string[] = []
  for (const profile of profiles) {
    const times = dice.pick(profiles.length === 1 ? [0, 1, 2, 3] : [0, 0, 1, 2]) ?? 0
    for (let time = 0; time < times; time += 1) {
      const twist = dice.pick(TWISTS[profile])
      if (twist !== undefined) commands.push(...twist(machine, plan, dice))
    }
  }
  return commands
}

function deviceOf(machine: Machine, dice: Dice): string {
  return dice.pick([...machine.nics, ...machine.bridges.map((bridge) => bridge.name)]) ?? 'lo'
}

/** Devices with an address. */
function layer3Of(machine: Machine, dice: Dice): string {
  return dice.pick(machine.addresses.map(({ device }) => device)) ?? 'lo'
}

function portOf(machine: Machine, dice: Dice): string | undefined {
  return dice.pick(machine.bridges.flatMap((bridge) => bridge.ports))
}

function memberOf(plan: Plan, dice: Dice) {
  return dice.pick(dice.pick(plan.segments)?.members ?? [])
}

function prefixOf(plan: Plan, dice: Dice): string {
  const number = dice.pick(plan.segments)?.number ?? 0
  return (
    dice.pick([`10.${number}.0.0/24`, `10.${number}.0.0/25`, `10.${number}.0.8/29`, `10.${number}.0.10/32`, '10.0.0.0/8', '10.0.0.0/15']) ??
    ''
  )
}

const conf =
  (key: string, ...values: readonly number[]): Twist =>
  (machine, _plan, dice) => [`sysctl -w net.ipv4.conf.${dice.pick(['all', layer3Of(machine, dice)])}.${key}=${dice.pick(values)}`]

const L2: readonly Twist[] = [
  (machine, _plan, dice) => portCommand(machine, dice, `isolated ${dice.pick(['on', 'off'])}`),
  (machine, _plan, _dice) =>
    [...machine.bridges.flatMap((bridge) => bridge.ports)].slice(0, 2).map((port) => `bridge link set dev ${port} isolated on`),
  (machine, _plan, dice) => portCommand(machine, dice, `flood ${dice.pick(['on', 'off'])}`),
  (machine, _plan, dice) => portCommand(machine, dice, `bcast_flood off`),
  (machine, _plan, dice) => portCommand(machine, dice, `learning off`),
  (machine, _plan, dice) => portCommand(machine, dice, `hairpin on`),
  (machine, _plan, dice) => [`ip link set ${deviceOf(machine, dice)} down`],
  (machine, _plan, dice) => {
    const port = portOf(machine, dice)
    return port === undefined ? [] : [`ip link set ${port} nomaster`]
  },
]

function portCommand(machine: Machine, dice: Dice, setting: string): readonly string[] {
  const port = portOf(machine, dice)
  return port === undefined ? [] : [`bridge link set dev ${port} ${setting}`]
}

const L3: readonly Twist[] = [
  conf('rp_filter', 0, 1, 2),
  conf('rp_filter', 1),
  conf('forwarding', 0, 1),
  conf('accept_local', 1),
  conf('arp_ignore', 1, 2, 3, 8),
  conf('arp_announce', 1, 2),
  conf('arp_filter', 1),
  conf('proxy_arp', 1),
  conf('send_redirects', 0, 1),
  conf('accept_redirects', 0, 1),
  conf('secure_redirects', 0),
  conf('shared_media', 0),
  conf('route_localnet', 1),
  (_machine, _plan, dice) => [`sysctl -w net.ipv4.ip_forward=${dice.below(2)}`],
  (_machine, _plan, dice) => [
    `sysctl -w net.ipv4.${dice.pick(['icmp_echo_ignore_all=1', 'icmp_echo_ignore_broadcasts=0', 'ip_default_ttl=2'])}`,
  ],
  (_machine, plan, dice) => [
    `ip route add ${dice.pick(['blackhole', 'unreachable', 'prohibit', 'throw'])} ${prefixOf(plan, dice)}${dice.pick(['', ' metric 5'])}`,
  ],
  (machine, plan, dice) => {
    const member = memberOf(plan, dice)
    return member === undefined
      ? []
      : [`ip route replace ${prefixOf(plan, dice)} via ${member.address}${dice.pick(['', ` dev ${layer3Of(machine, dice)} onlink`])}`]
  },
  (machine, plan, dice) => [
    `ip route replace ${prefixOf(plan, dice)} dev ${layer3Of(machine, dice)}${dice.pick(['', ' scope link', ' metric 50'])}`,
  ],
  (_machine, plan, dice) => [`ip route del ${prefixOf(plan, dice)}`],
  (machine, plan, dice) => {
    const number = dice.pick(plan.segments)?.number ?? 0
    return [`ip addr add 10.${number}.0.${dice.pick([77, 78, 10, 1])}/${dice.pick([24, 25, 32, 16])} dev ${layer3Of(machine, dice)}`]
  },
  (machine, _plan, dice) => {
    const one = dice.pick(machine.addresses)
    return one === undefined ? [] : [`ip addr del ${one.address} dev ${one.device}`]
  },
  (_machine, plan, dice) => {
    const [first, second] = [memberOf(plan, dice), dice.pick(['from', 'to', 'from'])]
    const action = dice.pick(['blackhole', 'unreachable', 'prohibit', 'lookup 100', 'lookup 100'])
    return first === undefined ? [] : [`ip rule add ${second} ${dice.pick([`${first.address}/32`, prefixOf(plan, dice)])} ${action}`]
  },
  (machine, plan, dice) => {
    const member = memberOf(plan, dice)
    return member === undefined
      ? []
      : [
          `ip route add default via ${member.address} dev ${layer3Of(machine, dice)} onlink table 100`,
          `ip rule add from ${prefixOf(plan, dice)} lookup 100`,
        ]
  },
  (machine, _plan, dice) => [`ip rule add iif ${layer3Of(machine, dice)} ${dice.pick(['prohibit', 'unreachable', 'blackhole'])}`],
  (machine, plan, dice) => {
    const member = memberOf(plan, dice)
    return member === undefined
      ? []
      : [`ip neigh replace ${member.address} lladdr 02:00:00:00:00:${dice.pick(['66', '77'])} dev ${layer3Of(machine, dice)} nud permanent`]
  },
]

const TARGETS = [
  'DROP',
  'DROP',
  'ACCEPT',
  'RETURN',
  'REJECT',
  'REJECT --reject-with icmp-host-prohibited',
  'REJECT --reject-with icmp-net-unreachable',
  'REJECT --reject-with icmp-admin-prohibited',
]

function matchOf(plan: Plan, dice: Dice): string {
  const member = memberOf(plan, dice)
  return (
    dice.pick([
      '',
      `-s ${prefixOf(plan, dice)}`,
      `-d ${prefixOf(plan, dice)}`,
      `! -s ${prefixOf(plan, dice)}`,
      `-d ${member?.address ?? '10.0.0.1'}/32`,
      '-p icmp',
      '-p icmp -m icmp --icmp-type echo-request',
      '-p icmp -m icmp --icmp-type echo-reply',
      '-p tcp',
      '-p tcp -m tcp --dport 80',
      '-p udp -m udp --dport 9000:9001',
      '-p tcp -m multiport --dports 22,80',
      '-m conntrack --ctstate NEW',
      '-m conntrack --ctstate ESTABLISHED,RELATED',
      '-m conntrack --ctstate INVALID',
      '-m addrtype --dst-type LOCAL',
      '-m mark --mark 0x1/0x1',
    ]) ?? ''
  )
}

function inBy(machine: Machine, dice: Dice): string {
  return dice.below(3) === 0 ? `-i ${layer3Of(machine, dice)} ` : ''
}

const FILTER: readonly Twist[] = [
  (machine, plan, dice) => [
    `iptables -${dice.pick(['A', 'I'])} FORWARD ${inBy(machine, dice)}${matchOf(plan, dice)} -j ${dice.pick(TARGETS)}`,
  ],
  (_machine, plan, dice) => [`iptables -${dice.pick(['A', 'I'])} FORWARD ${matchOf(plan, dice)} -j ${dice.pick(TARGETS)}`],
  (machine, plan, dice) => [`iptables -A INPUT ${inBy(machine, dice)}${matchOf(plan, dice)} -j ${dice.pick(TARGETS)}`],
  (_machine, plan, dice) => [`iptables -A OUTPUT ${matchOf(plan, dice)} -j ${dice.pick(TARGETS)}`],
  (_machine, _plan, dice) => [`iptables -P ${dice.pick(['FORWARD', 'FORWARD', 'INPUT', 'OUTPUT'])} ${dice.pick(['DROP', 'ACCEPT'])}`],
  (_machine, _plan, _dice) => [`iptables -P FORWARD DROP`, `iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT`],
  (_machine, plan, dice) => [
    `iptables -N own`,
    `iptables -A own ${matchOf(plan, dice)} -j ${dice.pick(TARGETS)}`,
    `iptables -A FORWARD ${matchOf(plan, dice)} -${dice.pick(['j', 'g'])} own`,
  ],
  (_machine, plan, dice) => [
    `iptables -t mangle -A PREROUTING ${matchOf(plan, dice)} -j MARK --set-mark 1`,
    `iptables -A FORWARD -m mark --mark 1 -j ${dice.pick(TARGETS)}`,
  ],
  (_machine, plan, dice) => [
    `iptables -t mangle -A PREROUTING ${matchOf(plan, dice)} -j MARK --set-mark 1`,
    `ip rule add fwmark 1 ${dice.pick(['prohibit', 'unreachable', 'blackhole', 'lookup 100'])}`,
  ],
  (_machine, plan, dice) => [`iptables -t raw -A PREROUTING ${matchOf(plan, dice)} -j ${dice.pick(['CT --notrack', 'DROP', 'ACCEPT'])}`],
  (_machine, _plan, dice) => [`sysctl -w net.bridge.bridge-nf-call-iptables=${dice.pick([0, 1, 1])}`],
  (_machine, _plan, dice) => [`iptables -A INPUT -p tcp -m tcp --dport ${dice.pick([80, 81])} -j REJECT --reject-with tcp-reset`],
]

function targetAddress(plan: Plan, dice: Dice): string {
  return memberOf(plan, dice)?.address ?? '10.0.0.1'
}

const NAT: readonly Twist[] = [
  (machine, _plan, dice) => [`iptables -t nat -A POSTROUTING -o ${layer3Of(machine, dice)} -j MASQUERADE`],
  (machine, plan, dice) => [`iptables -t nat -A POSTROUTING -s ${prefixOf(plan, dice)} -o ${layer3Of(machine, dice)} -j MASQUERADE`],
  (_machine, plan, dice) => [`iptables -t nat -A POSTROUTING -s ${prefixOf(plan, dice)} -j SNAT --to-source ${targetAddress(plan, dice)}`],
  (machine, plan, dice) => [
    `iptables -t nat -A PREROUTING ${inBy(machine, dice)}-d ${targetAddress(plan, dice)}/32 -j DNAT --to-destination ${targetAddress(plan, dice)}`,
  ],
  (_machine, plan, dice) => [
    `iptables -t nat -A PREROUTING -p tcp -m tcp --dport 81 -j DNAT --to-destination ${targetAddress(plan, dice)}:80`,
  ],
  (_machine, _plan, dice) => [
    `iptables -t nat -A PREROUTING -p ${dice.pick(['tcp -m tcp', 'udp -m udp'])} --dport ${dice.pick([80, 81, 9000, 9001])} -j REDIRECT --to-ports ${dice.pick([80, 9000])}`,
  ],
  (_machine, plan, dice) => [
    `iptables -t nat -A OUTPUT -d ${targetAddress(plan, dice)}/32 -j DNAT --to-destination ${targetAddress(plan, dice)}`,
  ],
  (_machine, plan, dice) => [
    `iptables -t nat -A PREROUTING -d 10.9.0.0/24 -j NETMAP --to 10.${dice.pick(plan.segments)?.number ?? 0}.0.0/24`,
  ],
]

const TWISTS: Readonly<Record<Profile, readonly Twist[]>> = { l2: L2, l3: L3, filter: FILTER, nat: NAT }
