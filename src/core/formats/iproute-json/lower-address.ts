/** The addresses in `ip -json addr`. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { type Entry, flagIn, type JsonObject, numberIn, objectsIn, textIn, textsIn } from '../../diagnostics/json-entries.js'
import type { Address, Address6, AddressScope } from '../../model/index.js'
import type { IprouteDocument } from './document.js'

export type Addresses = { readonly addresses: readonly Address[]; readonly addresses6: readonly Address6[] }

/** In the order of the interfaces, as the kernel lists them. */
export function addressesOf({ entries }: IprouteDocument): Addresses {
  return { addresses: entries.flatMap((entry) => each(entry, addressOf)), addresses6: entries.flatMap((entry) => each(entry, address6Of)) }
}

type Place = Pick<Address, 'interface'> & Pick<Entry, 'origin'>

function each<Kind>({ fields, origin }: Entry, read: (info: JsonObject, place: Place) => Kind | undefined): readonly Kind[] {
  const name = parseInterfaceName(textIn(fields, 'ifname') ?? '')
  return name === undefined ? [] : objectsIn(fields, 'addr_info').flatMap((info) => read(info, { interface: name, origin }) ?? [])
}

function addressOf(info: JsonObject, place: Place): Address | undefined {
  const address = parseIpv4(textIn(info, 'local') ?? '')
  const length = numberIn(info, 'prefixlen')
  if (textIn(info, 'family') !== 'inet' || address === undefined || length === undefined) return undefined
  const broadcast: Ipv4 | undefined = parseIpv4(textIn(info, 'broadcast') ?? '')
  const label = textIn(info, 'label')
  return {
    ...place,
    address,
    length,
    scope: scopeOf(info),
    secondary: isSet(info, 'secondary'),
    ...(broadcast === undefined ? {} : { broadcast }),
    ...(label === undefined || label === place.interface ? {} : { label }),
  }
}

function address6Of(info: JsonObject, place: Place): Address6 | undefined {
  const address = parseIpv6(textIn(info, 'local') ?? '')
  const length = numberIn(info, 'prefixlen')
  if (textIn(info, 'family') !== 'inet6' || address === undefined || length === undefined) return undefined
  // IFA_PROTO, Linux 5.18 and iproute2 6.0.
  const byKernel = ['kernel_ll', 'kernel_lo', 'kernel_ra'].includes(textIn(info, 'protocol') ?? '')
  return {
    ...place,
    address,
    length,
    scope: scopeOf(info),
    ...(byKernel ? { byKernel } : {}),
    ...(isSet(info, 'nodad') ? { noDad: true } : {}),
  }
}

/** Flags are fields of their own; before iproute2 4.17 they were a list. */
function isSet(info: JsonObject, flag: string): boolean {
  return flagIn(info, flag) === true || textsIn(info, 'flags').includes(flag)
}

function scopeOf(info: JsonObject): AddressScope {
  const scope = textIn(info, 'scope')
  return scope === 'link' || scope === 'host' ? scope : 'global'
}
