/** The words of nft(8): header fields, meta and conntrack keys. */
import type { NftFamily } from '../../model/index.js'

export const FAMILIES: ReadonlySet<string> = new Set<NftFamily>(['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'])

export function isFamily(text: string): text is NftFamily {
  return FAMILIES.has(text)
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

export const HEADERS: Readonly<Record<string, ReadonlySet<string>>> = {
  ether: words('saddr daddr type'),
  vlan: words('id dei cfi pcp type'),
  arp: words('htype ptype hlen plen operation saddr daddr'),
  ip: words('version hdrlength dscp ecn length id frag-off ttl protocol checksum saddr daddr option'),
  ip6: words('version dscp ecn flowlabel length nexthdr hoplimit saddr daddr'),
  icmp: words('type code checksum id sequence gateway mtu'),
  icmpv6: words('type code checksum parameter-problem packet-too-big id sequence max-delay taddr daddr'),
  igmp: words('type checksum mrt group'),
  tcp: words('sport dport sequence ackseq doff reserved flags window checksum urgptr option'),
  udp: words('sport dport length checksum'),
  udplite: words('sport dport checksum csumcov'),
  sctp: words('sport dport vtag checksum chunk'),
  dccp: words('sport dport type option'),
  th: words('sport dport'),
  ah: words('nexthdr hdrlength reserved spi sequence'),
  esp: words('spi sequence'),
  comp: words('nexthdr flags cpi'),
  gre: words('flags version protocol'),
  geneve: words('vni type'),
  gretap: words('ip ether'),
  vxlan: words('vni flags ether ip ip6 tcp udp icmp'),
}

/** Extension headers and what follows them. */
export const EXTENSIONS = words('hbh rt frag dst mh srh exthdr')

/** Keys that may stand with or without `meta` before them. */
export const BARE_META = words(
  'mark iif iifname iiftype oif oifname oiftype skuid skgid nftrace rtclassid ibriport obriport ibrname obrname pkttype cpu iifgroup oifgroup cgroup',
)
export const META = words(
  'length protocol priority random nfproto l4proto iifkind oifkind secmark ipsec time day hour sdif sdifname broute ibrpvid ibrvproto ibrhwaddr secpath ' +
    [...BARE_META].join(' '),
)

export const CT = words(
  'state direction status mark expiration helper label l3proto protocol saddr daddr proto-src proto-dst packets bytes avgpkt zone event secmark id count timeout expectation',
)

export const VERDICTS = words('accept drop continue return')

/** Words of the language that can name nothing, unless in quotation marks (tokens of nft's scanner where a name may stand, 1.0.6). */
export const RESERVED = words(
  'fwd dup queue log counter limit quota reject snat dnat masquerade redirect tproxy notrack synproxy flow meter map vmap set chain table rule ' +
    'element ruleset add create insert delete flush list reset ip ip6 inet arp bridge netdev tcp udp icmp icmpv6 th ct meta mark iif oif iifname ' +
    'oifname fib rt socket osf ipsec numgen jhash symhash vlan ether type policy priority hook device devices flags timeout size elements comment ' +
    'accept drop continue return jump goto exists missing all hour day random secmark position index handle interval dynamic constant typeof ' +
    'monitor export import describe include define redefine undefine xt exthdr hbh frag dst mh srh sctp dccp ah esp comp nftrace rtclassid skuid ' +
    'skgid cpu cgroup iifgroup oifgroup iiftype oiftype pkttype ibriport obriport time eq ne lt gt le ge and or xor lshift rshift',
)

/** Names for a base chain's place (nft(8), PRIORITY); in the family bridge some differ. */
export const PRIORITIES: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  dstnat: -100,
  filter: 0,
  security: 50,
  srcnat: 100,
  out: 100,
}
export const BRIDGE_PRIORITIES: Readonly<Record<string, number>> = { dstnat: -300, filter: -200, out: 100, srcnat: 300 }
export const HOOKS = words('ingress egress prerouting input forward output postrouting')
export const OBJECTS = words('counter quota limit flowtable secmark synproxy tunnel')
