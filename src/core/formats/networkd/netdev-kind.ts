/** Kinds of virtual devices that a .netdev can ask for, and what each of them needs (systemd.netdev(5), `networkd` of 252 and 257). */

type NetdevKindFacts = {
  /** Sections of its own beside [Match] and [NetDev]; any other is ignored with a complaint. */
  readonly sections: readonly string[]
  /** Created only for the link that names it, by the key of its [Network] section. */
  readonly stackedBy?: string
}

const TUNNEL: NetdevKindFacts = { sections: ['Tunnel'], stackedBy: 'Tunnel' }

export const NETDEV_KINDS: Readonly<Record<string, NetdevKindFacts>> = {
  bareudp: { sections: ['BareUDP'] },
  batadv: { sections: ['BatmanAdvanced'] },
  bond: { sections: ['Bond'] },
  bridge: { sections: ['Bridge'] },
  dummy: { sections: [] },
  erspan: TUNNEL,
  fou: { sections: ['FooOverUDP'] },
  geneve: { sections: ['GENEVE'] },
  gre: TUNNEL,
  gretap: TUNNEL,
  ifb: { sections: [] },
  ip6gre: TUNNEL,
  ip6gretap: TUNNEL,
  ip6tnl: TUNNEL,
  ipip: TUNNEL,
  ipoib: { sections: ['IPoIB'], stackedBy: 'IPoIB' },
  ipvlan: { sections: ['IPVLAN'], stackedBy: 'IPVLAN' },
  ipvtap: { sections: ['IPVTAP'], stackedBy: 'IPVTAP' },
  l2tp: { sections: ['L2TP', 'L2TPSession'] },
  macsec: {
    sections: ['MACsec', 'MACsecReceiveChannel', 'MACsecTransmitAssociation', 'MACsecReceiveAssociation'],
    stackedBy: 'MACsec',
  },
  macvlan: { sections: ['MACVLAN'], stackedBy: 'MACVLAN' },
  macvtap: { sections: ['MACVTAP'], stackedBy: 'MACVTAP' },
  netdevsim: { sections: [] },
  nlmon: { sections: [] },
  sit: TUNNEL,
  tap: { sections: ['Tap'] },
  tun: { sections: ['Tun'] },
  vcan: { sections: [] },
  veth: { sections: ['Peer'] },
  vlan: { sections: ['VLAN'], stackedBy: 'VLAN' },
  vrf: { sections: ['VRF'] },
  vti: TUNNEL,
  vti6: TUNNEL,
  vxcan: { sections: ['VXCAN'] },
  vxlan: { sections: ['VXLAN'], stackedBy: 'VXLAN' },
  wireguard: { sections: ['WireGuard', 'WireGuardPeer'] },
  wlan: { sections: ['WLAN'] },
  xfrm: { sections: ['Xfrm'], stackedBy: 'Xfrm' },
}

/** The facts of a kind; undefined for a word that is none. */
export function netdevKind(name: string): NetdevKindFacts | undefined {
  return Object.hasOwn(NETDEV_KINDS, name) ? NETDEV_KINDS[name] : undefined
}
