/** VLAN filtering of a bridge: to which VLAN a frame belongs, and who is a member (net/bridge/br_vlan.c). */
import type { Bridge, Interface, PortVlan } from '../../model/index.js'
import { type Frame, withTag, withTags } from './frame.js'

/** A frame inside a bridge, without the tag that the bridge goes by; 0: the bridge does not look at VLANs. */
export type Classified = { readonly frame: Frame; readonly vlan: number }

/** As `bridge vlan` lists them: a port that says nothing has its bridge's default. */
function vlansOf(bridge: Bridge, member: Interface): readonly PortVlan[] {
  const id = bridge.vlanDefaultPvid ?? 1
  return member.vlans ?? (id === 0 ? [] : [{ id, pvid: true, untagged: true }])
}

/** __allowed_ingress. `member`: a port, or the bridge itself. A text says why the frame is not let in. */
export function classify(bridge: Bridge, member: Interface, frame: Frame): Classified | string {
  if (!bridge.vlanFiltering) return { frame, vlan: 0 }
  const vlans = vlansOf(bridge, member)
  const [tag, ...inner] = frame.tags ?? []
  const isOurs = tag?.protocol === '802.1Q'
  const bare = isOurs ? withTags(frame, inner) : frame
  const id = isOurs && tag.id !== 0 ? tag.id : vlans.find((vlan) => vlan.pvid)?.id
  if (id === undefined) return `${member.name} has no PVID, so untagged frames are not let in`
  if (!vlans.some((vlan) => vlan.id === id)) return `${member.name} is not a member of VLAN ${id}`
  return { frame: bare, vlan: id }
}

/** br_allowed_egress and br_handle_vlan. Undefined: the frame's VLAN does not go out there. */
export function released(bridge: Bridge, member: Interface, { frame, vlan }: Classified): Frame | undefined {
  if (!bridge.vlanFiltering) return frame
  const membership = vlansOf(bridge, member).find((one) => one.id === vlan)
  if (membership === undefined) return undefined
  return membership.untagged ? frame : withTag(frame, { id: vlan, protocol: '802.1Q' })
}
