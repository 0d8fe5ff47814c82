/** dhcp-range, dhcp-host and dhcp-option. */
import { ANY_ADDRESS, type Ipv4, ipv4FromNumber, ipv4ToNumber, parseIpv4 } from '../../addresses/ipv4.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import { lengthOfMask } from '../../addresses/prefix.js'
import type { NameAndLeaseServer } from '../../model/index.js'
import type { DnsmasqOption, Field } from './document.js'
import { complain, type Lowering, unmodelled } from './lowering.js'

type Range = NameAndLeaseServer['ranges'][number]
type Host = NameAndLeaseServer['hosts'][number]

const LEASE_TIME = /^(infinite|deprecated|\d+[smhdw]?)$/i

/** `tag:` asks for a tag that only some clients have; `set:` gives one. Neither says anything about the rest. */
function withoutTags(fields: readonly Field[]): { readonly fields: readonly Field[]; readonly conditional: boolean } {
  const isTag = (field: Field): boolean => /^(tag|set|net):/.test(field.text)
  return { fields: fields.filter((field) => !isTag(field)), conditional: fields.some((field) => field.text.startsWith('tag:')) }
}

/** IPv6 ranges are left out. A range for fixed leases only is one that ends before it starts. */
export function lowerRange(lowering: Lowering, option: DnsmasqOption): Range | undefined {
  const { fields: tagless, conditional } = withoutTags(option.fields)
  const named = tagless[0] !== undefined && !/^[\d.]+$/.test(tagless[0].text) && !tagless[0].text.includes('::')
  const fields = named ? tagless.slice(1) : tagless
  const [first, second, ...rest] = fields
  if (fields.some((field) => field.text.includes(':'))) return undefined
  if (named || conditional || second?.text === 'proxy') {
    unmodelled(lowering, option, 'anything')
    return undefined
  }
  const start = parseIpv4(first?.text ?? '')
  const end = second?.text === 'static' ? start : parseIpv4(second?.text ?? '')
  const masks = rest.filter((field) => !LEASE_TIME.test(field.text)).map((field) => parseIpv4(field.text))
  if (start === undefined || end === undefined || masks.length > 2 || masks.includes(undefined)) {
    const help = 'dhcp-range=START,END[,NETMASK[,BROADCAST]][,LEASE TIME]'
    complain(lowering, { code: 'bad-dhcp-range', message: 'This dhcp-range cannot be read', at: option.origin, help })
    return undefined
  }
  const length = masks[0] === undefined ? undefined : lengthOfMask(masks[0])
  const [low, high] = ipv4ToNumber(start) <= ipv4ToNumber(end) ? [start, end] : [end, start]
  const ends = second?.text === 'static' ? ipv4FromNumber(ipv4ToNumber(start) - 1) : high
  return { start: low, end: ends, ...(length === undefined ? {} : { length }), origin: option.origin }
}

/** One entry per MAC: a machine may have several. */
export function lowerHost(lowering: Lowering, option: DnsmasqOption): readonly Host[] {
  const { fields, conditional } = withoutTags(option.fields)
  const texts = fields.map((field) => field.text).filter((text) => text !== '' && !LEASE_TIME.test(text))
  if (conditional || texts.some((text) => text === 'ignore' || text.startsWith('id:') || text === '*' || isMacPattern(text))) {
    unmodelled(lowering, option, 'anything')
    return []
  }
  const macs = texts.flatMap((text) => readMac(text) ?? [])
  const address = texts.map(parseIpv4).find((found) => found !== undefined)
  const rest = texts.filter((text) => readMac(text) === undefined && parseIpv4(text) === undefined && !text.startsWith('['))
  const bad = rest.find((text) => !/^[\w-]+(\.[\w-]+)*$/.test(text) || /^[\d.]+$/.test(text))
  if (bad !== undefined) {
    const message = `${bad.slice(0, 60)} in this dhcp-host is neither a MAC address, an IP address nor a name`
    complain(lowering, { code: 'bad-dhcp-host', message, at: option.origin })
    return []
  }
  const [name] = rest
  const entry: Host = { ...(address === undefined ? {} : { address }), ...(name === undefined ? {} : { name }), origin: option.origin }
  return macs.length === 0 ? [entry] : macs.map((mac) => ({ mac, ...entry }))
}

/** Digits may be missing and dashes may stand for colons; another kind of hardware is prefixed, as in `06-`. */
function readMac(text: string): Mac | undefined {
  const bytes = text.replace(/^[0-9a-f]{1,2}-(?=[0-9a-f]{1,2}:)/i, '').split(/[:-]/)
  return parseMac(bytes.map((byte) => byte.padStart(2, '0')).join(':'))
}

function isMacPattern(text: string): boolean {
  return /^([0-9a-f]{1,2}-)?([0-9a-f]{1,2}|\*)(:([0-9a-f]{1,2}|\*)){5}$/i.test(text) && text.includes('*')
}

export type Offered = { router?: readonly Ipv4[]; nameServers?: readonly Ipv4[] }

/** Netmask, MTU and the routes that a client takes from a lease besides the router. */
const TOUCHING = /^(1|26|33|121|249|option:(netmask|mtu|static-route|classless-static-route))$/

/** Fills in option 3 and 6: a list, or an empty one where the option is given without a value. */
export function lowerOption(lowering: Lowering, option: DnsmasqOption, offered: Offered): void {
  const { fields, conditional } = withoutTags(option.fields)
  const [what, ...values] = fields
  const number = what?.text ?? ''
  if (conditional || /^(encap|vendor|vi-encap):/.test(number) || TOUCHING.test(number)) {
    unmodelled(lowering, option, TOUCHING.test(number) || conditional ? 'anything' : 'harmless')
    return
  }
  const field = number === '3' || number === 'option:router' ? 'router' : 'nameServers'
  if (field === 'nameServers' && number !== '6' && number !== 'option:dns-server') return
  const addresses = values.map((value) => parseIpv4(value.text))
  const known = addresses.filter((address) => address !== undefined)
  if (known.length < addresses.length) {
    complain(lowering, {
      code: 'bad-dhcp-option',
      message: `${option.value?.text.slice(0, 60) ?? ''} holds no list of IP addresses`,
      at: option.origin,
    })
  } else if (known.length === 1 && known[0] === ANY_ADDRESS) {
    /** dnsmasq puts its own address there, as it does without the option. */
    delete offered[field]
  } else offered[field] = known
}
