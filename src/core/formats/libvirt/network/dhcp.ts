/** `<dhcp>` of a virtual network (virNetworkDHCPDefParseXML, virSocketAddrGetRange). */
import { type Ipv4, ipv4ToNumber } from '../../../addresses/ipv4.js'
import { type Ipv6, ipv6Groups } from '../../../addresses/ipv6.js'
import { broadcastOf, contains, networkOf } from '../../../addresses/prefix.js'
import { contains6, networkOf6 } from '../../../addresses/prefix6.js'
import type { Origin } from '../../../diagnostics/origin.js'
import { attributeOf, childOf, childrenOf, complain, present, type Reading, shorten, textAttribute, valueAttribute } from '../reading.js'
import { ADDRESS, choiceOf, LONG, MAC, UNICAST } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import type { DhcpHost, LeaseTime, NetworkDhcp } from './document.js'
import { familyAddress, type Subnet } from './subnet.js'

type AddressOf<Of extends Subnet> = Of['address']

export function readDhcp<Of extends Subnet>(
  reading: Reading,
  element: XmlElement | undefined,
  subnet: Of,
): NetworkDhcp<AddressOf<Of>> | undefined {
  if (element === undefined) return undefined
  const ranges = childrenOf(element, 'range').flatMap((range) => {
    const start = familyAddress(reading, range, 'start', subnet.family) as AddressOf<Of> | undefined
    const end = familyAddress(reading, range, 'end', subnet.family) as AddressOf<Of> | undefined
    const lease = readLeaseTime(reading, range)
    if (start === undefined || end === undefined) return []
    checkRange(reading, { start, end, origin: range.origin }, subnet)
    return [{ start, end, ...present({ lease }), origin: range.origin }]
  })
  const hosts = childrenOf(element, 'host').map((host) => readHost(reading, host, subnet))
  return { ranges, hosts, ...present({ bootp: readBootp(reading, element, subnet) }), origin: element.origin }
}

function readBootp(reading: Reading, dhcp: XmlElement, subnet: Subnet): NetworkDhcp<unknown>['bootp'] {
  const bootp = childOf(dhcp, 'bootp')
  const file = textAttribute(bootp, 'file')?.value
  if (bootp === undefined || subnet.family === 'ipv6') return undefined
  const written = textAttribute(bootp, 'server')
  const server = valueAttribute(bootp, 'server', ADDRESS)?.value
  if (file === undefined) complain(reading, { code: 'missing-attribute', message: '<bootp> has no file', at: bootp.nameOrigin })
  if (written !== undefined && server === undefined) {
    const message = `server='${shorten(written.value)}' of <bootp> is not an IP address`
    complain(reading, { code: 'bad-address', message, at: written.origin })
  }
  return file === undefined ? undefined : { file, ...present({ server }), origin: bootp.origin }
}

function readLeaseTime(reading: Reading, parent: XmlElement): LeaseTime | undefined {
  const lease = childOf(parent, 'lease')
  const written = textAttribute(lease, 'expiry')
  if (lease === undefined || written === undefined) return undefined
  const expiry = LONG.parse(written.value) ?? (/^0x[0-9a-f]{1,15}$/i.test(written.value) ? Number(written.value) : undefined)
  const unit = valueAttribute(lease, 'unit', choiceOf(['seconds', 'minutes', 'hours']))?.value ?? 'minutes'
  if (expiry === undefined) {
    complain(reading, {
      code: 'bad-number',
      message: `expiry='${shorten(written.value)}' of <lease> is not a whole number`,
      at: written.origin,
    })
    return undefined
  }
  const tooShort = expiry > 0 && ((unit === 'seconds' && expiry < 120) || (unit === 'minutes' && expiry < 2))
  if (tooShort)
    complain(reading, {
      code: 'lease-too-short',
      message: 'A lease lasts 2 minutes at least',
      at: written.origin,
      help: 'dnsmasq gives no shorter ones',
    })
  return { expiry, unit }
}

