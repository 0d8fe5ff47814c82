/** nft takes the rulesets that we read, refuses those that we refuse, and its JSON says of them what we read in the text. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { parseNft, parseNftJson, rulesetOf } from '../../src/core/formats/nft/index.js'
import { statementText } from '../../src/core/formats/nft/json-statement.js'
import type { NftTable } from '../../src/core/model/index.js'

function nft(
  text: string,
  ...then: readonly string[]
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const script = ['nft -f -', ...then].join(' && ')
  return spawnSync('unshare', ['-Urn', '--', 'sh', '-c', script], { input: text, encoding: 'utf8' })
}

/** Rules as nft prints them, so that text and JSON have the same words. */
const RULES = `ip saddr 10.0.0.0/8 accept
ip saddr != 10.0.0.1-10.0.0.9 ip daddr { 1.2.3.4, 5.6.7.0/24 } drop
ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.0.2 . 80-90 } accept
ip6 saddr fe80::/10 icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept
tcp dport vmap { 22 : accept, 80 : jump other, 443 : drop }
meta iifname "br0" meta oifname { "eth0", "eth1" } accept
meta iif "lo" accept
meta l4proto { tcp, udp } th dport 53 accept
meta mark 0x00000007 ct mark set 0x00000001
meta mark set meta mark | 0x00000010
ct state established,related accept
ct state vmap { invalid : drop, established : accept, related : accept }
ct original ip saddr 10.0.0.1 accept
ct status dnat accept
tcp flags syn / fin,syn,rst,ack drop
tcp flags ! syn drop
udp sport 68 udp dport 67 counter packets 0 bytes 0 accept
limit rate 10/second burst 5 packets accept
meta nfproto ipv4 log prefix "dropped " reject with icmp port-unreachable
reject with icmp host-unreachable
meta l4proto tcp reject with tcp reset
reject with icmpx admin-prohibited
fib daddr type local accept
fib saddr . iif oif 0 drop
ip saddr @blocked drop
@th,0,8 22 accept
ip ttl 1 goto other
meta pkttype broadcast drop
ether saddr 52:54:00:00:00:01 accept
ip protocol icmp icmp type echo-request accept
notrack
add @seen { ip saddr timeout 1m }
return`.split('\n')

const NAT = `oifname "eth0" ip saddr 192.168.80.0/24 masquerade
meta l4proto tcp masquerade to :1024-65535 random
ip daddr 10.0.0.1 tcp dport 80 dnat to 10.0.0.2:8080
tcp dport 81 redirect to :8081
ip saddr 10.0.0.9 snat to 10.0.0.20-10.0.0.30
dnat to tcp dport map { 80 : 10.0.0.1, 81 : 10.0.0.2 }`.split('\n')

const RULESET = `table inet filter {
	set blocked { type ipv4_addr; flags interval; elements = { 10.9.0.0/16 } }
	set seen { type ipv4_addr; flags timeout; }
	chain other { }
	chain input {
		type filter hook prerouting priority raw; policy accept;
		${RULES.join('\n\t\t')}
	}
}
table ip nat {
	chain post { type nat hook postrouting priority srcnat; policy accept;
		${NAT.filter((rule) => !/dnat|redirect/.test(rule)).join('\n\t\t')}
	}
	chain pre { type nat hook prerouting priority dstnat; policy accept;
		${NAT.filter((rule) => /dnat|redirect/.test(rule)).join('\n\t\t')}
	}
}
`

/** Numbers, quotes, and what is written in another order mean the same. */
function normal(tables: readonly NftTable[]): readonly string[] {
  return tables.flatMap(({ family, name, chains, sets }) => [
    `${family} ${name}`,
    ...sets.map((set) => `set ${set.name} ${set.type} ${[...set.flags].sort().join(',')} ${set.elements.length}`),
    ...chains.map(
      ({ name: chain, base }) => `chain ${chain} ${base === undefined ? '' : `${base.type} ${base.hook} ${base.priority} ${base.policy}`}`,
    ),
    ...chains.flatMap(({ name: chain, rules }) => rules.map((rule, index) => `${chain} ${index}: ${rule.statements.map(word).join(' ')}`)),
  ])
}

function word(statement: NftTable['chains'][number]['rules'][number]['statements'][number]): string {
  if (statement.kind === 'harmless' || statement.kind === 'counted')
    return (statement.text.split(' ')[0] ?? '').replace('counter', 'counter')
  if (statement.kind === 'set-update') return `${statement.operation} @${statement.set}`
  const text = statementText(statement)
  return text.replace(/0x0*([0-9a-f]+)/g, (_, digits: string) => String(Number.parseInt(digits, 16))).replace(/"/g, '')
}

test('the text and the JSON of a ruleset say the same', () => {
  const mine = parseNft(RULESET, 'text')
  expect(mine.diagnostics).toEqual([])
  const { status, stdout, stderr } = nft(RULESET, 'nft -j list ruleset')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const theirs = parseNftJson(stdout, 'json')
  expect(theirs.diagnostics).toEqual([])
  expect(normal(theirs.document.tables)).toEqual(normal(rulesetOf(mine.document.commands)))
})

test('what nft prints is read, and comes out the same', () => {
  const { stdout } = nft(RULESET, 'nft list ruleset')
  const again = parseNft(stdout, 'listed')
  expect(again.diagnostics).toEqual([])
  expect(nft(stdout, 'nft list ruleset').stdout).toBe(stdout)
})

const REFUSED = [
  'add rule inet filter input tcp dprt 22 accept',
  'table inet filter { chain input { type filter hook inptu priority 0; } }',
  'tabel inet filter { }',
  'table inet filter { chian input { } }',
  'table inet filter { chain input { meta iffname eth0 accept; } }',
  'table inet filter { chain input { reject with tcp rst; } }',
  'table inet filter { set s { elements = { 1.2.3.4 }; } }',
  'table inet filter { chain input { tcp dport 22 accept',
  'table inet filter { chain input { ip saddr accept; } }',
]

test.each(REFUSED)('nft and we refuse %s', (text) => {
  expect(nft(`${text}\n`).status).not.toBe(0)
  expect(parseNft(text, 'x').diagnostics.filter((found) => found.severity === 'error')).not.toEqual([])
})
