/** Keys that name other definitions. */
import type { Origin } from '../../diagnostics/origin.js'
import { textOf, type YamlList, type YamlScalar } from '../../yaml/node.js'
import type { DraftDefinition } from './definition.js'
import { eachText, type Key, type Reading, refuse, shown } from './reading.js'

/** The definition of that id; else it is noted, to be found on the next pass through the file. */
export function referred(reading: Reading, definition: DraftDefinition, node: YamlScalar): DraftDefinition | undefined {
  const found = reading.definitions.get(textOf(node))
  if (found === undefined) reading.missing.set(textOf(node), { wantedBy: definition.id, node })
  return found
}

/** A VLAN of an Open vSwitch device is made by Open vSwitch too. */
export function link(name: 'sriovLink' | 'vlanLink'): Key<DraftDefinition> {
  return {
    expects: 'scalar',
    read: (reading, node, definition) => {
      const lower = referred(reading, definition, node)
      if (lower === undefined) return true
      definition[name] = { value: lower.id, origin: node.origin }
      if (definition.kind === 'vlans' && lower.renderer?.value === 'openvswitch') {
        definition.renderer = { value: 'openvswitch', origin: node.origin }
      }
      return true
    },
  }
}

export const vethPeer: Key<DraftDefinition> = {
  expects: 'scalar',
  read: (reading, node, definition) => {
    if (textOf(node) === definition.id) {
      return refuse(reading, 'bad-peer', node.origin, { message: 'virtual-ethernet peer cannot be itself', help: 'name the other end' })
    }
    const peer = referred(reading, definition, node)
    if (peer === undefined) return true
    if (peer.kind !== 'virtual-ethernets' && peer.kind !== 'placeholder') {
      return refuse(reading, 'bad-peer', node.origin, {
        message: `virtual-ethernet peer '${peer.id}' is not a virtual-ethernet interface`,
        help: `define ${peer.id} below virtual-ethernets`,
      })
    }
    if (peer.vethPeer !== undefined && peer.vethPeer.value !== definition.id) {
      return refuse(reading, 'bad-peer', node.origin, {
        message: `virtual-ethernet peer '${peer.id}' is another virtual-ethernet's (${peer.vethPeer.value}) peer already`,
        related: [{ message: 'said here', at: peer.vethPeer.origin }],
      })
    }
    definition.vethPeer = { value: peer.id, origin: node.origin }
    peer.vethPeer = { value: definition.id, origin: node.origin }
    return true
  },
}

/** The `interfaces:` of a bridge or bond. An interface can be in one only, and an Open vSwitch member makes it one of Open vSwitch. */
export function members(kind: 'bridge' | 'bond'): Key<DraftDefinition> {
  return {
    expects: 'list',
    read: (reading, node, definition) => eachMember(reading, node, (member, at) => join(reading, member, { kind, definition, at })),
  }
}

type Joining = { readonly kind: 'bridge' | 'bond'; readonly definition: DraftDefinition; readonly at: Origin }

function join(reading: Reading, member: DraftDefinition, { kind, definition, at }: Joining): boolean {
  for (const other of ['bridge', 'bond'] as const) {
    const taken = member[other]
    if (taken === undefined || (other === kind && taken.value === definition.id)) continue
    return refuse(reading, 'already-assigned', at, {
      message: `interface '${shown(member.id)}' is already assigned to ${other} ${taken.value}`,
      related: [{ message: 'assigned here', at: taken.origin }],
    })
  }
  member[kind] ??= { value: definition.id, origin: at }
  if (member.renderer?.value === 'openvswitch') definition.renderer = { value: 'openvswitch', origin: at }
  return true
}

function eachMember(reading: Reading, list: YamlList, read: (member: DraftDefinition, at: Origin) => boolean): boolean {
  return eachText(reading, list, (id, origin) => {
    const member = reading.definitions.get(id)
    if (member !== undefined) return read(member, origin)
    const wantedBy = reading.current?.id ?? ''
    reading.missing.set(id, { wantedBy, node: { kind: 'scalar', text: id, style: 'plain', origin } })
    return true
  })
}

export const vrfMembers: Key<DraftDefinition> = {
  expects: 'list',
  read: (reading, node, definition) =>
    eachMember(reading, node, (member, at) => {
      if (member.vrf !== undefined && member.vrf.value !== definition.id) {
        return refuse(reading, 'already-assigned', at, {
          message: `interface '${shown(member.id)}' is already assigned to vrf ${member.vrf.value}`,
          related: [{ message: 'assigned here', at: member.vrf.origin }],
        })
      }
      member.vrf = { value: definition.id, origin: at }
      return true
    }),
}
