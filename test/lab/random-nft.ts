/** Random rulesets of nft, with some rules of iptables between them, on a host that routes and bridges, by a seeded generator. */
import { type Choice, choiceFrom } from '../fuzz/random.js'

type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting'
type Chain = {
  readonly table: string
  readonly name: string
  readonly hook: Hook | undefined
  readonly type: 'filter' | 'nat' | 'route'
  readonly priority: number
}

const HOST = '10.0.0.1'
const ADDRESSES = [HOST, '10.0.1.1', '10.0.0.2', '10.0.1.2', '10.0.1.3'] as const
const PORTS = ['tcp/80', 'tcp/22', 'tcp/8080', 'udp/53', 'udp/9'] as const

const TOPOLOGY = `nodes:
  host:
    kind: host
    network:
      ethernets: {eth0: {addresses: [10.0.0.1/24]}, p1: {}, p2: {}}
      bridges: {br0: {interfaces: [p1, p2], addresses: [10.0.1.1/24]}}
    sysctl: {net.ipv4.ip_forward: 1, net.bridge.bridge-nf-call-iptables: BRIDGED}
    listen: [tcp/22, tcp/8080]
    commands:
COMMANDS
  client: {kind: outside, network: {ethernets: {eth0: {addresses: [10.0.0.2/24], gateway4: 10.0.0.1}}}, listen: [tcp/80, udp/53]}
  g1: {kind: outside, network: {ethernets: {eth0: {addresses: [10.0.1.2/24], gateway4: 10.0.1.1}}}, listen: [tcp/80, tcp/22, udp/53]}
  g2: {kind: outside, network: {ethernets: {eth0: {addresses: [10.0.1.3/24], gateway4: 10.0.1.1}}}, listen: [tcp/80, tcp/8080]}
links:
  - [host:eth0, client:eth0]
  - [host:p1, g1:eth0]
  - [host:p2, g2:eth0]
expect:
QUESTIONS
`

/** A topology file. */
export function randomNftWorld(seed: number): string {
  const choose = choiceFrom(seed)
  const commands = rulesetOf(choose).map((command) => `      - ${JSON.stringify(command)}`)
  return `version: 1\nname: random-nft-${seed}\n${TOPOLOGY.replace('BRIDGED', choose('0', '0', '1'))
    .replace('COMMANDS', () => commands.join('\n'))
    .replace('QUESTIONS', () => questions(choose).join('\n'))}`
}

function questions(choose: Choice): readonly string[] {
  return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(() => {
    const from = choose('client', 'client', 'g1', 'g2', 'host')
    const to = choose(...ADDRESSES)
    const protocol = choose(undefined, undefined, ...PORTS)
    return `  - {from: ${from}, to: ${to}, outcome: reply${protocol === undefined ? '' : `, proto: ${protocol}`}}`
  })
}

function rulesetOf(choose: Choice): readonly string[] {
  const tables = choose(['inet a'], ['ip a'], ['inet a', 'ip b'], ['inet a', 'ip b', 'inet c'])
  const chains = tables.flatMap((table, index) => [
    ...[0, 1].map((number): Chain => ({ table, name: `reg${number}`, hook: undefined, type: 'filter', priority: 0 })),
    ...choose([0], [0, 1], [0, 1, 2]).map((number) => baseChain(choose, table, `base${index}${number}`)),
  ])
  const making = chains.flatMap((chain) => [makeChain(choose, chain), ...choose([], [], [], [iptablesRule(choose)])])
  const jumpable = chains.filter(({ hook }) => hook === undefined)
  const rules = chains.flatMap((chain) =>
    choose([0], [0, 1], [0, 1, 2], [0, 1, 2, 3]).map(
      () =>
        `nft '${choose('add', 'add', 'insert')} rule ${chain.table} ${chain.name} ${ruleFor(
          choose,
          chain,
          jumpable.filter(({ table, name }) => table === chain.table && chain.name !== name && chain.name !== 'reg1'),
        )}'`,
    ),
  )
  return [...tables.map((table) => `nft add table ${table}`), ...tables.flatMap(setsOf), ...making, ...rules]
}

