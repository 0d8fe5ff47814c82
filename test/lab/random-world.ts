/** Random worlds around the seed's hosts: what the laptop, the server and the guest could be set to, by a seeded generator. */
import { type Choice, choiceFrom } from '../fuzz/random.js'

const SCENARIOS = [
  'seed-hosts-on-br0',
  'seed-hosts-on-br1-static',
  'seed-hosts-on-virbr0',
  'seed-routed',
  'seed-network77',
  'seed-network77-lan',
  'seed-br1',
] as const

const NETWORKS = ['192.168.122.0', '192.168.77.0', '192.168.78.0', '192.168.80.0'] as const

type RandomWorld = { readonly scenario: string; readonly yaml: string }

/** A topology file that includes a scenario of the seed, found in `scenarios`, and sets its machines differently. */
export function randomWorld(seed: number, scenarios: string): RandomWorld {
  const choose = choiceFrom(seed)
  const scenario = choose(...SCENARIOS)
  const guest = scenario !== 'seed-br1'
  const nodes = [
    node('laptop', [...laptopSysctls(choose), ...firewall(choose, 'laptop'), ...laptopRoutes(choose)]),
    node('server', [...serverSysctls(choose), ...firewall(choose, 'server')]),
    ...(guest ? [node('host1', guestSysctls(choose))] : []),
  ]
  return {
    scenario,
    yaml: [
      'version: 1',
      `name: random-${seed}`,
      `include: [${scenarios}/${scenario}/bridgework.yaml]`,
      'nodes:',
      ...nodes,
      'expect:',
      ...questions(choose, scenario, guest),
    ].join('\n'),
  }
}

function node(name: string, commands: readonly string[]): string {
  return [`  ${name}:`, '    commands:', ...commands.map((command) => `      - ${JSON.stringify(command)}`)].join('\n')
}

function set(key: string, value: number): string {
  return `sysctl -w net.ipv4.${key}=${value}`
}

function laptopSysctls(choose: Choice): readonly string[] {
  return [
    set('conf.all.rp_filter', choose(0, 0, 1, 2)),
    set('conf.br0.rp_filter', choose(0, 1, 2)),
    ...choose([], [], [], [set('ip_forward', 0)]),
    ...choose([], [set('conf.all.send_redirects', 0), set('conf.br0.send_redirects', choose(0, 1))]),
    ...choose([], [], [set('conf.br0.proxy_arp', 1)]),
    ...choose([], [], [], [set('conf.br0.arp_announce', choose(1, 2))]),
  ]
}

function serverSysctls(choose: Choice): readonly string[] {
  return [
    set('conf.all.rp_filter', choose(0, 1, 2)),
    set('conf.eth0.rp_filter', choose(0, 1, 2)),
    ...choose([], [], [set('ip_forward', choose(0, 1))]),
    ...choose([], [], [set('conf.all.arp_ignore', choose(1, 2))]),
    ...choose([], [], [set('conf.eth0.proxy_arp', 1)]),
    ...choose([], [], [], [set('conf.all.arp_filter', 1)]),
    ...choose([], [], [], [], [set('icmp_echo_ignore_all', 1)]),
  ]
}

function guestSysctls(choose: Choice): readonly string[] {
  return [
    set('conf.all.rp_filter', choose(0, 1, 2)),
    ...choose([], [set('conf.all.accept_redirects', 0), set('conf.eth0.accept_redirects', choose(0, 1))]),
  ]
}

