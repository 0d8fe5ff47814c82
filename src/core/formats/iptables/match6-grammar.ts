/** Matches of IPv6 only, and `ah`, which is another one there. */
import { type Grammar, grammar } from './grammar.js'

const HEADERS = 'hop-by-hop/hop/protocol/prot/route/frag/auth/esp/none/ipv6-nonxt/ipv6-route/ipv6-frag/ipv6-opts/ipv6-hopopts/ah/dst/proto'

const PRESENT = ['--rt-0-res', '--rt-0-addrs any', '--rt-0-not-strict'] as const

export const MATCH6_GRAMMAR: Readonly<Record<string, Grammar>> = {
  'ah': grammar(['!--ahspi range 0..4294967295', '!--ahlen 0..4294967295', '--ahres']),
  'dst': grammar(['!--dst-len 0..4294967295', '--dst-opts any', '--dst-not-strict']),
  'hbh': grammar(['!--hbh-len 0..4294967295', '--hbh-opts any', '--hbh-not-strict']),
  'eui64': grammar([], { hooks: ['prerouting', 'input', 'forward'] }),
  'frag': grammar(['!--fragid range 0..4294967295', '!--fraglen 0..4294967295', '--fragres', '--fragfirst', '--fragmore', '--fraglast'], {
    apart: [['--fragmore', '--fraglast']],
  }),
  'hl': grammar(['!--hl-eq 0..255', '--hl-lt 0..255', '--hl-gt 0..255'], { some: 'any', apart: [['--hl-eq', '--hl-lt', '--hl-gt']] }),
  'ipv6header': grammar([`!*--header list ${HEADERS}`, '--soft']),
  'mh': grammar(['!--mh-type mh-type'], { protocols: ['mobility-header'] }),
  'rt': grammar(['!--rt-type 0..4294967295', '!--rt-segsleft range 0..4294967295', '!--rt-len 0..4294967295', ...PRESENT]),
  'srh': grammar([
    '!--srh-next-hdr text',
    '!--srh-hdr-len-eq 0..255',
    '!--srh-hdr-len-gt 0..255',
    '!--srh-hdr-len-lt 0..255',
    '!--srh-segs-left-eq 0..255',
    '!--srh-segs-left-gt 0..255',
    '!--srh-segs-left-lt 0..255',
    '!--srh-last-entry-eq 0..255',
    '!--srh-last-entry-gt 0..255',
    '!--srh-last-entry-lt 0..255',
    '!--srh-tag 0..65535',
    '!--srh-psid network',
    '!--srh-nsid network',
    '!--srh-lsid network',
  ]),
}

export const AH_GRAMMAR: Grammar = grammar(['!--ahspi range 0..4294967295'], { protocols: ['ah'] })