function setsOf(table: string): readonly string[] {
  return [
    `nft 'add set ${table} guests { type ipv4_addr; flags interval; elements = { 10.0.1.2-10.0.1.3, 10.9.0.0/16 }; }'`,
    `nft 'add set ${table} pairs { type ipv4_addr . inet_service; elements = { 10.0.1.2 . 80, 10.0.1.3 . 8080, 10.0.0.1 . 22 }; }'`,
    `nft 'add map ${table} marks { type ipv4_addr : mark; elements = { 10.0.0.2 : 0x11, 10.0.1.2 : 0x22 }; }'`,
    `nft 'add map ${table} ports { type inet_service : ipv4_addr; elements = { 80 : 10.0.1.2, 8080 : 10.0.1.3 }; }'`,
  ]
}

function baseChain(choose: Choice, table: string, name: string): Chain {
  const type = choose('filter', 'filter', 'filter', 'nat', 'nat', 'route')
  if (type === 'route') return { table, name, type, hook: 'output', priority: choose(-150, 0, 20) }
  if (type === 'nat') {
    const hook = choose('prerouting', 'prerouting', 'postrouting', 'postrouting', 'output', 'input')
    return { table, name, type, hook, priority: choose(-150, -100, -50, 0, 100, 100, 150) }
  }
  const hook = choose('prerouting', 'input', 'forward', 'forward', 'forward', 'output', 'postrouting')
  return { table, name, type, hook, priority: choose(-300, -250, -150, -101, -100, -99, -10, 0, 0, 0, 1, 50, 99, 100, 101, 300) }
}

function makeChain(choose: Choice, { table, name, hook, type, priority }: Chain): string {
  if (hook === undefined) return `nft add chain ${table} ${name}`
  const policy = choose('accept', 'accept', 'accept', 'accept', 'accept', 'drop')
  return `nft 'add chain ${table} ${name} { type ${type} hook ${hook} priority ${priority}; policy ${policy}; }'`
}

function iptablesRule(choose: Choice): string {
  const target = choose('ACCEPT', 'ACCEPT', 'DROP', 'REJECT --reject-with icmp-host-prohibited', 'MARK')
  const what = choose(
    '-p icmp',
    '-p tcp --dport 80',
    '-s 10.0.1.0/24',
    '-i br0',
    '-m conntrack --ctstate ESTABLISHED,RELATED',
    '-m mark --mark 0x11',
  )
  // What becomes of the third packet of a TCP connection is not modelled.
  if (target.startsWith('REJECT') && what.includes('ESTABLISHED')) return iptablesRule(choose)
  if (target === 'MARK') return `iptables -t mangle -A PREROUTING ${what} -j MARK --set-mark 0x11`
  return choose(
    `iptables -A FORWARD ${what} -j ${target}`,
    `iptables -A INPUT ${what} -j ${target}`,
    `iptables -I FORWARD ${what} -j ${target}`,
    'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
    'iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 10.0.1.2:80',
  )
}

/** nft refuses two transport protocols in one rule. */
function ruleFor(choose: Choice, chain: Chain, jumpable: readonly Chain[]): string {
  for (;;) {
    const matches = choose([0], [0], [0, 1]).map(() => matchFor(choose, chain))
    const rule = [...matches, ...choose([], [], ['counter']), actionFor(choose, chain, jumpable)].join(' ')
    const protocols = new Set(rule.match(/\btcp (?=[ds]port|flags)|\budp (?=[ds]port)|\bicmp type|l4proto|ip protocol/g))
    if (
      protocols.size < 2 &&
      !/(established|!= new|seen-reply).*reject/.test(rule) &&
      !/(udp|icmp|l4proto != tcp).*tcp reset/.test(rule) &&
      !/@pairs.*l4proto|l4proto.*@pairs/.test(rule)
    )
      return rule
  }
}