function readHost<Of extends Subnet>(reading: Reading, host: XmlElement, subnet: Of): DhcpHost<AddressOf<Of>> {
  const [mac, id, name] = ['mac', 'id', 'name'].map((attribute) => textAttribute(host, attribute))
  const refuse = (code: string, message: string, at: Origin): void => complain(reading, { code, message, at })
  if (mac !== undefined && subnet.family === 'ipv6')
    refuse('mac-on-ipv6', 'DHCPv6 knows no MAC address: a host of an IPv6 <ip> has an id or a name', mac.origin)
  else if (mac !== undefined && UNICAST.parse(mac.value) === undefined)
    refuse('bad-mac', `mac='${shorten(mac.value)}' of <host> is not ${MAC.parse(mac.value) ? UNICAST.what : MAC.what}`, mac.origin)
  if (id !== undefined && !/^[0-9a-f:]*$/i.test(id.value)) refuse('bad-id', `id='${shorten(id.value)}' is not hexadecimal`, id.origin)
  if (name !== undefined && !/^[a-z0-9]/i.test(name.value))
    refuse('bad-host-name', `${shorten(name.value)} is no name for a host: it starts with a letter or digit`, name.origin)
  if (name === undefined && (subnet.family === 'ipv6' ? id : mac) === undefined) {
    const needed = subnet.family === 'ipv6' ? 'an id or a name' : 'a mac or a name'
    refuse('host-without-name', `This DHCP <host> needs ${needed}`, host.origin)
  }
  return {
    ...present({ mac: MAC.parse(mac?.value ?? ''), macText: mac?.value, id: id?.value, name: name?.value }),
    ...present({ address: hostAddress(reading, host) as AddressOf<Of> | undefined, lease: readLeaseTime(reading, host) }),
    origin: host.origin,
  }
}

/** libvirt lets pass an address of the other family, and dnsmasq refuses it. */
function hostAddress(reading: Reading, host: XmlElement): Ipv4 | Ipv6 | undefined {
  const written = attributeOf(host, 'ip')
  const value = valueAttribute(host, 'ip', ADDRESS)?.value
  if (value !== undefined || written === undefined || written.value === '') return value
  const message = `ip='${shorten(written.value)}' of <host> is not an IP address`
  complain(reading, { code: 'bad-address', message, at: written.valueOrigin })
  return undefined
}

type Range = { readonly start: Ipv4 | Ipv6; readonly end: Ipv4 | Ipv6; readonly origin: Origin }

/** What libvirt refuses at net-define. */
function checkRange(reading: Reading, range: Range, subnet: Subnet): void {
  const { start, end, origin: at } = range
  const name = `The range ${start} to ${end}`
  const refuse = (code: string, message: string, help?: string): void =>
    complain(reading, { code, message, at, ...(help === undefined ? {} : { help }) })
  const size = sizeOf(range, subnet)
  if (!isInside(start, subnet) || !isInside(end, subnet)) refuse('range-outside-subnet', `${name} is not within ${networkText(subnet)}`)
  else if (size < 1) refuse('range-reversed', `${name} ends before it starts`, 'swap start and end')
  else if (size > 65536) refuse('range-too-large', `${name} holds more than 65536 addresses`)
  else if (subnet.family === 'ipv4') {
    const network = networkOf(subnet.address, subnet.length)
    if (start === network.address) refuse('range-with-network-address', `${name} starts at the address of the network itself`)
    else if (end === broadcastOf(network.address, network.length)) refuse('range-with-broadcast', `${name} ends at the broadcast address`)
  }
}

/** Addresses of a range; 65537 and more are not told apart. */
export function sizeOf({ start, end }: Pick<Range, 'start' | 'end'>, { family }: Pick<Subnet, 'family'>): number {
  if (family === 'ipv4') return ipv4ToNumber(end as Ipv4) - ipv4ToNumber(start as Ipv4) + 1
  const [from, to] = [ipv6Groups(start as Ipv6), ipv6Groups(end as Ipv6)]
  const differing = from.findIndex((group, index) => group !== to[index])
  if (differing < 0) return 1
  const difference = (to[differing] ?? 0) - (from[differing] ?? 0)
  return differing < 7 ? (difference < 0 ? 0 : 65537) : difference + 1
}

function isInside(address: Ipv4 | Ipv6, subnet: Subnet): boolean {
  return subnet.family === 'ipv4'
    ? contains(networkOf(subnet.address, subnet.length), address as Ipv4)
    : contains6(networkOf6(subnet.address, subnet.length), address as Ipv6)
}

function networkText(subnet: Subnet): string {
  const network = subnet.family === 'ipv4' ? networkOf(subnet.address, subnet.length) : networkOf6(subnet.address, subnet.length)
  return `${network.address}/${network.length}`
}
