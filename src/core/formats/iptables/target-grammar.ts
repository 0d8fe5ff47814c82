/** The options of every target of iptables 1.8.9, iptables-extensions(8). */
import type { Hook } from '../../model/netfilter.js'
import { type Grammar, grammar } from './grammar.js'

const MANGLE = { tables: ['mangle'] } as const
const WITH_PORTS = ['tcp', 'udp', 'udplite', 'sctp', 'dccp', 'icmp', 'ipv6-icmp']
const DESTINATION: readonly Hook[] = ['prerouting', 'output']
const NAT_FLAGS = ['--random', '--random-fully', '--persistent'] as const
const HOP_LIMIT = (name: string) =>
  grammar([`--${name}-set 0..255`, `--${name}-inc 1..255`, `--${name}-dec 1..255`], {
    some: 'any',
    apart: [[`--${name}-set`, `--${name}-inc`, `--${name}-dec`]],
    ...MANGLE,
  })
const PREFIXES = grammar(['*--src-pfx prefix', '*--dst-pfx prefix'], { families: ['ip6'], ...MANGLE })
const MARKS = ['--set-mark', '--set-xmark', '--and-mark', '--or-mark', '--xor-mark']

export const TARGET_GRAMMAR: Readonly<Record<string, Grammar>> = {
  AUDIT: grammar(['*--type accept/drop/reject']),
  CHECKSUM: grammar(['*--checksum-fill'], MANGLE),
  CLASSIFY: grammar(['*--set-class any'], { tables: ['mangle'], hooks: ['output', 'forward', 'postrouting'] }),
  CLUSTERIP: grammar(
    [
      '--new',
      '--hashmode sourceip/sourceip-sourceport/sourceip-sourceport-destport',
      '--clustermac mac',
      '--total-nodes 1..16',
      '--local-node 1..16',
      '--hash-init 0..4294967295',
    ],
    { families: ['ip'] },
  ),
  CONNMARK: grammar(
    [
      '--set-xmark masked',
      '--set-mark masked',
      '--and-mark 0..4294967295',
      '--or-mark 0..4294967295',
      '--xor-mark 0..4294967295',
      '--save-mark',
      '--restore-mark',
      '--left-shift-mark 0..31',
      '--right-shift-mark 0..31',
      '--ctmask 0..4294967295',
      '--nfmask 0..4294967295',
      '--mask 0..4294967295',
    ],
    { some: [...MARKS, '--save-mark', '--restore-mark'], apart: [[...MARKS, '--save-mark', '--restore-mark']] },
  ),
  CONNSECMARK: grammar(['--save', '--restore'], { some: 'any', apart: [['--save', '--restore']], tables: ['mangle', 'security'] }),
  CT: grammar(
    [
      '--notrack',
      '--helper text 15',
      '--timeout text 31',
      '--ctevents any',
      '--expevents any',
      '--zone any',
      '--zone-orig any',
      '--zone-reply any',
    ],
    { tables: ['raw'] },
  ),
  DNAT: grammar(['*--to-destination translation', ...NAT_FLAGS], { tables: ['nat'], hooks: DESTINATION }),
  DNPT: PREFIXES,
  DSCP: grammar(['--set-dscp 0..63', '--set-dscp-class dscp-class'], {
    some: 'any',
    apart: [['--set-dscp', '--set-dscp-class']],
    ...MANGLE,
  }),
  ECN: grammar(['*--ecn-tcp-remove'], { protocols: ['tcp'], families: ['ip'], ...MANGLE }),
  HL: HOP_LIMIT('hl'),
  HMARK: grammar(
    [
      '--hmark-tuple any',
      '--hmark-src-prefix 0..128',
      '--hmark-dst-prefix 0..128',
      '--hmark-sport-mask 0..65535',
      '--hmark-dport-mask 0..65535',
      '--hmark-spi-mask 0..4294967295',
      '--hmark-sport 0..65535',
      '--hmark-dport 0..65535',
      '--hmark-spi 0..4294967295',
      '--hmark-proto-mask 0..65535',
      '*--hmark-rnd 0..4294967295',
      '*--hmark-mod 1..4294967295',
      '--hmark-offset 0..4294967295',
    ],
    {
      apart: [
        ['--hmark-spi-mask', '--hmark-sport-mask'],
        ['--hmark-spi-mask', '--hmark-dport-mask'],
      ],
    },
  ),
  IDLETIMER: grammar(['*--timeout 0..4294967295', '*--label text 27', '--alarm']),
  LED: grammar(['*--led-trigger-id text 26', '--led-delay text', '--led-always-blink']),
  LOG: grammar([
    '!--log-level any',
    '--log-prefix any',
    '--log-tcp-sequence',
    '--log-tcp-options',
    '--log-ip-options',
    '--log-uid',
    '--log-macdecode',
  ]),
  MARK: grammar(
    ['--set-xmark masked', '--set-mark masked', '--and-mark 0..4294967295', '--or-mark 0..4294967295', '--xor-mark 0..4294967295'],
    { some: 'any', apart: [MARKS] },
  ),
  MASQUERADE: grammar(['--to-ports target-ports', '--random', '--random-fully'], {
    tables: ['nat'],
    hooks: ['postrouting'],
    needsProtocol: { '--to-ports': WITH_PORTS },
  }),
  NETMAP: grammar(['*--to network'], { tables: ['nat'] }),
  NFLOG: grammar([
    '--nflog-group 0..65535',
    '--nflog-prefix text',
    '--nflog-range 0..4294967295',
    '--nflog-size 0..4294967295',
    '--nflog-threshold 0..65535',
  ]),
  NFQUEUE: grammar(['--queue-num 0..65535', '--queue-balance queues', '--queue-bypass', '--queue-cpu-fanout'], {
    apart: [['--queue-num', '--queue-balance']],
    needs: { '--queue-cpu-fanout': ['--queue-balance'] },
  }),
  NOTRACK: grammar([], { tables: ['raw'] }),
  RATEEST: grammar(['*--rateest-name text 15', '*--rateest-interval any', '*--rateest-ewmalog any']),
  REDIRECT: grammar(['--to-ports target-ports', '--random'], {
    tables: ['nat'],
    hooks: DESTINATION,
    needsProtocol: { '--to-ports': WITH_PORTS },
  }),
  REJECT: grammar(['--reject-with any'], { tables: ['filter'], hooks: ['input', 'forward', 'output'] }),
  SECMARK: grammar(['*--selctx text'], { tables: ['mangle', 'security'] }),
  SET: grammar(
    [
      '--add-set text, any',
      '--del-set text, any',
      '--map-set text, any',
      '--exist',
      '--timeout any',
      '--map-mark',
      '--map-prio',
      '--map-queue',
    ],
    {
      some: ['--add-set', '--del-set', '--map-set'],
    },
  ),
  SNAT: grammar(['*--to-source translation', ...NAT_FLAGS], { tables: ['nat'], hooks: ['postrouting', 'input'] }),
  SNPT: PREFIXES,
  SYNPROXY: grammar(['--wscale 0..14', '--mss 0..65535', '--timestamp', '--sack-perm', '--ecn'], {
    protocols: ['tcp'],
    hooks: ['input', 'forward'],
  }),
  TCPMSS: grammar(['--set-mss 0..65535', '--clamp-mss-to-pmtu'], {
    protocols: ['tcp'],
    some: 'any',
    apart: [['--set-mss', '--clamp-mss-to-pmtu']],
  }),
  TCPOPTSTRIP: grammar(['--strip-options strippable'], { protocols: ['tcp'], ...MANGLE }),
  TEE: grammar(['*--gateway address', '--oif interface']),
  TOS: grammar(['--set-tos tos', '--and-tos 0..255', '--or-tos 0..255', '--xor-tos 0..255'], {
    some: 'any',
    apart: [['--set-tos', '--and-tos', '--or-tos', '--xor-tos']],
    ...MANGLE,
  }),
  TPROXY: grammar(['*--on-port port', '--on-ip address', '--tproxy-mark masked'], {
    protocols: ['tcp', 'udp'],
    tables: ['mangle'],
    hooks: ['prerouting'],
  }),
  TRACE: grammar([]),
  TTL: { ...HOP_LIMIT('ttl'), families: ['ip'] },
  ULOG: grammar(['--ulog-nlgroup 1..32', '--ulog-prefix text 31', '--ulog-cprange any', '--ulog-qthreshold any'], { families: ['ip'] }),
}
