/** `ip -json` and `bridge -json` as formats of captured texts. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import type { IprouteDocument } from './document.js'
import { parse } from './parse.js'

/** Keys that only iproute2 prints, in the entries of each kind. */
const SIGNS = /"(ifindex|addr_info|link_type|txqlen|prefsrc|fwmark|lladdr|vlanEnd|link_index|suppress_prefixlen)"\s*:/

export const iprouteJson: TextFormat<IprouteDocument> = {
  name: 'iproute-json',
  title: 'ip -json, bridge -json',
  handEdited: false,
  place: /(^|\/)(ip|bridge)[^/]*\.json$/,
  likeness: (text) => {
    const head = text.slice(0, 4000)
    if (!/^\s*\[\s*[{\]]/.test(head)) return 0
    if (SIGNS.test(head)) return 0.9
    return /"(priority|dst|vlans|ifname)"\s*:/.test(head) ? 0.6 : 0.05
  },
  parse,
}
