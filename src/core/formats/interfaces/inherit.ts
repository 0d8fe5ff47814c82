/** `inherits`: a stanza begins with the options of an earlier one, and takes what its own first line leaves out from it. */
import type { Lowered } from '../../diagnostics/lowered.js'
import { nearest } from '../../std/nearest.js'
import type { IfaceStanza } from './document.js'

/**
 * The stanza with what it inherits. `earlier` are the iface stanzas that ifupdown has read before, already resolved, in order.
 * The first with that name (and family, if the stanza names one) gives its options, which come before the stanza's own.
 */
export function resolveInherits(stanza: IfaceStanza, earlier: readonly IfaceStanza[]): Lowered<IfaceStanza> {
  const { inherits, family, method } = stanza
  if (inherits === undefined) return { facts: stanza, diagnostics: [] }
  const parent = earlier.find(({ name, family: own }) => name.text === inherits.text && (family === undefined || own?.text === family.text))
  if (parent === undefined) return { facts: stanza, diagnostics: [unknownParent(stanza, inherits, earlier)] }
  const given = {
    ...((family ?? parent.family) ? { family: family ?? parent.family } : {}),
    ...((method ?? parent.method) ? { method: method ?? parent.method } : {}),
    ...(method === undefined ? { methodInherited: true } : {}),
  }
  return { facts: { ...stanza, ...given, options: [...parent.options, ...stanza.options] } as IfaceStanza, diagnostics: [] }
}

function unknownParent(stanza: IfaceStanza, inherits: NonNullable<IfaceStanza['inherits']>, earlier: readonly IfaceStanza[]) {
  const names = earlier.map((other) => other.name.text)
  const guess = inherits.text.length < 3 ? undefined : nearest(inherits.text, names)
  return {
    code: 'interfaces/unknown-parent',
    severity: 'error',
    message: `${stanza.name.text} inherits from "${inherits.text}", which is not defined above it`,
    at: inherits.origin,
    because: 'ifupdown stops reading the file here, and in /etc/network/interfaces itself it then brings nothing up',
    help: guess === undefined ? `define "iface ${inherits.text} …" above this stanza` : `did you mean "${guess}"?`,
  } as const
}
