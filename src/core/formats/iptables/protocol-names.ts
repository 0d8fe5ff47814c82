/** The protocols that protocols(5) of Debian's netbase 6.4 names, and those that iptables itself knows. */
const NAMES = `
ah all ax.25 cphb dccp ddp egp eigrp encap esp etherip ethernet fc ggp gre hip hmp hopopt icmp icmp6 icmpv6 idpr-cmtp idrp igmp
igp ip ip-encap ipcomp ipencap ipip ipsec-ah ipsec-esp ipv6 ipv6-frag ipv6-icmp ipv6-mh ipv6-nonxt ipv6-opts ipv6-route isis
iso-tp4 l2tp manet mh mobility-header mpls-in-ip mptcp ospf ospfigp pim pup rdp rohc rspf rsvp sctp shim6 skip st tcp udp udplite
vmtp vrrp wesp xns-idp xtp
`

const KNOWN: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/))

/** A name, whatever the case of its letters, or a number. */
export function isProtocol(text: string): boolean {
  return /^\d+$/.test(text) ? Number(text) <= 255 : KNOWN.has(text.toLowerCase())
}
