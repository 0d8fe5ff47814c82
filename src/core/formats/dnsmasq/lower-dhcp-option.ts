/** dhcp-option: what a lease says besides the address. */
import { ANY_ADDRESS, type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { nearest } from '../../std/nearest.js'
import { DHCP_OPTION_NAMES } from './dhcp-option-names.js'
import type { DnsmasqOption, Field } from './document.js'
import { complain, type Lowering, unmodelled } from './lowering.js'
import { shown } from './shown.js'
import { withoutTags } from './tags.js'

/** What is said about routers and name servers so far. Lives inside one call of lowerDnsmasq. */
export type Offered = { router?: readonly Ipv4[]; nameServers?: readonly Ipv4[] }

/** Netmask, MTU and the routes that a client takes from a lease besides the router. */
const TOUCHING = /^(1|26|33|121|249|option:(netmask|mtu|static-route|classless-static-route))$/

/** Option 3 and 6: a list, or an empty one where the option is given without a value. Of two the last one counts. */
export function lowerOption(lowering: Lowering, option: DnsmasqOption, offered: Offered): void {
  const { fields, conditional } = withoutTags(option.fields)
  const [what, ...values] = fields
  const name = what?.text.toLowerCase() ?? ''
  if (/^(encap|vendor|vi-encap):/.test(name) || name.startsWith('option6:')) return unmodelled(lowering, option, 'harmless')
  if (!isKnown(name)) return complainOfName(lowering, option, name)
  if (conditional || TOUCHING.test(name)) return unmodelled(lowering, option, 'anything')
  if (name === '3' || name === 'option:router') offer(lowering, { option, values, field: 'router' }, offered)
  if (name === '6' || name === 'option:dns-server') offer(lowering, { option, values, field: 'nameServers' }, offered)
}

function isKnown(name: string): boolean {
  return /^\d{1,5}$/.test(name) || (name.startsWith('option:') && DHCP_OPTION_NAMES.includes(name.slice('option:'.length)))
}

function complainOfName(lowering: Lowering, option: DnsmasqOption, name: string): void {
  const meant = nearest(name.replace(/^option:/, ''), DHCP_OPTION_NAMES)
  const help = meant === undefined ? 'dnsmasq --help dhcp lists the names' : `did you mean option:${meant}?`
  const message = `${shown(name)} is neither a number nor a name of a DHCP option`
  complain(lowering, { code: 'bad-dhcp-option', message, at: option.origin, help })
}

type Listed = { readonly option: DnsmasqOption; readonly values: readonly Field[]; readonly field: keyof Offered }

function offer(lowering: Lowering, { option, values, field }: Listed, offered: Offered): void {
  const addresses = values.map((value) => parseIpv4(value.text))
  const known = addresses.filter((address) => address !== undefined)
  if (known.length < addresses.length) {
    const message = `${shown(option.value?.text ?? '')} holds no list of IP addresses`
    complain(lowering, { code: 'bad-dhcp-option', message, at: option.origin })
  } else if (known.length === 1 && known[0] === ANY_ADDRESS) {
    /** dnsmasq puts its own address there, as it does without the option. */
    delete offered[field]
  } else offered[field] = known
}
