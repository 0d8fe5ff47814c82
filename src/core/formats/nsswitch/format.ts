/** What nsswitch.conf is. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import { type NsswitchDocument, print } from './document.js'
import { parse } from './parse.js'

export const nsswitchFormat: TextFormat<NsswitchDocument> = {
  name: 'nsswitch',
  title: 'nsswitch.conf(5)',
  handEdited: true,
  place: /(^|\/)etc\/nsswitch\.conf$|(^|\/)nsswitch\.conf$/,
  likeness: (text) =>
    /^hosts:[ \t]+(files|dns|resolve|myhostname)\b/m.test(text) ? (/^(passwd|networks):/m.test(text) ? 0.95 : 0.6) : 0.02,
  parse,
  print,
}
