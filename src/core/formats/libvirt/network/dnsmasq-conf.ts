/** The files that libvirt writes for a network's dnsmasq, character by character (networkDnsmasqConfContents). */
import { type Ipv4, ipv4ToNumber } from '../../../addresses/ipv4.js'
import { type Ipv6, ipv6Groups } from '../../../addresses/ipv6.js'
import { maskOf } from '../../../addresses/prefix.js'
import { servesLeases } from './check.js'
import { sizeOf } from './dhcp.js'
import type { DhcpHost, DnsService, LeaseTime, NetworkDns, NetworkDocument, NetworkIp } from './document.js'

export type DnsmasqFiles = {
  /** /var/lib/libvirt/dnsmasq/NAME.conf */
  readonly configuration: string
  /** NAME.hostsfile: fixed leases. */
  readonly hosts: string
  /** NAME.addnhosts: names. */
  readonly names: string
}

export type DnsmasqStart = {
  /** Needed only if the definition names none. */
  readonly bridge?: string
  /** What a real start adds: /run/libvirt/network/NAME.pid. */
  readonly pidFile?: string
}

const DIRECTORY = '/var/lib/libvirt/dnsmasq'

export function dnsmasqFiles(document: NetworkDocument, start: DnsmasqStart = {}): DnsmasqFiles {
  const leasing = (['ipv4', 'ipv6'] as const).flatMap((family) => document.ips.find((ip) => ip.family === family && servesLeases(ip)) ?? [])
  const lines = [
    ...headOf(document, start),
    ...(document.dns.enabled ? recordLines(document.dns) : []),
    ...tftpLines(document.ips),
    ...leasing.flatMap(leaseLines),
    ...tailOf(document, leasing),
  ]
  return {
    configuration: lines.map((line) => `${line}\n`).join(''),
    hosts: leasing.flatMap((ip) => (ip.dhcp?.hosts ?? []).map((host) => `${hostLine(host, ip.family)}\n`)).join(''),
    names: nameLines(document.dns),
  }
}

function headOf(document: NetworkDocument, { bridge, pidFile }: DnsmasqStart): readonly string[] {
  const { dns, domain, name } = document
  return [
    '##WARNING:  THIS IS AN AUTO-GENERATED FILE. CHANGES TO IT ARE LIKELY TO BE',
    '##OVERWRITTEN AND LOST.  Changes to this configuration should be made using:',
    `##    virsh net-edit ${name?.value ?? ''}`,
    '## or other application using the libvirt API.',
    '##',
    '## dnsmasq conf file created by libvirt',
    'strict-order',
    ...(dns.enabled ? forwarderLines(dns) : ['port=0']),
    ...(domain?.localOnly === true ? [`local=/${domain.name}/`] : []),
    ...(domain === undefined ? [] : [`domain=${domain.name}`, 'expand-hosts']),
    ...(dns.enabled ? document.ips.flatMap((ip) => (ip.localPtr ? [`local=/${reverseDomain(ip)}/`] : [])) : []),
    ...(dns.enabled && !dns.forwardPlainNames ? ['domain-needed', 'local=//'] : []),
    ...(pidFile === undefined ? [] : [`pid-file=${pidFile}`]),
    'except-interface=lo',
    'bind-dynamic',
    `interface=${document.bridge.name?.value ?? bridge ?? ''}`,
    ...(document.forward.mode === 'isolated' ? ['dhcp-option=3', 'no-resolv', 'ra-param=*,0,0'] : []),
  ]
}

function forwarderLines({ forwarders }: NetworkDns): readonly string[] {
  const servers = forwarders.map(({ domain, address }) => `server=${domain === undefined ? '' : `/${domain}/`}${address ?? '#'}`)
  const forAll = forwarders.some(({ domain, address }) => domain === undefined && address !== undefined)
  return forAll ? [...servers, 'no-resolv'] : servers
}

/** The zone that holds the PTR records of the network, e.g. `122.168.192.in-addr.arpa`. */
export function reverseDomain(ip: NetworkIp): string {
  if (ip.family === 'ipv4') {
    const bits = ipv4ToNumber(ip.address)
    const bytes = [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255].slice(0, Math.floor(ip.length / 8))
    return [...bytes.reverse(), 'in-addr.arpa'].join('.')
  }
  const digits = ipv6Groups(ip.address).flatMap((group) => [...group.toString(16).padStart(4, '0')])
  return [...digits.slice(0, Math.floor(ip.length / 4)).reverse(), 'ip6.arpa'].join('.')
}

function recordLines({ texts, services }: NetworkDns): readonly string[] {
  return [...texts.map(({ name, value }) => `txt-record=${name},${value}`), ...services.map(serviceLine)]
}

