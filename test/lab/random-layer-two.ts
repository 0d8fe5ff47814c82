/** Random worlds of layer 2: switches with and without spanning tree, loops, port flags, forwarding entries, macvlans, veth pairs and VXLANs. */
import { randomFrom } from '../fuzz/random.js'

type Random = () => number

class Dice {
  constructor(private readonly random: Random) {}

  below(count: number): number {
    return Math.floor(this.random() * count)
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T
  }

  /** True once in `of` times. */
  hits(of: number): boolean {
    return this.below(of) === 0
  }
}

type Port = { readonly name: string; readonly to: 'host' | 'bridge' }
type Bridge = { readonly node: string; readonly name: string; stp: boolean; readonly ports: Port[]; readonly commands: string[] }
type Host = { readonly name: string; readonly mac: string; readonly addresses: string[]; readonly commands: string[] }
type World = {
  readonly bridges: Bridge[]
  readonly hosts: Host[]
  readonly links: string[]
  /** Cards of the switches, in order. */
  readonly cards: Map<string, string[]>
  /** Commands that make devices, per node, before any port is set up. */
  readonly devices: Map<string, string[]>
}

export function randomLayerTwo(seed: number): string {
  const dice = new Dice(randomFrom(seed))
  const world: World = { bridges: [], hosts: [], links: [], cards: new Map(), devices: new Map() }
  addBridges(world, dice)
  const looped = addEdges(world, dice)
  chooseTrees(world, dice, looped)
  for (const bridge of world.bridges) for (let index = 0; index <= dice.below(2); index += 1) addHost(world, dice, bridge)
  for (const bridge of world.bridges) flagPorts(world, dice, bridge)
  return written(world, dice, seed)
}

function addBridges(world: World, dice: Dice): void {
  const switches = 2 + dice.below(3)
  for (let index = 1; index <= switches; index += 1) {
    const names = dice.hits(4) ? ['br0', 'br1'] : ['br0']
    for (const name of names) world.bridges.push({ node: `s${index}`, name, stp: false, ports: [], commands: [] })
    world.cards.set(`s${index}`, [])
    world.devices.set(`s${index}`, [])
  }
}

/** A tree first, then perhaps more, which makes loops. */
function addEdges(world: World, dice: Dice): boolean {
  const { bridges } = world
  for (const [index, bridge] of bridges.entries()) {
    const other = index === 0 ? undefined : bridges[dice.below(index)]
    if (other !== undefined) join(world, dice, [bridge, other])
  }
  const more = dice.one([0, 0, 1, 1, 2])
  for (let count = 0; count < more; count += 1) {
    const one = dice.one(bridges)
    const others = bridges.filter((other) => other !== one)
    if (others.length > 0) join(world, dice, [one, dice.one(others)])
  }
  return more > 0
}

function join(world: World, dice: Dice, [one, other]: readonly [Bridge, Bridge]): void {
  const number = world.links.length + world.bridges.reduce((sum, bridge) => sum + bridge.ports.length, 0)
  if (one.node === other.node) {
    world.devices.get(one.node)?.push(`ip link add v${number} type veth peer name w${number}`)
    one.ports.push({ name: `v${number}`, to: 'bridge' })
    other.ports.push({ name: `w${number}`, to: 'bridge' })
    return
  }
  const ends = [one, other].map((bridge) => card(world, bridge.node))
  world.links.push(`[${one.node}:${ends[0]}, ${other.node}:${ends[1]}]`)
  if (!dice.hits(4)) {
    one.ports.push({ name: ends[0] ?? '', to: 'bridge' })
    other.ports.push({ name: ends[1] ?? '', to: 'bridge' })
    return
  }
  // The cable carries a VXLAN instead.
  const learning = dice.hits(3) ? ' nolearning' : ''
  for (const [index, bridge] of [one, other].entries()) {
    const [own, far] = [`192.0.${number}.${index + 1}`, `192.0.${number}.${2 - index}`]
    world.devices
      .get(bridge.node)
      ?.push(
        `ip addr add ${own}/24 dev ${ends[index]}`,
        `ip link set ${ends[index]} up`,
        `ip link add x${number} type vxlan id ${100 + number} dstport ${4000 + number} remote ${far}${learning}`,
      )
    bridge.ports.push({ name: `x${number}`, to: 'bridge' })
  }
}

function card(world: World, node: string): string {
  const cards = world.cards.get(node) ?? []
  const name = `p${cards.length}`
  cards.push(name)
  world.cards.set(node, cards)
  return name
}

/** Where there are loops, at most one bridge has no spanning tree, so that each loop has one that has. */
function chooseTrees(world: World, dice: Dice, looped: boolean): void {
  for (const bridge of world.bridges) bridge.stp = looped || dice.hits(4)
  if (looped && dice.hits(3)) dice.one(world.bridges).stp = false
  for (const bridge of world.bridges) {
    const priority = dice.one(['', '', ' priority 4096', ' priority 40960', ' priority 16384'])
    if (bridge.stp)
      bridge.commands.push(`ip link set ${bridge.name} type bridge stp_state 1 forward_delay 200 hello_time 100 max_age 600${priority}`)
    else if (dice.hits(6)) bridge.commands.push(`ip link set ${bridge.name} type bridge ageing_time 0`)
  }
}

