/** NAT: where a new connection's addresses are decided, and every packet's are rewritten (nf_nat_core.c). */
import { type Ipv4, ipv4FromNumber, ipv4ToNumber, LOCALHOST } from '../../addresses/ipv4.js'
import { maskBits } from '../../addresses/prefix.js'
import { type Why, why } from '../../diagnostics/why.js'
import type { Node } from '../../model/index.js'
import { type Context, note } from '../context.js'
import { addressToward } from '../routing.js'
import { askChain } from './ask-chain.js'
import { type Connection, reverse, type Tuple } from './connection.js'
import { afterVerdict, type HookVerdict, type Passage } from './passage.js'
import { hasNat, natChains } from './registered.js'
import type { NatTarget, TableVerdict } from './table.js'
import { type Tracked, translate } from './tracked.js'

export function passNat(context: Context, node: Node, start: Tracked, passage: Passage): HookVerdict {
  const side = passage.hook === 'prerouting' || passage.hook === 'output' ? 'destination' : 'source'
  if (start.connection === undefined || !hasNat(node)) return { kind: 'accept', tracked: start }
  let tracked = start
  if (tracked.state === 'NEW' && !start.connection.natDone) {
    const { verdict, after } = askNatChains(context, node, tracked, passage)
    tracked = after
    if (verdict?.kind === 'drop') return { kind: 'drop', tracked, reason: verdict.reason, why: verdict.why }
    if (verdict?.kind === 'nat') {
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

/** Until one of them translates: that decides, and the others are not asked. */
function askNatChains(
  context: Context,
  node: Node,
  start: Tracked,
  passage: Passage,
): { readonly verdict?: TableVerdict; readonly after: Tracked } {
  let after = start
  for (const stop of natChains(node, passage.hook)) {
    const verdict = askChain(context, node, after, { passage, stop })
    after = afterVerdict(after, verdict)
    if (verdict.kind !== 'accept') return { verdict, after }
  }
  return { after }
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
