/** The words of flows: names of match fields, protocols, actions and reserved ports (include/openvswitch/{meta-flow,ofp-actions}.h). */

/** Shorthands for an Ethernet type and an IP protocol (lib/ofp-parse.c). */
export const PROTOCOLS: ReadonlySet<string> = new Set(
  'ip ipv4 ip4 arp icmp tcp udp sctp ipv6 ip6 icmp6 tcp6 udp6 sctp6 rarp mpls mplsm eth'.split(' '),
)

const FIELDS: ReadonlySet<string> = new Set(
  [
    'dp_hash recirc_id packet_type conj_id tun_id tunnel_id tun_src tun_dst tun_ipv6_src tun_ipv6_dst tun_flags tun_ttl tun_tos tun_gbp_id',
    'tun_gbp_flags tun_erspan_idx tun_erspan_ver tun_erspan_dir tun_erspan_hwid tun_gtpu_flags tun_gtpu_msgtype metadata in_port',
    'in_port_oxm actset_output skb_priority pkt_mark ct_state ct_zone ct_mark ct_label ct_nw_proto ct_nw_src ct_nw_dst ct_ipv6_src',
    'ct_ipv6_dst ct_tp_src ct_tp_dst eth_src dl_src eth_dst dl_dst eth_type dl_type vlan_tci dl_vlan vlan_vid dl_vlan_pcp vlan_pcp',
    'mpls_label mpls_tc mpls_bos mpls_ttl ip_src nw_src ip_dst nw_dst ipv6_src ipv6_dst ipv6_label nw_proto ip_proto nw_tos ip_dscp nw_ecn',
    'ip_ecn nw_ttl ip_frag nw_frag arp_op arp_spa arp_tpa arp_sha arp_tha tcp_src tp_src tcp_dst tp_dst tcp_flags udp_src udp_dst sctp_src',
    'sctp_dst icmp_type icmp_code icmpv6_type icmpv6_code nd_target nd_sll nd_tll nd_reserved nd_options_type nsh_flags nsh_mdtype nsh_np',
    'nsh_spi nsp nsh_si nsi nsh_ttl dl_vlan1 vlan_tci1 tun_metadata',
  ].flatMap((line) => line.split(' ')),
)

/** Registers are numbered; OXM and NXM names are written with brackets or in capitals. */
export function isField(name: string): boolean {
  return (
    FIELDS.has(name) ||
    /^(reg|xreg|xxreg|nsh_c|tun_metadata)\d{1,2}$/.test(name) ||
    /^(NXM|OXM|ERICOXM)_\w+(\[.*)?$/.test(name) ||
    name.includes('[')
  )
}

const ACTIONS: ReadonlySet<string> = new Set(
  [
    'output group controller enqueue output_reg bundle bundle_load set_field set_vlan_vid set_vlan_pcp strip_vlan pop_vlan push_vlan',
    'mod_vlan_vid mod_vlan_pcp mod_dl_src mod_dl_dst mod_nw_src mod_nw_dst mod_tp_src mod_tp_dst mod_nw_tos mod_nw_ecn mod_nw_ttl',
    'set_nw_ttl move load push pop dec_ttl set_mpls_label set_mpls_tc set_mpls_ttl dec_mpls_ttl push_mpls pop_mpls dec_nsh_ttl delete_field',
    'encap decap set_tunnel set_tunnel64 set_queue pop_queue fin_timeout resubmit learn conjunction multipath note exit sample unroll_xlate',
    'ct ct_clear nat clone debug_recirc debug_slow meter clear_actions write_actions apply_actions write_metadata goto_table drop',
    'check_pkt_larger normal flood all local in_port any none table set_ip_dscp set_ip_ecn',
  ].flatMap((line) => line.split(' ')),
)

export function isAction(name: string): boolean {
  return ACTIONS.has(name.toLowerCase())
}

/** A port may stand by itself for an output to it; these are not switched ports. */
export const RESERVED_PORTS: ReadonlySet<string> = new Set([
  'in_port',
  'table',
  'normal',
  'flood',
  'all',
  'controller',
  'local',
  'any',
  'none',
])

/** What stands among the fields of a flow and is none. */
export const STATISTICS: ReadonlySet<string> = new Set(
  [
    'cookie duration table table_id n_packets n_bytes idle_timeout hard_timeout idle_age hard_age priority importance out_port out_group',
    'send_flow_rem check_overlap reset_counts no_packet_counts no_byte_counts no_readonly_table allow_hidden_fields used',
  ].flatMap((line) => line.split(' ')),
)
