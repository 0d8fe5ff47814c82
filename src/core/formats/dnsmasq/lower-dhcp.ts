/** dhcp-range and dhcp-host. */
import { ANY_ADDRESS, type Ipv4, ipv4FromNumber, ipv4ToNumber, parseIpv4 } from '../../addresses/ipv4.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import { lengthOfMask } from '../../addresses/prefix.js'
import type { NameAndLeaseServer } from '../../model/index.js'
import type { DnsmasqOption, Field } from './document.js'
import { complain, type Lowering, unmodelled } from './lowering.js'
import { shown } from './shown.js'
import { withoutTags } from './tags.js'

type Range = NameAndLeaseServer['ranges'][number]
type Host = NameAndLeaseServer['hosts'][number]

const LEASE_TIME = /^(infinite|deprecated|\d+[smhdwSMHDW]?)$/

const HOST_NAME = /^\w([\w-]*\w)?(\.\w([\w-]*\w)?)*\.?$/

/** IPv6 ranges are left out. A range for fixed leases only is one that ends before it starts. */
export function lowerRange(lowering: Lowering, option: DnsmasqOption): Range | undefined {
  const { fields: tagless, conditional } = withoutTags(option.fields)
  const named = tagless[0] !== undefined && !/^[\d.]+$/.test(tagless[0].text) && !tagless[0].text.includes('::')
  const fields = named ? tagless.slice(1) : tagless
  if (fields.some((field) => field.text.includes(':'))) return undefined
  if (named || conditional || fields[1]?.text === 'proxy') {
    unmodelled(lowering, option, 'anything')
    return undefined
  }
  const range = readRange(fields)
  if (typeof range !== 'string') return { ...range, origin: option.origin }
  const help = 'dhcp-range=START,END[,NETMASK[,BROADCAST]][,LEASE TIME]'
  complain(lowering, { code: 'bad-dhcp-range', message: `This dhcp-range ${range}`, at: option.origin, help })
  return undefined
}

/** A sentence's end if dnsmasq refuses it. */
function readRange([first, second, ...rest]: readonly Field[]): Range | string {
  const isStatic = second?.text === 'static'
  const start = parseIpv4(first?.text ?? '')
  const end = isStatic ? start : parseIpv4(second?.text ?? '')
  if (start === undefined || end === undefined) return 'does not begin with two IP addresses'
  const last = rest.at(-1)
  const masks = last !== undefined && LEASE_TIME.test(last.text) ? rest.slice(0, -1) : rest
  const addresses = masks.map((field) => parseIpv4(field.text))
  if (masks.length > 2 || addresses.includes(undefined)) return 'has something else than a netmask, a broadcast address and a lease time'
  const [mask] = addresses
  const inSubnet = (address: Ipv4): number => (ipv4ToNumber(address) & ipv4ToNumber(mask ?? ANY_ADDRESS)) >>> 0
  if (inSubnet(start) !== inSubnet(end)) return `reaches over more than one subnet of netmask ${mask}`
  const length = mask === undefined ? undefined : lengthOfMask(mask)
  const [low, high] = ipv4ToNumber(start) <= ipv4ToNumber(end) ? [start, end] : [end, start]
  const ends = isStatic ? ipv4FromNumber(ipv4ToNumber(start) - 1) : high
  return { start: low, end: ends, ...(length === undefined ? {} : { length }) }
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
  const bad = rest.find((text) => !HOST_NAME.test(text) || /^[\d.]+\.[\d.]+$/.test(text))
  if (bad !== undefined) {
    const message = `${shown(bad)} in this dhcp-host is neither a MAC address, an IP address nor a name`
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
