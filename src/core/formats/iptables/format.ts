/** What dumps of iptables say of themselves. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import { printSave, type SaveDocument } from './document.js'
import { familyOf } from './family.js'
import { parseSave } from './parse-save.js'

/** Whole tables only: a rule alone may be anybody's command line. */
function likeness(text: string): number {
  const hasTable = /^\*(filter|nat|mangle|raw|security)[ \t]*\r?$/m.test(text)
  if (!hasTable || /^\s*(#!|cat <<|let |test )/m.test(text)) return 0
  return /^COMMIT[ \t]*\r?$/m.test(text) && /^(:\S+ (ACCEPT|DROP|-)|-[AI] )/m.test(text) ? 0.9 : 0.4
}

export const IPTABLES_SAVE: TextFormat<SaveDocument> = {
  name: 'iptables-save',
  title: 'iptables-save(8)',
  handEdited: true,
  place: /(^|\/)(etc\/(iptables\/rules\.v[46]|sysconfig\/ip6?tables|ufw\/(before|after)6?\.rules)|ip6?tables-save[^/]*|ip6?tables\.rules)$/,
  likeness,
  parse: (text, capture) => parseSave(text, capture, familyOf(text, capture)),
  print: printSave,
}
