/** An Ethernet frame as far as bridges look at it. */
import type { Mac } from '../../addresses/mac.js'
import type { Packet } from '../packet.js'

export type Frame = {
  readonly source: Mac
  readonly destination: Mac
  /** `arp` frames are never seen by iptables; `other` is e.g. a DHCP broadcast asked about by itself. */
  readonly carries: { readonly kind: 'arp' } | { readonly kind: 'ip'; readonly packet: Packet }
}
