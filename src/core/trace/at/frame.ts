/** An Ethernet frame as far as bridges look at it. */
import type { Mac } from '../../addresses/mac.js'
import type { Vlan } from '../../model/index.js'
import type { Packet } from '../packet.js'

type VlanTag = { readonly id: number; readonly protocol: Vlan['protocol'] }

export type Frame = {
  readonly source: Mac
  readonly destination: Mac
  /** VLAN tags, the outermost first. */
  readonly tags?: readonly VlanTag[]
  /** `arp` frames are never seen by iptables; `bpdu`: what bridges tell each other about the spanning tree. */
  readonly carries: { readonly kind: 'arp' } | { readonly kind: 'ip'; readonly packet: Packet } | { readonly kind: 'bpdu' }
}

export function withTag(frame: Frame, tag: VlanTag): Frame {
  return { ...frame, tags: [tag, ...(frame.tags ?? [])] }
}

export function withTags({ source, destination, carries }: Frame, tags: readonly VlanTag[]): Frame {
  return { source, destination, carries, ...(tags.length === 0 ? {} : { tags }) }
}

/** Of a group of hosts, broadcast among them. */
export function isToMany(frame: Frame): boolean {
  return (Number.parseInt(frame.destination.slice(0, 2), 16) & 1) === 1
}
