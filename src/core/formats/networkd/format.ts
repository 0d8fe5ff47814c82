/** What the files of systemd-networkd, systemd-resolved and udev's link configuration are. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import type { UnitDocument } from './document.js'
import { parseAs } from './parse.js'
import { print } from './print.js'
import type { UnitKind } from './unit-kind.js'

function common(kind: UnitKind) {
  const parse = (text: string, capture: string) => parseAs(kind, text, capture)
  return { handEdited: true, parse, print } as const
}

/** A `[Header]` alone on a line, the first line that says something. */
function firstHeader(text: string): string | undefined {
  const found = /^\ufeff?(?:[ \t]*(?:[#;][^\n]*)?\r?\n)*[ \t]*\[([A-Za-z0-9-]+)\][ \t]*(?:\r?\n|$)/.exec(text)
  return found?.[1]
}

const NETWORK_ONLY = /^\[(Network|Address|Route|DHCPv4|DHCPv6|IPv6AcceptRA|BridgeVLAN|RoutingPolicyRule|Neighbor)\]\s*$/m

function networkLikeness(text: string): number {
  const first = firstHeader(text)
  if (first === undefined) return /^\s*$/.test(text) ? 0.1 : 0
  return NETWORK_ONLY.test(text) && (first === 'Match' || first === 'Network') ? 0.8 : first === 'Match' ? 0.3 : 0.05
}

export const networkFormat: TextFormat<UnitDocument> = {
  ...common('network'),
  name: 'networkd-network',
  title: 'systemd.network(5)',
  place: /(^|\/)systemd\/network\/[^/]+\.network(\.d\/[^/]+\.conf)?$|\.network$/,
  likeness: networkLikeness,
}

export const netdevFormat: TextFormat<UnitDocument> = {
  ...common('netdev'),
  name: 'networkd-netdev',
  title: 'systemd.netdev(5)',
  place: /(^|\/)systemd\/network\/[^/]+\.netdev(\.d\/[^/]+\.conf)?$|\.netdev$/,
  likeness: (text) => (/^\[NetDev\]\s*$/m.test(text) ? 0.95 : firstHeader(text) === undefined ? 0 : 0.05),
}

export const linkFormat: TextFormat<UnitDocument> = {
  ...common('link'),
  name: 'networkd-link',
  title: 'systemd.link(5)',
  place: /(^|\/)systemd\/network\/[^/]+\.link(\.d\/[^/]+\.conf)?$|\.link$/,
  likeness: (text) => {
    if (firstHeader(text) !== 'Match' && firstHeader(text) !== 'Link') return 0.02
    return /^\[Link\]\s*$/m.test(text) && !NETWORK_ONLY.test(text) ? 0.6 : 0.1
  },
}

export const networkdConfFormat: TextFormat<UnitDocument> = {
  ...common('networkd-conf'),
  name: 'networkd-conf',
  title: 'networkd.conf(5)',
  place: /(^|\/)(systemd\/)?networkd\.conf$|(^|\/)networkd\.conf\.d\/[^/]+\.conf$/,
  likeness: (text) => (/^#?(SpeedMeter|ManageForeignRoutes|ManageForeignRoutingPolicyRules)=/m.test(text) ? 0.9 : 0.1),
}

export const resolvedConfFormat: TextFormat<UnitDocument> = {
  ...common('resolved-conf'),
  name: 'resolved-conf',
  title: 'resolved.conf(5)',
  place: /(^|\/)(systemd\/)?resolved\.conf$|(^|\/)resolved\.conf\.d\/[^/]+\.conf$/,
  likeness: (text) => (firstHeader(text) === 'Resolve' ? 0.95 : 0),
}
