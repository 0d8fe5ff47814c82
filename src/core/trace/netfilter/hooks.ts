/** netfilter's hooks: the tables in order of priority, with conntrack and NAT in their places (linux/netfilter_ipv4.h). */
import { type Ipv4, ipv4FromNumber, ipv4ToNumber, LOCALHOST } from '../../addresses/ipv4.js'
import { maskBits } from '../../addresses/prefix.js'
import { type Why, why } from '../../diagnostics/why.js'
import type { Hook, Node, RejectWith, TableName } from '../../model/index.js'
import { type Context, note } from '../context.js'
import type { ReasonCode } from '../reason.js'
import { addressToward } from '../routing.js'
import { tracksConnections } from './active.js'
import { type Connection, reverse, type Tuple } from './connection.js'
import { hasTable, type NatTarget, walkTable } from './table.js'
import { confirm, isTranslated, type Tracked, track, translate } from './tracked.js'

export type Passage = {
  readonly hook: Hook
  readonly in?: string
  readonly out?: string
  /** Where the packet goes next, for MASQUERADE's choice of address. */
  readonly nextHop?: Ipv4
  readonly physicalIn?: string
  readonly physicalOut?: string
  readonly bridged?: boolean
}

export type HookVerdict =
  | { readonly kind: 'accept'; readonly tracked: Tracked }
  | { readonly kind: 'drop'; readonly tracked: Tracked; readonly reason: ReasonCode; readonly why: Why }
  | { readonly kind: 'reject'; readonly tracked: Tracked; readonly with: RejectWith; readonly reason: ReasonCode; readonly why: Why }

const TABLES: Readonly<Record<Hook, readonly TableName[]>> = {
  prerouting: ['raw', 'mangle', 'nat'],
  input: ['mangle', 'filter', 'security', 'nat'],
  forward: ['mangle', 'filter', 'security'],
  output: ['raw', 'mangle', 'nat', 'filter', 'security'],
  postrouting: ['mangle', 'nat'],
}

export function passHook(context: Context, node: Node, start: Tracked, passage: Passage): HookVerdict {
  let tracked = start
  const tracks = (passage.hook === 'prerouting' || passage.hook === 'output') && tracksConnections(node)
  for (const table of TABLES[passage.hook]) {
    if (table === 'nat') {
      const verdict = passNat(context, node, tracked, passage)
      if (verdict.kind !== 'accept') return verdict
      tracked = verdict.tracked
      continue
    }
    const verdict = walkTable(context, { node, table, hook: passage.hook }, seenBy(context, node, tracked, passage))
    tracked = { ...tracked, packet: { ...tracked.packet, mark: verdict.mark } }
    if (table === 'raw' && tracks) {
      if (!verdict.notrack && tracked.settled !== true && tracked.connection === undefined) tracked = track(context, node, tracked.packet)
    }
    if (verdict.kind === 'accept' && verdict.rule !== undefined && verdict.why !== undefined) {
      note(context, { kind: 'filter', did: 'accepted', hook: passage.hook, table, chain: '', rule: verdict.rule.text, why: verdict.why })
    }
    if (verdict.kind === 'drop') {
      note(context, {
        kind: 'filter',
        did: 'dropped',
        hook: passage.hook,
        table,
        chain: '',
        ...(verdict.rule === undefined ? {} : { rule: verdict.rule.text }),
        why: verdict.why,
      })
      return { kind: 'drop', tracked, reason: invalid(tracked, verdict.reason), why: verdict.why }
    }
    if (verdict.kind === 'reject') {
      note(context, { kind: 'filter', did: 'rejected', hook: passage.hook, table, chain: '', rule: verdict.rule.text, why: verdict.why })
      return { kind: 'reject', tracked, with: verdict.with, reason: 'netfilter/reject', why: verdict.why }
    }
  }
  if (passage.hook === 'postrouting' || passage.hook === 'input') confirm(context, node, tracked)
  return { kind: 'accept', tracked }
}

/** A drop of an answer whose request was never seen is told as what it is. */
function invalid(tracked: Tracked, reason: ReasonCode): ReasonCode {
  return tracked.state === 'INVALID' ? 'conntrack/invalid' : reason
}

function seenBy(context: Context, node: Node, tracked: Tracked, passage: Passage) {
  const { hook: _hook, nextHop: _nextHop, bridged, ...interfaces } = passage
  return {
    network: context.network,
    node,
    packet: tracked.packet,
    state: tracked.state,
    ...interfaces,
    bridged: bridged === true,
    direction: tracked.direction,
    ...(tracked.connection === undefined ? {} : { connection: tracked.connection }),
    translated: isTranslated(tracked.connection),
  }
}

