/** The bare network of a random world: segments, the machines on them, and the routes that would make it work. */
import type { Dice } from '../fuzz/random.js'

/** How the members of a segment are joined: by one cable, by a switch, or by a bridge inside the first of them. */
type Joint = 'cable' | 'switch' | 'inside'

export type Segment = { readonly number: number; readonly joint: Joint; readonly members: readonly Member[] }

/** `device` carries the address; `nic` is plugged in. They differ where the machine holds the segment's bridge. */
export type Member = { readonly machine: string; readonly device: string; readonly address: string }

export type Machine = {
  readonly name: string
  readonly isRouter: boolean
  readonly nics: readonly string[]
  readonly bridges: readonly { readonly name: string; readonly ports: readonly string[] }[]
  /** Device → address with prefix length. */
  readonly addresses: readonly { readonly device: string; readonly address: string }[]
  readonly routes: readonly { readonly device: string; readonly to: string; readonly via: string }[]
}

export type Link = readonly [a: string, b: string]

export type Plan = { readonly segments: readonly Segment[]; readonly machines: readonly Machine[]; readonly links: readonly Link[] }

type Draft = { -readonly [Key in keyof Machine]: Machine[Key] extends readonly (infer Item)[] ? Item[] : Machine[Key] }

/** A chain of segments with a router between each two, machines on all of them, and now and then a second way round. */
export function planOf(dice: Dice): Plan {
  const segments = 1 + dice.below(4)
  const routers = Math.max(1, segments - 1 + (dice.below(4) === 0 ? 1 : 0))
  const hosts = 2 + dice.below(3)
  const drafts = new Map<string, Draft>()
  const membership: string[][] = Array.from({ length: segments }, () => [])
  const join = (segment: number, machine: string) => {
    const members = membership[segment]
    if (members !== undefined && !members.includes(machine)) members.push(machine)
  }
  for (let router = 0; router < routers; router += 1) {
    drafts.set(`r${router}`, draft(`r${router}`, true))
    join(router % segments, `r${router}`)
    join((router + 1) % segments, `r${router}`)
    if (dice.below(6) === 0) join(dice.below(segments), `r${router}`)
  }
  for (let host = 0; host < hosts; host += 1) {
    drafts.set(`h${host}`, draft(`h${host}`, false))
    join(host === 0 ? 0 : host === 1 ? segments - 1 : dice.below(segments), `h${host}`)
    if (dice.below(5) === 0) join(dice.below(segments), `h${host}`)
  }
  const links: Link[] = []
  const made = membership.map((machines, number) => joinSegment({ number, machines, drafts, links }, dice))
  for (const machine of drafts.values()) addRoutes(machine, made, dice)
  return { segments: made, machines: [...drafts.values()], links }
}

function draft(name: string, isRouter: boolean): Draft {
  return { name, isRouter, nics: [], bridges: [], addresses: [], routes: [] }
}

type Joining = {
  readonly number: number
  readonly machines: readonly string[]
  readonly drafts: Map<string, Draft>
  readonly links: Link[]
}

function joinSegment(joining: Joining, dice: Dice): Segment {
  const { number, machines, drafts } = joining
  const joint: Joint =
    machines.length === 2 && dice.below(2) === 0 ? 'cable' : (dice.pick<Joint>(['switch', 'inside', 'inside']) ?? 'switch')
  const devices = machines.map(() => `eth${number}`)
  if (joint === 'switch') makeSwitch(joining, machines)
  else if (joint === 'inside') devices[0] = makeInside(joining, machines)
  else joining.links.push([`${machines[0]}:${plug(drafts, machines[0], number)}`, `${machines[1]}:${plug(drafts, machines[1], number)}`])
  const members = machines.map((machine, index): Member => {
    const device = devices[index] ?? ''
    const address = addressOf(number, machine)
    drafts.get(machine)?.addresses.push({ device, address: `${address}/24` })
    return { machine, device, address }
  })
  return { number, joint, members }
}

export function addressOf(segment: number, machine: string): string {
  return `10.${segment}.0.${(machine.startsWith('r') ? 1 : 10) + Number(machine.slice(1))}`
}

function plug(drafts: Map<string, Draft>, machine: string | undefined, segment: number): string {
  const nic = `eth${segment}`
  drafts.get(machine ?? '')?.nics.push(nic)
  return nic
}

function makeSwitch({ number, drafts, links }: Joining, machines: readonly string[]): void {
  const name = `s${number}`
  const one = draft(name, false)
  const ports = machines.map((machine, index) => {
    one.nics.push(`p${index}`)
    links.push([`${machine}:${plug(drafts, machine, number)}`, `${name}:p${index}`])
    return `p${index}`
  })
  one.bridges.push({ name: 'br0', ports })
  drafts.set(name, one)
}

/** Like a virtualisation host with its guests: the address is on the bridge. */
function makeInside({ number, drafts, links }: Joining, [holder = '', ...others]: readonly string[]): string {
  const bridge = `br${number}`
  const ports = others.map((other, index) => {
    const port = `v${number}p${index}`
    drafts.get(holder)?.nics.push(port)
    links.push([`${other}:${plug(drafts, other, number)}`, `${holder}:${port}`])
    return port
  })
  drafts.get(holder)?.bridges.push({ name: bridge, ports })
  return bridge
}

/** Hosts have a default route, routers one for each segment that they are not on. Sometimes one is forgotten, or leads the wrong way. */
function addRoutes(machine: Draft, segments: readonly Segment[], dice: Dice): void {
  const own = segments.filter((segment) => segment.members.some((member) => member.machine === machine.name))
  const gateways = own.flatMap((segment) =>
    segment.members
      .filter((member) => member.machine !== machine.name && member.machine.startsWith('r'))
      .map((member) => ({ segment, member })),
  )
  const deviceOn = (segment: Segment) => segment.members.find((member) => member.machine === machine.name)?.device ?? ''
  const add = (to: string, from: typeof gateways) => {
    const chosen = dice.pick(from)
    if (chosen === undefined || dice.below(12) === 0) return
    machine.routes.push({ device: deviceOn(chosen.segment), to, via: chosen.member.address })
  }
  if (!machine.isRouter) return add('default', gateways)
  for (const segment of segments) {
    if (own.includes(segment)) continue
    const towards = gateways.filter(({ member }) => isOn(segments, member.machine, segment.number) || dice.below(2) === 0)
    add(`10.${segment.number}.0.0/24`, towards.length > 0 ? towards : gateways)
  }
  if (dice.below(4) === 0) add('default', gateways)
}

function isOn(segments: readonly Segment[], machine: string, number: number): boolean {
  return segments[number]?.members.some((member) => member.machine === machine) === true
}
