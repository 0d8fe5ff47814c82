/** The policy database as `ip -json rule` prints it. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { type Entry, type JsonObject, numberIn, textIn } from '../../diagnostics/json-entries.js'
import type { PolicyRule, PolicyRule6, PrefixOf } from '../../model/index.js'
import type { IprouteDocument } from './document.js'
import { isPlainRule } from './unmodelled.js'

/** Without those that `unmodelledOf` names. */
export function rulesOf({ entries }: IprouteDocument): readonly PolicyRule[] {
  return entries.flatMap((entry) => ruleOf(entry, parseIpv4, 32) ?? [])
}

export function rules6Of({ entries }: IprouteDocument): readonly PolicyRule6[] {
  return entries.flatMap((entry) => ruleOf(entry, parseIpv6, 128) ?? [])
}

type Door<Value> = (text: string) => Value | undefined
type AnyRule<Ip> = Omit<PolicyRule, 'from' | 'to'> & { readonly from?: PrefixOf<Ip>; readonly to?: PrefixOf<Ip> }

function ruleOf<Ip>({ fields, origin }: Entry, address: Door<Ip>, whole: number): AnyRule<Ip> | undefined {
  const preference = numberIn(fields, 'priority')
  if (preference === undefined || !isPlainRule(fields)) return undefined
  const [from, to] = ['src', 'dst'].map((side) => prefixOf(fields, side, { address, whole }))
  const [inInterface, outInterface] = ['iif', 'oif'].map((key) => parseInterfaceName(textIn(fields, key) ?? ''))
  const value = hexIn(fields, 'fwmark')
  return {
    preference,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(inInterface === undefined ? {} : { inInterface }),
    ...(outInterface === undefined ? {} : { outInterface }),
    ...(value === undefined ? {} : { mark: { value, mask: hexIn(fields, 'fwmask') ?? 0xffffffff } }),
    action: actionOf(fields),
    origin,
  }
}

function prefixOf<Ip>(fields: JsonObject, side: string, { address, whole }: { readonly address: Door<Ip>; readonly whole: number }) {
  const base = address(textIn(fields, side) ?? '')
  return base === undefined ? undefined : { address: base, length: numberIn(fields, `${side}len`) ?? whole }
}

function hexIn(fields: JsonObject, key: string): number | undefined {
  const text = textIn(fields, key)
  return text === undefined || !/^0x[0-9a-f]{1,8}$/i.test(text) ? numberIn(fields, key) : Number.parseInt(text.slice(2), 16)
}

function actionOf(fields: JsonObject): PolicyRule['action'] {
  const kind = textIn(fields, 'action')
  if (kind === 'blackhole' || kind === 'unreachable' || kind === 'prohibit') return { kind }
  const suppress = numberIn(fields, 'suppress_prefixlen')
  const table = textIn(fields, 'table') ?? String(numberIn(fields, 'table') ?? 'main')
  return { kind: 'lookup', table, ...(suppress === undefined ? {} : { suppressPrefixLength: suppress }) }
}
