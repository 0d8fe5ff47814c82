/** Outputs of ip(8), bridge(8) and brctl(8) for people, as formats of captured texts. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import { type BrctlShowDocument, parseBrctlShow } from './brctl-show.js'
import type { IprouteTextDocument } from './document.js'
import { parse } from './parse.js'

export const iprouteText: TextFormat<IprouteTextDocument> = {
  name: 'iproute-text',
  title: 'ip addr, ip link, ip route, ip rule, ip neigh, bridge vlan',
  handEdited: false,
  place: /(^|\/)(ip|bridge)_[^/]*$/,
  likeness: (text) => {
    const head = text.slice(0, 4000)
    if (/^\d+: \S+: <[A-Z_,-]*> mtu \d+/m.test(head) || /^\d+: \S+ +inet6? \S+\/\d+/m.test(head)) return 0.95
    if (/^\d+:\t(not )?from \S+ .*(lookup|unreachable|blackhole|prohibit|goto)/m.test(head)) return 0.95
    if (/^port\s+vlan[ -]ids?/.test(head)) return 0.9
    if (/^[0-9a-f.:]+ dev \S+ +proxy\s*$/m.test(head)) return 0.9
    if (/^\S+ dev \S+ (lladdr [0-9a-f:]+ )?.*(REACHABLE|STALE|FAILED|PERMANENT|DELAY|NOARP|INCOMPLETE)\s*$/m.test(head)) return 0.9
    return /^((unicast|local|broadcast|unreachable|blackhole) )?(default|[0-9a-f.:]+(\/\d+)?) .*\bdev \S+ +(proto|scope|metric|table|src|via)/m.test(
      head,
    )
      ? 0.85
      : 0
  },
  parse,
}

export const brctlShow: TextFormat<BrctlShowDocument> = {
  name: 'brctl-show',
  title: 'brctl show',
  handEdited: false,
  place: /(^|\/)brctl_show[^/]*$/,
  likeness: (text) => (/^bridge name\s+bridge id\s+STP enabled\s+interfaces/.test(text) ? 1 : 0),
  parse: parseBrctlShow,
}
