/** What these outputs say that the model has no place for. An answer that may depend on it has to know. */

import { type Entry, has, type JsonObject, objectsIn, textIn } from '../../diagnostics/json-entries.js'
import type { Unmodelled } from '../../model/index.js'
import { onOneLine } from '../../std/printable.js'
import { unreachable } from '../../std/unreachable.js'
import type { IprouteDocument } from './document.js'

export function unmodelledOf({ kind, entries }: IprouteDocument): readonly Unmodelled[] {
  switch (kind) {
    case 'rule':
      return entries.filter((entry) => !isPlainRule(entry.fields)).map((entry) => kept('rule', entry))
    case 'route':
      return entries.filter((entry) => ROUTE.some((key) => has(entry.fields, key))).map((entry) => kept('route', entry))
    case 'address':
      return entries
        .filter(({ fields }) => objectsIn(fields, 'addr_info').some((info) => has(info, 'address')))
        .map((entry) => kept('address of a peer', entry))
    case 'mdb':
      return entries.filter(({ fields }) => objectsIn(fields, 'mdb').length > 0).map((entry) => kept('multicast membership', entry))
    case 'link':
    case 'neighbour':
    case 'netns':
    case 'bridge-link':
    case 'vlan':
    case 'fdb':
    case undefined:
      return []
  }
  return unreachable(kind)
}

/** Selectors of ip-rule(8) that the model has not (iproute2's iprule.c: print_rule). */
const SELECTORS = [
  'not',
  'tos',
  'dsfield',
  'ipproto',
  'sport',
  'sport_start',
  'dport',
  'dport_start',
  'uid_start',
  'tun_id',
  'l3mdev',
  'suppress_ifgroup',
]
const ACTIONS = [undefined, 'blackhole', 'unreachable', 'prohibit', 'to_tbl']

/** A rule with a selector that is not modelled means something else without it. */
export function isPlainRule(fields: JsonObject): boolean {
  return SELECTORS.every((key) => !has(fields, key)) && ACTIONS.includes(textIn(fields, 'action')) && !has(fields, 'goto')
}

const ROUTE = ['encap', 'nhid', 'from', 'tos']

/** Nothing nested: it could be of any depth. */
function kept(what: string, { fields, origin }: Entry): Unmodelled {
  const words = Object.entries(fields).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? [] : [`${key} ${value ?? ''}`.trim()],
  )
  return { what: onOneLine([what, ...words].join(' ')).slice(0, 200), touches: 'anything', origin }
}