function matchFor(choose: Choice, chain: Chain): string {
  const { hook } = chain
  const address = choose(...ADDRESSES)
  const ways = [
    ...(hook === 'output' || hook === 'postrouting' || hook === undefined ? [] : [`iifname ${choose('eth0', 'br0', '"br*"', '!= lo')}`]),
    ...(hook === 'output' || hook === 'postrouting' || hook === 'forward'
      ? [`oifname ${choose('eth0', 'br0', '{ eth0, lo }', '!= eth0')}`]
      : []),
    ...(hook === 'prerouting'
      ? ['fib saddr . iif oif != 0', 'fib daddr . iif type local', 'fib daddr type != local', 'fib saddr . iif oif missing']
      : []),
  ]
  return choose(
    ...ways,
    'iifname "br*"',
    `ip saddr ${address}`,
    `ip daddr ${address}`,
    'ip daddr @guests',
    'ip saddr != @guests',
    'ip saddr 10.0.1.0/24',
    'ip daddr { 10.0.1.2, 10.0.0.0/30 }',
    'ip daddr . tcp dport @pairs',
    'ip saddr . ip daddr { 10.0.0.2 . 10.0.1.2, 10.0.1.0/24 . 10.0.0.0-10.0.0.9 }',
    'ip daddr & 255.255.255.0 == 10.0.1.0',
    'ip saddr > 10.0.1.1',
    `tcp dport ${choose('80', '22', '{ 80, 8080 }', '20-79', '!= 80', 'ssh')}`,
    `tcp sport ${choose('80', '1-1023')}`,
    'udp dport 53',
    'meta l4proto { tcp, udp } th dport { 53, 80 }',
    'meta l4proto != tcp',
    'ip protocol icmp',
    `icmp type ${choose('echo-request', 'echo-reply', '{ echo-request, echo-reply }', 'destination-unreachable', '!= echo-request')}`,
    `ct state ${choose('new', 'established', 'established,related', 'invalid', '!= new', '{ new, untracked }', 'untracked')}`,
    `ct status ${choose('dnat', 'snat', 'seen-reply')}`,
    `ct direction ${choose('original', 'reply')}`,
    `ct original ip daddr ${address}`,
    `ct reply ip saddr ${address}`,
    'ct mark 0x11',
    `meta mark ${choose('0', '0x11', '!= 0x22', '& 0xf0 == 0x10')}`,
    'tcp flags & (syn | ack) == syn',
    `tcp flags ${choose('syn', 'rst', '! ack')}`,
    `ip ttl ${choose('63', '< 64', '64')}`,
    `fib daddr type ${choose('local', 'unicast')}`,
    chain.table.startsWith('ip ') ? 'ip version 4' : 'meta nfproto ipv4',
    'meta pkttype host',
    'limit rate 100/second burst 50 packets',
    '@th,16,16 80',
  )
}

function actionFor(choose: Choice, chain: Chain, jumpable: readonly Chain[]): string {
  const special = chain.type === 'nat' ? natFor(choose, chain.hook) : filterOnly(choose, chain)
  const jump = jumpable.length === 0 ? [] : [`${choose('jump', 'goto')} ${choose(...jumpable).name}`]
  const regular = chain.name === 'reg0' ? 'reg1' : 'reg0'
  const maps = jumpable.some(({ name }) => name === regular)
    ? [`ip saddr vmap { 10.0.0.2 : jump ${regular}, 10.0.1.2 : accept, 10.0.1.3 : continue }`]
    : []
  return choose(
    'accept',
    'accept',
    choose('drop', 'return'),
    'meta mark set 0x11',
    'meta mark set ip saddr map @marks',
    'ct mark set 0x11',
    'meta mark set ct mark',
    'ct state vmap { new : continue, established : accept, invalid : drop }',
    `tcp dport vmap { 80 : ${choose('accept', 'drop')}, 1-70 : return }`,
    ...jump,
    ...jump,
    ...maps,
    ...special,
    ...special,
  )
}

function filterOnly(choose: Choice, { hook, priority }: Chain): readonly string[] {
  const notrack = (hook === 'prerouting' || hook === 'output') && priority < -200 ? ['notrack'] : []
  if (hook === undefined || hook === 'postrouting') return ['drop']
  const reject = choose(
    'reject',
    'reject with icmp host-unreachable',
    'reject with icmp net-prohibited',
    'reject with icmp prot-unreachable',
    'reject with icmpx no-route',
    'reject with icmpx admin-prohibited',
    'reject with tcp reset',
  )
  return [reject, ...notrack]
}

function natFor(choose: Choice, hook: Hook | undefined): readonly string[] {
  if (hook === 'postrouting') return [choose('masquerade', 'masquerade', 'snat ip to 10.0.0.1', 'snat ip to 10.0.1.1')]
  if (hook === 'input') return [choose('snat ip to 10.0.1.9', 'accept')]
  return [
    choose(
      'dnat ip to 10.0.1.2',
      'tcp dport 8080 dnat ip to 10.0.1.2:80',
      'meta l4proto tcp redirect to :22',
      'tcp dport { 80, 8080 } dnat ip to tcp dport map @ports',
      'dnat ip to 10.0.1.3',
      'tcp dport 80 dnat ip to ip saddr . tcp dport map { 10.0.0.2 . 80 : 10.0.1.3 . 8080 }',
    ),
  ]
}