function firewall(choose: Choice, where: 'laptop' | 'server'): readonly string[] {
  const [lan, wan] = where === 'laptop' ? ['br0', 'wan0'] : ['virbr80', 'eth0']
  const target = () =>
    choose('DROP', 'ACCEPT', 'REJECT', 'REJECT --reject-with icmp-host-prohibited', 'REJECT --reject-with icmp-net-unreachable')
  const filter = (chain: string) =>
    choose(
      `iptables -I ${chain} -s 192.168.77.0/24 -j ${target()}`,
      `iptables -I ${chain} -d 192.168.78.0/24 -j ${target()}`,
      `iptables -A ${chain} -p icmp -m icmp --icmp-type echo-request -j ${target()}`,
      `iptables -A ${chain} -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT`,
      `iptables -I ${chain} -m conntrack --ctstate INVALID -j DROP`,
      `iptables -A ${chain} -p tcp -m tcp --dport 22 -j ${choose('DROP', 'REJECT', 'REJECT --reject-with tcp-reset')}`,
    )
  return [
    ...(where === 'laptop'
      ? choose(
          [],
          ['iptables -t nat -F', 'iptables -P FORWARD ACCEPT', 'iptables -F'],
          ['iptables -F FORWARD', `iptables -P FORWARD ${choose('ACCEPT', 'DROP')}`],
        )
      : []),
    ...choose([], [], [filter('FORWARD')], [filter('FORWARD'), filter('FORWARD')]),
    ...choose([], [], [], [filter('INPUT')]),
    ...choose([], [], [], [], [filter('OUTPUT')]),
    ...choose(
      [],
      [],
      [`iptables -t nat -A POSTROUTING -o ${wan} -j MASQUERADE`],
      [`iptables -t nat -A POSTROUTING -s 192.168.0.0/16 -o ${wan} -j MASQUERADE`],
    ),
    ...choose(
      [],
      [],
      [],
      [],
      [
        `iptables -t nat -A PREROUTING -i ${lan} -d 4.2.2.2/32 -j DNAT --to-destination ${choose('10.10.11.1', '74.125.225.114', '10.10.11.50')}`,
      ],
    ),
    ...choose([], [], [], [`iptables -P FORWARD ${choose('ACCEPT', 'DROP')}`]),
  ]
}

function laptopRoutes(choose: Choice): readonly string[] {
  return NETWORKS.flatMap((network) =>
    choose(
      [],
      [`ip route replace ${network}/24 via ${choose('10.10.11.248', '10.10.11.50')}`],
      [`ip route replace ${network}/24 dev br0`],
      [`ip route del ${network}/24`],
      [`ip route add ${choose('blackhole', 'unreachable', 'prohibit')} ${network}/24 metric 5`],
    ),
  )
}

function questions(choose: Choice, scenario: string, guest: boolean): readonly string[] {
  const own: Readonly<Record<string, string>> = {
    'seed-hosts-on-br0': '10.10.11.238',
    'seed-hosts-on-br1-static': '192.168.78.2',
    'seed-hosts-on-virbr0': '192.168.122.184',
    'seed-routed': '192.168.80.2',
    'seed-network77': '192.168.77.2',
    'seed-network77-lan': '10.10.11.51',
  }
  const server = ['10.10.11.248', '10.10.11.50', '192.168.77.1', '192.168.78.1', '192.168.122.1', '192.168.80.1']
  const ask = (from: string, to: string, proto?: string) =>
    `  - {from: ${from}, to: ${to}, outcome: reply${proto === undefined ? '' : `, proto: ${proto}`}}`
  const asked = [
    ...[0, 1].map(() => ask('laptop', choose(...server))),
    ask('laptop', choose(...server), 'tcp/22'),
    ask('server', choose('4.2.2.2', '10.10.11.1', '192.168.77.4')),
    ...(guest
      ? [
          ask('host1', choose(...server)),
          ask('host1', choose(...server), choose('tcp/22', 'tcp/23')),
          ask('host1', choose('10.10.11.1', '4.2.2.2', '192.168.77.4', '203.0.113.2')),
          ask('laptop', own[scenario] ?? '10.10.11.248'),
          ask('laptop', own[scenario] ?? '10.10.11.248', choose('tcp/80', 'tcp/81')),
        ]
      : []),
  ]
  return asked
}