function addHost(world: World, dice: Dice, bridge: Bridge): void {
  const number = world.hosts.length + 1
  const port = card(world, bridge.node)
  const host: Host = { name: `h${number}`, mac: `52:54:00:00:00:${String(number).padStart(2, '0')}`, addresses: [], commands: [] }
  host.addresses.push(`10.0.0.${number}`)
  if (dice.hits(5)) {
    // Not passthru: it takes away the answers to eth0, whose neighbours fail some seconds later, when the kernel confirms them.
    const mode = dice.one(['bridge', 'private', 'vepa', 'bridge'])
    host.addresses.push(`10.0.0.${100 + number}`)
    host.commands.push(
      `ip link add link eth0 name mv0 type ${dice.one(['macvlan', 'macvtap'])} mode ${mode}`,
      'ip link set mv0 up',
      `ip addr add 10.0.0.${100 + number}/${dice.one([24, 32])} dev mv0`,
    )
  }
  bridge.ports.push({ name: port, to: 'host' })
  world.hosts.push(host)
  world.links.push(`[${host.name}:eth0, ${bridge.node}:${port}]`)
}

/** No hairpin towards other bridges, and no multicast held back there: both would make a loop that spanning tree does not see. */
function flagPorts(world: World, dice: Dice, bridge: Bridge): void {
  for (const port of bridge.ports) {
    const set = (words: string) => bridge.commands.push(`bridge link set dev ${port.name} ${words}`)
    if (dice.hits(5)) set('isolated on')
    if (dice.hits(9)) set('learning off')
    if (dice.hits(9)) set('flood off')
    if (dice.hits(9)) set('bcast_flood off')
    if (port.to === 'host' && dice.hits(8)) set('hairpin on')
    if (port.to === 'host' && dice.hits(8)) set('mcast_flood off')
    if (!bridge.stp || port.to === 'host') continue
    if (dice.hits(3)) set(`cost ${1 + dice.below(9)}`)
    if (dice.hits(4)) set(`priority ${dice.below(64)}`)
    if (dice.hits(10)) set('root_block on')
    if (dice.hits(20)) set('guard on')
  }
  if (dice.hits(3) && world.hosts.length > 0) {
    const state = dice.one(['static', 'static sticky', 'local', ''])
    bridge.commands.push(`bridge fdb replace ${dice.one(world.hosts).mac} dev ${dice.one(bridge.ports).name} master ${state}`.trim())
  }
}

function written(world: World, dice: Dice, seed: number): string {
  const owned = world.bridges.flatMap((bridge, index) => (dice.hits(3) ? [{ bridge, address: `10.0.0.${200 + index}` }] : []))
  const targets = [...world.hosts.flatMap((host) => host.addresses), ...owned.map(({ address }) => address)]
  const askers = [...world.hosts.map((host) => host.name), ...new Set(owned.map(({ bridge }) => bridge.node))]
  const questions = Array.from({ length: 8 }, (_, index) => {
    return `  - {id: q${index}, from: ${dice.one(askers)}, to: ${dice.one(targets)}, outcome: reply}`
  })
  const nodes = [...world.cards.keys()].map((node) => switchText(world, node, owned))
  return [
    'version: 1',
    `name: layer-two-${seed}`,
    'nodes:',
    ...world.hosts.map(hostText),
    ...nodes,
    'links:',
    ...world.links.map((link) => `  - ${link}`),
    'expect:',
    ...questions,
  ].join('\n')
}

function hostText({ name, mac, addresses, commands }: Host): string {
  const network = `network: {ethernets: {eth0: {addresses: [${addresses[0]}/24]}}}`
  return `  ${name}: {kind: outside, nics: {eth0: {mac: "${mac}"}}, ${network}, commands: ${JSON.stringify(commands)}}`
}

function switchText(world: World, node: string, owned: readonly { readonly bridge: Bridge; readonly address: string }[]): string {
  const bridges = world.bridges.filter((bridge) => bridge.node === node)
  const cards = world.cards.get(node) ?? []
  const nics = cards.map(
    (name, index) => `${name}: {mac: "52:54:${seedByte(node, index)}:${node.slice(1).padStart(2, '0')}:00:${hex(index)}"}`,
  )
  const commands = [
    ...(world.devices.get(node) ?? []),
    ...bridges.flatMap((bridge) => [
      `ip link add ${bridge.name} type bridge`,
      ...bridge.commands.filter((line) => line.startsWith('ip link set')),
      ...bridge.ports.map((port) => `ip link set ${port.name} master ${bridge.name}`),
      ...bridge.commands.filter((line) => !line.startsWith('ip link set')),
      ...bridge.ports.map((port) => `ip link set ${port.name} up`),
      `ip link set ${bridge.name} up`,
    ]),
    ...owned.filter(({ bridge }) => bridge.node === node).map(({ bridge, address }) => `ip addr add ${address}/24 dev ${bridge.name}`),
  ]
  return [
    `  ${node}:`,
    '    kind: host',
    `    nics: {${nics.join(', ')}}`,
    '    commands:',
    ...commands.map((command) => `      - ${JSON.stringify(command)}`),
  ].join('\n')
}

/** So that which switch has the lowest MAC is not the order of their names. */
function seedByte(node: string, index: number): string {
  return hex((Number(node.slice(1)) * 89 + index * 57) % 256)
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0')
}