/** Fields are told apart by their place, so one that is left out before another has its default. */
function serviceLine({ service, protocol, domain, target, port, priority, weight }: DnsService): string {
  const name = `srv-host=_${service}._${protocol}${domain === undefined ? '' : `.${domain}`}`
  if (target === undefined || target === '.') return name
  const fields = [target]
  if ((port ?? 0) + (priority ?? 0) + (weight ?? 0) > 0) fields.push(`${port ?? 1}`)
  if ((priority ?? 0) + (weight ?? 0) > 0) fields.push(`${priority ?? 0}`)
  if ((weight ?? 0) > 0) fields.push(`${weight}`)
  return [name, ...fields].join(',')
}

function tftpLines(ips: readonly NetworkIp[]): readonly string[] {
  const roots = ips.flatMap((ip) => (ip.family === 'ipv4' && ip.tftpRoot !== undefined ? [`tftp-root=${ip.tftpRoot.value}`] : []))
  return roots.length === 0 ? [] : ['enable-tftp', ...roots]
}

function leaseLines(ip: NetworkIp): readonly string[] {
  const { dhcp, family, address, length } = ip
  if (dhcp === undefined) return []
  const mask = family === 'ipv4' ? maskOf(length) : `${length}`
  const ranges = dhcp.ranges.map(({ start, end, lease }) => `dhcp-range=${[start, end, mask, ...leaseWords(lease)].join(',')}`)
  const listed = dhcp.ranges.length === 0 ? [`dhcp-range=${address},static${family === 'ipv6' ? `,${length}` : ''}`] : []
  if (family === 'ipv6') return [...ranges, ...listed]
  const { bootp } = dhcp
  const boot = bootp === undefined ? [] : [`dhcp-boot=${bootp.file}${bootp.server === undefined ? '' : `,,${bootp.server}`}`]
  return [...ranges, ...listed, 'dhcp-no-override', 'dhcp-authoritative', ...boot]
}

function leaseWords(lease: LeaseTime | undefined): readonly string[] {
  if (lease === undefined) return []
  return [lease.expiry === 0 ? 'infinite' : `${lease.expiry}${lease.unit.charAt(0)}`]
}

function tailOf(document: NetworkDocument, leasing: readonly NetworkIp[]): readonly string[] {
  const { dns, ips, mtu } = document
  const path = `${DIRECTORY}/${escapeName(document.name?.value ?? '')}`
  const leases = leasing.flatMap((ip) => (ip.dhcp?.ranges ?? []).map((range) => sizeOf(range, ip))).reduce((sum, size) => sum + size, 0)
  const serves6 = leasing.some((ip) => ip.family === 'ipv6')
  const announced = serves6 ? ['enable-ra'] : ips.filter((ip) => ip.family === 'ipv6').map((ip) => `dhcp-range=${ip.address},ra-only`)
  return [
    ...(leases > 0 ? [`dhcp-lease-max=${leases}`] : []),
    ...(leasing.length > 0 ? [`dhcp-hostsfile=${path}.hostsfile`] : []),
    ...(dns.enabled ? [`addn-hosts=${path}.addnhosts`] : []),
    ...(mtu === undefined || mtu.value === 0 ? [] : [`dhcp-option=option:mtu,${mtu.value}`]),
    ...announced,
    ...document.options.map((option) => option.value),
  ]
}

/** The paths are written as XML text (virBufferEscapeString). */
function escapeName(name: string): string {
  const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' }
  return name.replace(/[<>&"']/g, (character) => entities[character] ?? character)
}

function hostLine({ macText, id, name, address, lease }: DhcpHost<Ipv4 | Ipv6>, family: 'ipv4' | 'ipv6'): string {
  if (family === 'ipv6') {
    const who = [...(id === undefined ? [] : [`id:${id}`]), ...(name === undefined ? [] : [name])]
    return [...who, `[${address}]`, ...leaseWords(lease)].join(',')
  }
  const who = macText === undefined ? [name, address] : [macText, address, ...(name === undefined ? [] : [name])]
  return [...who, ...leaseWords(lease)].join(',')
}

/** One line an address, with tabs, as hosts(5). */
function nameLines({ hosts }: NetworkDns): string {
  const byAddress = new Map<string, readonly string[]>()
  for (const { address, names } of hosts) {
    if (address !== undefined) byAddress.set(address, [...(byAddress.get(address) ?? []), ...names.map((name) => name.value)])
  }
  return [...byAddress].map(([address, names]) => `${address}\t${names.map((name) => `${name}\t`).join('')}\n`).join('')
}
