/** Rulesets of nft(8): what is read, what is refused, what an edit changes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectFormatContract } from '../../../../test/format-contract.js'
import { applySplices } from '../../std/splice.js'
import { appendRule, format, jsonFormat, parseNft, parseNftJson, printNft, removeRule, replaceRule, rulesetOf, setPolicy } from './index.js'
import { statementText } from './json-statement.js'

const RULESET = `#!/usr/sbin/nft -f
flush ruleset

define lan = { eth0, eth1 }   # both

table inet filter {
	set blocked { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.168.1.5-192.168.1.9 } }
	chain input {
		type filter hook input priority filter - 5; policy drop;
		ct state vmap { established : accept, related : accept, invalid : drop }
		iifname $lan tcp dport { 22, 80-90 } counter accept comment "ssh"
		ip saddr @blocked log prefix "no " reject with icmp type host-prohibited
	}
	chain other { }
}
table ip nat {
	chain post {
		type nat hook postrouting priority srcnat;
		oifname "eth0" ip saddr 192.168.80.0/24 masquerade random
		ip daddr 1.2.3.4 tcp dport 80 dnat to 10.0.0.1:8080
	}
}
add rule ip nat post meta mark set 0x7 and 0xff
`

function statements(text: string): readonly (readonly string[])[] {
  const tables = rulesetOf(parseNft(text, 'x').document.commands)
  return tables.flatMap((table) => table.chains.flatMap((chain) => chain.rules.map((rule) => rule.statements.map(statementText))))
}

test('a whole ruleset', () => {
  const { document, diagnostics } = parseNft(RULESET, 'x')
  expect(diagnostics).toEqual([])
  const [filter, nat] = rulesetOf(document.commands)
  expect(filter?.chains.map((chain) => chain.base)).toEqual([
    { type: 'filter', hook: 'input', priority: -5, policy: 'drop', devices: [] },
    undefined,
  ])
  expect(filter?.sets.map(({ name, type, flags, elements }) => [name, type, flags, elements.length])).toEqual([
    ['blocked', 'ipv4_addr', ['interval'], 2],
  ])
  expect(nat?.chains[0]?.base?.priority).toBe(100)
  expect(statements(RULESET)).toEqual([
    ['ct state vmap { established : accept, related : accept, invalid : drop }'],
    ['meta iifname $lan', 'tcp dport { 22, 80-90 }', 'counter', 'accept', 'comment "ssh"'],
    ['ip saddr @blocked', 'log prefix "no "', 'reject with icmp host-prohibited'],
    ['meta oifname eth0', 'ip saddr 192.168.80.0/24', 'masquerade random'],
    ['ip daddr 1.2.3.4', 'tcp dport 80', 'dnat to 10.0.0.1:8080'],
    ['meta mark set 0x7 & 0xff'],
  ])
})

test('the same ruleset from JSON has the same statements', () => {
  const match = (left: unknown, right: unknown) => ({ match: { op: '==', left, right } })
  const rule = (...expr: unknown[]) => ({ rule: { family: 'ip', table: 'nat', chain: 'post', handle: 3, expr } })
  const payload = (protocol: string, field: string) => ({ payload: { protocol, field } })
  const text = JSON.stringify({
    nftables: [
      { metainfo: { version: '1.0.6' } },
      { table: { family: 'ip', name: 'nat', handle: 1 } },
      { chain: { family: 'ip', table: 'nat', name: 'post', handle: 1, type: 'nat', hook: 'postrouting', prio: 100, policy: 'accept' } },
      rule(match({ meta: { key: 'oifname' } }, 'eth0'), match(payload('ip', 'saddr'), { prefix: { addr: '192.168.80.0', len: 24 } }), {
        masquerade: { flags: 'random' },
      }),
      rule(match(payload('ip', 'daddr'), '1.2.3.4'), match(payload('tcp', 'dport'), 80), { dnat: { addr: '10.0.0.1', port: 8080 } }),
    ],
  })
  const { document, diagnostics } = parseNftJson(text, 'x')
  expect(diagnostics).toEqual([])
  const [table] = document.tables
  expect(table?.chains[0]?.base).toEqual({ type: 'nat', hook: 'postrouting', priority: 100, policy: 'accept', devices: [] })
  expect(table?.chains[0]?.rules.map((one) => [one.handle, one.text])).toEqual([
    [3, 'meta oifname eth0 ip saddr 192.168.80.0/24 masquerade random'],
    [3, 'ip daddr 1.2.3.4 tcp dport 80 dnat to 10.0.0.1:8080'],
  ])
})

describe('what nft refuses is refused with its cause', () => {
  test.each([
    ['add rule ip filter input tcp dprt 22 accept', 'tcp has no field "dprt"', 'did you mean tcp dport?'],
    ['add rule ip filter input 22', '"22" is no statement', undefined],
    [
      'table inet filter {\n\tchain input {\n\t\ttype filter hook inptu priority 0;\n\t}\n}',
      'there is no hook "inptu"',
      'did you mean input?',
    ],
    ['table inet filter {\n\tchain input {\n\t\tpolicy deny;\n\t}\n}', 'a policy is accept or drop, not "deny"', undefined],
    ['ct\n"="', 'ct needs a helper, a timeout or an expectation, not the end of the line', undefined],
    ['tabel inet filter { }', '"tabel" is no command of nft', 'did you mean table?'],
    ['table inet filter {\n\tchian input { }\n}', '"chian" cannot stand in a table', 'did you mean chain?'],
    ['add rule ip filter input meta iffname eth0', 'meta has no key "iffname"', 'did you mean meta iifname?'],
    ['add rule ip filter input reject with tcp rst', 'tcp can only be rejected with "reset", not "rst"', undefined],
    ['table inet filter {', 'the block of table filter is never closed', 'close it with }'],
    ['add set ip filter s { elements = { 1.2.3.4 }; }', 'the set s has no type', 'give type or typeof'],
  ])('%s', (text, message, help) => {
    const errors = parseNft(text, 'x').diagnostics
    expect(errors[0]).toMatchObject({ code: 'nft/syntax', severity: 'error', message })
    expect(errors[0]?.help).toBe(help)
  })
})

test('any text comes back, is read without a throw, and findings lie inside it', () => {
  const pieces = [
    'table inet f {',
    'chain c {',
    '}',
    '\n',
    ';',
    ' type filter hook input priority 0',
    ' ip saddr ',
    '10.0.0.0/8',
    '{ 1, 2-3 : accept }',
    ' vmap ',
    ' accept',
    '"',
    '#',
    '\\\n',
    ' add rule ip f c ',
    ' dnat to ',
    '@set',
    '$x',
    ' meta mark set ',
    ' & 0xff',
    'fe80::/10',
    ' counter',
    ' limit rate 1/second',
    ' == ',
    ' . ',
    'elements = ',
    ' map ',
    '(',
    ')',
  ]
  expectFormatContract({ parse: parseNft, print: printNft, pieces, after: ({ commands }) => rulesetOf(commands) })
  expectFormatContract({
    parse: parseNftJson,
    pieces: ['{"nftables":[', '{"rule":', '{"family":"ip"', ',"table":"t"', '}', ']', '{"table":{"family":"ip","name":"t"}}', ','],
  })
})

describe('an edit changes its own characters alone', () => {
  const { document } = parseNft(RULESET, 'x')
  const key = { family: 'inet', table: 'filter', chain: 'input' } as const
  const rules = document.commands.flatMap((command) => (command.kind === 'chain' ? command.chain.rules : []))

  test('a rule is appended behind its last sibling', () => {
    const after = applySplices(RULESET, appendRule(document, key, 'udp dport 53 accept') ?? [])
    expect(after).toBe(RULESET.replace('host-prohibited\n', 'host-prohibited\n\t\tudp dport 53 accept\n'))
    expect(appendRule(document, { ...key, chain: 'none' }, 'accept')).toBeUndefined()
  })

  test('a policy is set', () => {
    expect(applySplices(RULESET, setPolicy(document, key, 'accept') ?? [])).toBe(RULESET.replace('policy drop', 'policy accept'))
  })

  test('any rule can be replaced or removed, and the others stay', () => {
    const texts = (text: string) => statements(text).map((one) => one.join(' '))
    const before = texts(RULESET)
    fc.assert(
      fc.property(fc.nat(rules.length - 1), (index) => {
        const rule = rules[index]
        if (rule === undefined) return
        const replaced = texts(applySplices(RULESET, replaceRule(rule, 'udp dport 53 drop')))
        expect(replaced).toEqual(before.map((text, at) => (at === index ? 'udp dport 53 drop' : text)))
        const removed = texts(applySplices(RULESET, removeRule(document, rule)))
        expect(removed).toEqual(before.filter((_, at) => at !== index))
      }),
    )
  })
})

test('a file is known by its beginning', () => {
  expect([RULESET, 'table ip x {\n}\n', '# c\n\nadd table ip x\n', 'auto eth0\n', ''].map(format.likeness)).toEqual([1, 0.9, 0.8, 0, 0])
  expect(jsonFormat.likeness('{"nftables": []}')).toBe(1)
})
