/** What files of kernel parameters say of themselves. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import type { SysctlDocument } from './document.js'
import { parse } from './parse.js'
import { print } from './print.js'

const KEY = /^[ \t]*-?(net|kernel|vm|fs|dev|user|sunrpc|abi|crypto|debug)[./][\w*?/.[\]-]+[ \t]*(=|$)/

/** Most of the lines that say something name a parameter. */
function likeness(text: string): number {
  const lines = text
    .slice(0, 20_000)
    .split('\n')
    .filter((line) => !/^\s*([#;]|$)/.test(line))
  const keys = lines.filter((line) => KEY.test(line)).length
  return lines.length > 0 && keys * 2 > lines.length ? 0.8 : /^[ \t]*[#;][ \t]*net\.ipv4\./m.test(text) && lines.length === 0 ? 0.2 : 0
}

export const SYSCTL_CONF: TextFormat<SysctlDocument> = {
  name: 'sysctl',
  title: 'sysctl.conf(5)',
  handEdited: true,
  place: /(^|\/)(sysctl\.d\/[^/]+\.conf|etc\/(ufw\/)?sysctl\.conf)$/,
  likeness,
  parse,
  print,
}
