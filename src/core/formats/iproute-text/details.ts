/** `ip -details`: what a device's kind is and how it is set. */
import type { Fields, Value } from './document.js'

/** Words that begin such a line (ip/iplink_*.c of iproute2); `_slave` behind one: as a port of such a device. */
export const KIND_WORDS: ReadonlySet<string> = new Set([
  ...['bridge', 'bond', 'vlan', 'vxlan', 'veth', 'dummy', 'tun', 'macvlan', 'macvtap', 'ipvlan', 'ipvtap', 'vrf', 'team', 'openvswitch'],
  ...['gre', 'gretap', 'erspan', 'ip6gre', 'ip6gretap', 'ip6erspan', 'ipip', 'sit', 'ip6tnl', 'vti', 'vti6', 'xfrm', 'geneve', 'wireguard'],
  ...['ifb', 'nlmon', 'macsec', 'batadv', 'hsr', 'can', 'vcan', 'ipoib', 'bareudp', 'netdevsim', 'amt', 'gtp', 'rmnet'],
])

/** Where JSON has another name than the text. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  vxlan: { dstport: 'port', dev: 'link' },
  geneve: { dstport: 'port' },
  gre: { dev: 'link' },
  gretap: { dev: 'link' },
  sit: { dev: 'link' },
  ipip: { dev: 'link' },
  tun: {},
}

/** Words that stand alone. */
const SWITCHES: Readonly<Record<string, readonly [string, boolean]>> = {
  nolearning: ['learning', false],
  learning: ['learning', true],
  external: ['external', true],
  l2miss: ['l2miss', true],
  l3miss: ['l3miss', true],
  proxy: ['proxy', true],
  rsc: ['rsc', true],
  gbp: ['gbp', true],
  pmtudisc: ['pmtudisc', true],
  nopmtudisc: ['pmtudisc', false],
}

/** Values that other parameters of every device come after. */
const GENERAL = [
  'addrgenmode',
  'numtxqueues',
  'numrxqueues',
  'gso_max_size',
  'gso_max_segs',
  'tso_max_size',
  'tso_max_segs',
  'gro_max_size',
  'portname',
  'switchid',
  'parentbus',
  'parentdev',
]

export function readDetails(fields: Record<string, Value>, words: readonly string[]): void {
  const [first = '', ...rest] = words
  const end = rest.findIndex((word) => GENERAL.includes(word))
  const own = end < 0 ? rest : rest.slice(0, end)
  const slave = first.endsWith('_slave')
  const kind = first.replace(/_slave$/, '')
  const old = fields['linkinfo']
  const info = typeof old === 'object' && old !== null && !Array.isArray(old) ? (old as Fields) : {}
  const data = readData(kind, own, slave)
  fields['linkinfo'] = slave
    ? { ...info, info_slave_kind: kind, info_slave_data: data }
    : { ...info, info_kind: kind, ...(Object.keys(data).length === 0 ? {} : { info_data: data }) }
  // A port's own kind may stand on the same line in outputs of one line.
  const next = own.findIndex((word, index) => index > 0 && word.endsWith('_slave') && KIND_WORDS.has(word.slice(0, -'_slave'.length)))
  if (!slave && next > 0) readDetails(fields, own.slice(next))
}

function readData(kind: string, words: readonly string[], slave: boolean): Fields {
  const data: Record<string, Value> = {}
  const renamed = RENAMED[kind] ?? {}
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word.startsWith('<')) {
      data['flags'] = word.replace(/[<>]/g, '').split(',')
      continue
    }
    const alone = !slave && Object.hasOwn(SWITCHES, word) ? SWITCHES[word] : undefined
    if (alone !== undefined) {
      data[alone[0]] = alone[1]
      continue
    }
    const next = words[at + 1]
    if (next === undefined) break
    if (word === 'srcport') {
      at += 2
      continue
    }
    data[renamed[word] ?? word] = readValue(word, next)
    at++
  }
  return data
}

function readValue(name: string, text: string): Value {
  if (text === 'on') return true
  if (text === 'off') return false
  return /^\d{1,15}$/.test(text) && name !== 'table' ? Number(text) : text
}
