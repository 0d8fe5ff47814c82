/** macvlan and macvtap: second addresses on a device, and who of them hears whom (drivers/net/macvlan.c). */
import { why } from '../../diagnostics/why.js'
import type { Interface, Macvlan, Node } from '../../model/index.js'
import { miss } from '../context.js'
import { interfaceOf } from '../view.js'
import { arrive } from './arrive.js'
import { isToMany } from './frame.js'
import { below } from './link.js'
import { type Copy, lost, type Work } from './work.js'

/** Only those that are up are in the device's table (macvlan_open). */
function macvlansOn(node: Node, lower: string): readonly Macvlan[] {
  return node.interfaces.filter((device) => device.kind === 'macvlan').filter((device) => device.up && device.lower === lower)
}

/** macvlan_queue_xmit: in bridge mode its equals get it directly, the world gets broadcasts and what is nobody's here. The device below hears nothing. */
export function sendByMacvlan(work: Work, node: Node, device: Macvlan, copy: Copy): void {
  if (device.mode === 'source') miss(work.context, `${node.name}: interface ${device.name} of kind macvlan in source mode`)
  const equals = device.mode === 'bridge' ? macvlansOn(node, device.lower).filter((other) => other.mode === 'bridge') : []
  if (isToMany(copy.frame)) for (const other of equals) if (other.name !== device.name) hand(work, node, other, copy)
  const direct = isToMany(copy.frame) ? undefined : equals.find((other) => other.mac === copy.frame.destination)
  if (direct === undefined) return throughLower(work, node, device, copy)
  // dev_forward_skb: it comes in by the device below.
  const lower = interfaceOf(node, device.lower)
  if (lower?.up === true) return hand(work, node, direct, copy)
  lost(work, node, { reason: 'link/down', why: why(`${device.lower} of ${node.name}, below ${device.name}, is down`, lower?.origin) })
}

function throughLower(work: Work, node: Node, device: Macvlan, copy: Copy): void {
  const lower = interfaceOf(node, device.lower)
  if (isToMany(copy.frame) || copy.frame.destination === lower?.mac) apart(work, node, device, device.lower)
  below(work, node, device, copy)
}

/** What the device below sends itself goes out, and no macvlan on it hears it. */
export function passMacvlansBy(work: Work, node: Node, lower: Interface, { frame }: Copy): void {
  for (const device of macvlansOn(node, lower.name))
    if (isToMany(frame) || device.mac === frame.destination) apart(work, node, device, device.name)
}

function apart(work: Work, node: Node, device: Macvlan, port: string): void {
  const text = `${device.name} and ${device.lower}, on which it stands, do not hear each other: the frame leaves ${node.name}`
  work.losses.push({ node: node.name, reason: 'macvlan/apart', why: why(text, device.origin), port })
}

function hand(work: Work, node: Node, device: Macvlan, { frame, trail }: Copy): void {
  arrive(work, { node, device, copy: { frame, trail, forUs: !isToMany(frame) } })
}

/** macvlan_handle_frame: whether a frame that comes into a device is taken off it by a macvlan. */
export function receiveByMacvlans(work: Work, node: Node, lower: Interface, copy: Copy): 'consumed' | 'passed' {
  const all = macvlansOn(node, lower.name)
  if (all.length === 0) return 'passed'
  if (all.some((device) => device.mode === 'source'))
    miss(work.context, `${node.name}: interface ${all[0]?.name} of kind macvlan in source mode`)
  const { frame } = copy
  if (isToMany(frame)) return toMany(work, node, all, copy)
  const taker = all.find((device) => device.mode === 'passthru') ?? all.find((device) => device.mac === frame.destination)
  if (taker === undefined || taker.mode === 'source') return 'passed'
  hand(work, node, taker, copy)
  return 'consumed'
}

/** By the mode of the macvlan that sent it, when it comes back from outside. */
function toMany(work: Work, node: Node, all: readonly Macvlan[], copy: Copy): 'consumed' | 'passed' {
  const sender = all.find((device) => device.mac === copy.frame.source)
  if (sender !== undefined && sender.mode !== 'vepa' && sender.mode !== 'bridge') {
    hand(work, node, sender, copy)
    return 'consumed'
  }
  for (const device of all) if (hears(sender, device)) hand(work, node, device, copy)
  return 'passed'
}

function hears(sender: Macvlan | undefined, device: Macvlan): boolean {
  if (sender === undefined) return device.mode !== 'source'
  if (device.name === sender.name) return false
  return device.mode === 'vepa' || (device.mode === 'bridge' && sender.mode === 'vepa')
}
