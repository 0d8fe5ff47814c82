/** From a virtual network's definition to what libvirt makes of it: a bridge and a dnsmasq (src/network/bridge_driver.c). */
import { type InterfaceName, parseInterfaceName } from '../../../addresses/interface-name.js'
import { type Ipv4, ipv4FromNumber, ipv4ToNumber, parseIpv4 } from '../../../addresses/ipv4.js'
import { networkOf } from '../../../addresses/prefix.js'
import type { LibvirtNetwork, NameAndLeaseServer, Unmodelled } from '../../../model/index.js'
import type { Located } from '../located.js'
import { present } from '../reading.js'
import { servesLeases } from './check.js'
import { reverseDomain } from './dnsmasq-conf.js'
import type { Ip4, NetworkDhcp, NetworkDocument } from './document.js'

export type LoweredNetwork = {
  readonly network: LibvirtNetwork
  /** The dnsmasq that is started with the network. */
  readonly server?: NameAndLeaseServer
  /** Names the server does not know itself go to the servers in the host's resolv.conf. */
  readonly upstreamFromHost: boolean
  /** It also answers what the host's /etc/hosts says. */
  readonly hostsFromHost: boolean
  /** Further lines of the server's dnsmasq.conf, in dnsmasq's own syntax. */
  readonly optionLines: readonly Located<string>[]
  readonly unmodelled: readonly Unmodelled[]
}

/** What the definition leaves to the moment of the start. `bridge` is needed only if the definition names none. */
export type NetworkStart = { readonly active: boolean; readonly bridge?: InterfaceName }

export function lowerNetwork(document: NetworkDocument, start: NetworkStart = { active: true }): LoweredNetwork {
  const mode = modeOf(document)
  const bridge = mode === 'unrecognised' ? undefined : (document.bridge.name?.value ?? start.bridge)
  const ips = document.ips.flatMap((ip) => (ip.family === 'ipv4' ? [ip] : []))
  const network: LibvirtNetwork = {
    name: document.name?.value ?? '',
    mode,
    ...(bridge === undefined ? {} : { bridge }),
    subnets: ips.map((ip) => networkOf(ip.address, ip.length)),
    active: start.active,
    origin: document.origin,
  }
  const runs = mode !== 'bridge' && mode !== 'unrecognised' && needsServer(document)
  const generalForwarder =
    document.dns.enabled && document.dns.forwarders.some((one) => one.domain === undefined && one.address !== undefined)
  return {
    network,
    ...(runs && bridge !== undefined ? { server: serverOf(document, bridge, ips) } : {}),
    upstreamFromHost: runs && document.dns.enabled && mode !== 'isolated' && !generalForwarder,
    hostsFromHost: runs && document.dns.enabled,
    optionLines: runs ? document.options : [],
    unmodelled: unmodelledOf(document),
  }
}

function modeOf({ forward, bridge }: NetworkDocument): LibvirtNetwork['mode'] {
  switch (forward.mode) {
    case 'nat':
    case 'route':
    case 'open':
    case 'isolated':
      return forward.mode
    /** Without a bridge this mode is macvtap on an interface of the host. */
    case 'bridge':
      return bridge.name === undefined ? 'unrecognised' : 'bridge'
    case 'private':
    case 'vepa':
    case 'passthrough':
    case 'hostdev':
    case 'unrecognised':
      return 'unrecognised'
  }
}

/** networkStartDhcpDaemon: no dnsmasq without an address, and none if there is neither DHCP nor DNS to serve. */
function needsServer({ ips, dns }: NetworkDocument): boolean {
  return ips.length > 0 && (ips.some(servesLeases) || dns.enabled)
}

function serverOf(document: NetworkDocument, bridge: InterfaceName, ips: readonly Ip4[]): NameAndLeaseServer {
  const { dns, domain, forward } = document
  /** libvirt refuses a second one. */
  const leasing = ips.find((ip) => servesLeases(ip))
  const dhcp = leasing?.dhcp
  const loopback = parseInterfaceName('lo')
  return {
    name: `libvirt network ${document.name?.value ?? bridge}`,
    interfaces: [bridge],
    exceptInterfaces: loopback === undefined ? [] : [loopback],
    ranges: leasing === undefined ? [] : rangesOf(leasing, leasing.dhcp?.ranges ?? []),
    hosts: (dhcp?.hosts ?? []).map(({ mac, address, name, origin }) => ({ ...present({ mac, address, name }), origin })),
    ...(forward.mode === 'isolated' ? { router: [] } : {}),
    ...(domain === undefined ? {} : { domain: domain.name }),
    ...present({ localDomains: localDomainsOf(document) }),
    dns: dns.enabled,
    records: dns.enabled ? recordsOf(document) : [],
    upstream: dns.enabled ? upstreamOf(document) : [],
    localService: false,
    authoritative: dhcp !== undefined,
    origin: leasing?.origin ?? document.origin,
  }
}

/** Without a range, libvirt has only the listed hosts served: a range that ends before it starts. */
function rangesOf({ address, length, origin }: Ip4, ranges: NetworkDhcp<Ipv4>['ranges']): NameAndLeaseServer['ranges'] {
  if (ranges.length > 0) return ranges.map(({ start, end, origin: written }) => ({ start, end, length, origin: written }))
  return [{ start: address, end: ipv4FromNumber(ipv4ToNumber(address) - 1), length, origin }]
}

/** Where the network has a domain, libvirt adds it to plain names (expand-hosts). */
function recordsOf({ dns, domain }: NetworkDocument): NameAndLeaseServer['records'] {
  return dns.hosts.flatMap((host) => {
    const address = parseIpv4(host.address ?? '')
    if (address === undefined) return []
    return host.names.flatMap(({ value, origin }) => {
      const names = domain === undefined || value.includes('.') ? [value] : [value, `${value}.${domain.name}`]
      return names.map((name) => ({ name, address, wildcard: false, origin }))
    })
  })
}

/** Names that nobody else is asked about. */
function localDomainsOf({ dns, domain, ips }: NetworkDocument): readonly string[] | undefined {
  const own = domain?.localOnly === true ? [domain.name] : []
  const reverse = dns.enabled ? ips.flatMap((ip) => (ip.localPtr ? [reverseDomain(ip)] : [])) : []
  return own.length + reverse.length === 0 ? undefined : [...own, ...reverse]
}

function upstreamOf({ dns }: NetworkDocument): NameAndLeaseServer['upstream'] {
  return dns.forwarders.flatMap(({ domain, address }) => (domain === undefined && address !== undefined ? (parseIpv4(address) ?? []) : []))
}

function unmodelledOf(document: NetworkDocument): readonly Unmodelled[] {
  const found: Unmodelled[] = []
  for (const { domain, origin } of document.dns.forwarders) {
    if (domain !== undefined) found.push({ what: `names below ${domain} are resolved in a way of their own`, touches: 'anything', origin })
  }
  return found
}