function passNat(context: Context, node: Node, start: Tracked, passage: Passage): HookVerdict {
  const side = passage.hook === 'prerouting' || passage.hook === 'output' ? 'destination' : 'source'
  if (start.connection === undefined || !hasTable(node, 'nat')) return { kind: 'accept', tracked: start }
  let tracked = start
  if (tracked.state === 'NEW' && !start.connection.natDone) {
    const verdict = walkTable(context, { node, table: 'nat', hook: passage.hook }, seenBy(context, node, tracked, passage))
    if (verdict.kind === 'drop') return { kind: 'drop', tracked, reason: verdict.reason, why: verdict.why }
    if (verdict.kind === 'nat') {
      const bound = bind(node, tracked, verdict.target, { side, passage, why: verdict.why })
      if (bound.kind !== 'accept') return bound
      tracked = bound.tracked
      noteNat(context, side, { before: start, after: translate(tracked, side), why: verdict.why })
    }
    if (side === 'source' && tracked.connection !== undefined)
      tracked = { ...tracked, connection: { ...tracked.connection, natDone: true } }
  } else {
    noteNat(context, side, {
      before: start,
      after: translate(tracked, side),
      why: why(`${node.name} translates back as its connection table says`),
    })
  }
  return { kind: 'accept', tracked: translate(tracked, side) }
}

function noteNat(
  context: Context,
  side: 'source' | 'destination',
  change: { readonly before: Tracked; readonly after: Tracked; readonly why: Why },
): void {
  const [from, to] = [change.before.packet[side], change.after.packet[side]]
  if (from === to) return
  note(context, {
    kind: 'nat',
    did: change.before.state === 'NEW' ? 'translated' : 'translated-back',
    what: side,
    from,
    to,
    why: change.why,
  })
}

type Binding = { readonly side: 'source' | 'destination'; readonly passage: Passage; readonly why: Why }

/** nf_nat_setup_info: writes the decision into the connection. */
function bind(node: Node, tracked: Tracked, target: NatTarget, binding: Binding): HookVerdict {
  const connection = tracked.connection
  if (connection === undefined) return { kind: 'accept', tracked }
  const leaving = reverse(connection.reply)
  const changed = newTuple(node, leaving, target, binding)
  if (changed === undefined) {
    const text = `${node.name} has no address on ${binding.passage.out ?? 'that interface'} to masquerade with`
    return { kind: 'drop', tracked, reason: 'netfilter/drop', why: { text, because: binding.why.because } }
  }
  const bound: Connection = { ...connection, reply: reverse(changed) }
  return { kind: 'accept', tracked: { ...tracked, connection: bound } }
}

function newTuple(node: Node, leaving: Tuple, target: NatTarget, binding: Binding): Tuple | undefined {
  switch (target.kind) {
    case 'masquerade': {
      const { out, nextHop } = binding.passage
      const address = out === undefined ? undefined : addressToward(node, out, nextHop ?? leaving.destination)
      return address === undefined ? undefined : { ...leaving, source: address }
    }
    case 'snat':
      return { ...leaving, source: target.to?.from ?? leaving.source, sourcePort: portOf(leaving, target.ports?.from, leaving.sourcePort) }
    case 'dnat':
      return {
        ...leaving,
        destination: target.to?.from ?? leaving.destination,
        destinationPort: portOf(leaving, target.ports?.from, leaving.destinationPort),
      }
    case 'redirect': {
      const local = binding.passage.hook === 'output' ? LOCALHOST : firstAddress(node, binding.passage.in)
      return local === undefined
        ? undefined
        : { ...leaving, destination: local, destinationPort: portOf(leaving, target.ports?.from, leaving.destinationPort) }
    }
    case 'netmap': {
      const mask = maskBits(target.to.length)
      const mapped = (address: Ipv4) => ipv4FromNumber((ipv4ToNumber(target.to.address) & mask) | (ipv4ToNumber(address) & ~mask))
      return binding.side === 'source'
        ? { ...leaving, source: mapped(leaving.source) }
        : { ...leaving, destination: mapped(leaving.destination) }
    }
  }
}

function portOf(tuple: Tuple, wanted: number | undefined, own: number): number {
  return tuple.protocol === 'icmp' ? own : (wanted ?? own)
}

function firstAddress(node: Node, name: string | undefined): Ipv4 | undefined {
  return node.addresses.find((entry) => entry.interface === name)?.address
}

/** Whether a redirect about this packet is swallowed: NAT is loaded and its decision not final, or not null (nf_nat_icmp_reply_translation). */
export function swallowsRedirect(node: Node, tracked: Tracked): boolean {
  if (!hasTable(node, 'nat') || tracked.connection === undefined) return false
  const { source, destination } = isTranslated(tracked.connection)
  return !tracked.connection.natDone || source || destination
}
