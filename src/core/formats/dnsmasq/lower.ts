/** From the files of one dnsmasq to the server that it is. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { NameAndLeaseServer, Unmodelled } from '../../model/index.js'
import { type DnsmasqDocument, type DnsmasqOption, optionsOf } from './document.js'
import { lowerHost, lowerRange } from './lower-dhcp.js'
import { lowerOption, type Offered } from './lower-dhcp-option.js'
import { localDomainsOf, lowerAddress, lowerHostRecord, lowerServer } from './lower-dns.js'
import { complain, type Lowering, unmodelled } from './lowering.js'
import { meaningOf, shapeOf } from './options.js'
import { shown } from './shown.js'

export type DnsmasqFacts = {
  /** Upstream holds only what `server=` names. */
  readonly server: NameAndLeaseServer
  /** It answers only what is sent to these; empty = whatever its interfaces have. */
  readonly listenAddresses: readonly Ipv4[]
  /** It does not ask the servers of resolv.conf. */
  readonly noResolv: boolean
  /** Where they are read from, if not from /etc/resolv.conf. */
  readonly resolvFile?: string
  /** It does not answer what /etc/hosts says. */
  readonly noHosts: boolean
  /** Plain names of hosts files are known with the domain as well. */
  readonly expandHosts: boolean
  readonly unmodelled: readonly Unmodelled[]
}

export type LoweredDnsmasq = { readonly facts: DnsmasqFacts; readonly diagnostics: readonly Diagnostic[] }

/** `documents` in the order in which dnsmasq reads them. */
export function lowerDnsmasq(documents: readonly DnsmasqDocument[], name: string): LoweredDnsmasq {
  const lowering: Lowering = { diagnostics: [], unmodelled: [] }
  const options = documents.flatMap(optionsOf)
  const named = (...names: readonly string[]): readonly DnsmasqOption[] => options.filter((option) => names.includes(option.name.text))
  const has = (option: string): boolean => named(option).length > 0
  const resolvFile = named('resolv-file').at(-1)?.value?.text
  const limits = named('interface', 'except-interface', 'listen-address', 'auth-server')
  const server: NameAndLeaseServer = {
    name,
    interfaces: named('interface').flatMap((option) => lowerInterfaces(lowering, option)),
    exceptInterfaces: named('except-interface').flatMap((option) => lowerInterfaces(lowering, option)),
    ...lowerLeasing(lowering, named),
    ...lowerNames(lowering, named),
    localService: has('local-service') && limits.length === 0,
    authoritative: has('dhcp-authoritative'),
    ...(options[0] === undefined ? {} : { origin: (named('dhcp-range')[0] ?? options[0]).origin }),
  }
  checkLocalService(lowering, named('local-service').at(-1))
  for (const option of options) {
    if (shapeOf(option.name.text) === undefined || meaningOf(option.name.text) === 'anything') unmodelled(lowering, option, 'anything')
  }
  const facts: DnsmasqFacts = {
    server,
    listenAddresses: named('listen-address').flatMap((option) => lowerListenAddress(lowering, option)),
    noResolv: has('no-resolv'),
    ...(resolvFile === undefined ? {} : { resolvFile }),
    noHosts: has('no-hosts'),
    expandHosts: has('expand-hosts'),
    unmodelled: lowering.unmodelled,
  }
  return { facts, diagnostics: lowering.diagnostics }
}

function checkLocalService(lowering: Lowering, option: DnsmasqOption | undefined): void {
  if (option?.value === undefined || option.value.text === 'net' || option.value.text === 'host') return
  complain(lowering, { code: 'bad-local-service', message: 'local-service takes net or host', at: option.origin })
}

type Named = (...names: readonly string[]) => readonly DnsmasqOption[]

/** Aliases (`eth0:1`) and patterns (`eth*`) are kept as what they are: not modelled. */
function lowerInterfaces(lowering: Lowering, option: DnsmasqOption): readonly InterfaceName[] {
  const written = option.fields.filter((field) => field.text !== '')
  const names = written.flatMap((field) => (field.text.includes('*') ? [] : (parseInterfaceName(field.text) ?? [])))
  if (names.length < written.length) unmodelled(lowering, option, 'anything')
  return names
}

/** Without any dhcp-range dnsmasq leases nothing, not even to a dhcp-host. */
function lowerLeasing(lowering: Lowering, named: Named): Pick<NameAndLeaseServer, 'ranges' | 'hosts' | 'router' | 'nameServers'> {
  const ranges = named('dhcp-range').flatMap((option) => lowerRange(lowering, option) ?? [])
  const hosts = named('dhcp-host').flatMap((option) => lowerHost(lowering, option))
  const offered: Offered = {}
  for (const option of named('dhcp-option', 'dhcp-option-force')) lowerOption(lowering, option, offered)
  return { ranges, hosts: ranges.length === 0 ? [] : hosts, ...offered }
}

function lowerNames(
  lowering: Lowering,
  named: Named,
): Pick<NameAndLeaseServer, 'records' | 'upstream' | 'dns' | 'domain' | 'localDomains'> {
  const localDomains = named('server', 'local').flatMap(localDomainsOf)
  const domain = named('domain')
    .filter((option) => option.fields.length === 1)
    .at(-1)
  for (const option of named('domain')) {
    if (option.fields.length > 1 || option.value?.text === '#') unmodelled(lowering, option, 'harmless')
  }
  return {
    records: [
      ...named('address').flatMap((option) => lowerAddress(lowering, option)),
      ...named('host-record').flatMap((option) => lowerHostRecord(lowering, option)),
    ],
    upstream: named('server', 'local').flatMap((option) => lowerServer(lowering, option)),
    ...(localDomains.length === 0 ? {} : { localDomains }),
    dns: lowerPort(lowering, named('port').at(-1)),
    ...(domain?.value === undefined || domain.value.text === '#' ? {} : { domain: domain.value.text }),
  }
}

/** Port 0 means no DNS. Another port than 53 is one that nobody asks. */
function lowerPort(lowering: Lowering, option: DnsmasqOption | undefined): boolean {
  const port = Number(option?.value?.text ?? 53)
  if (option !== undefined && port !== 0 && port !== 53) unmodelled(lowering, option, 'anything')
  return port !== 0
}

function lowerListenAddress(lowering: Lowering, option: DnsmasqOption): readonly Ipv4[] {
  return option.fields.flatMap((field) => {
    const address = parseIpv4(field.text)
    if (address !== undefined) return [address]
    if (!field.text.includes(':')) {
      complain(lowering, { code: 'bad-listen-address', message: `${shown(field.text)} is not an IP address`, at: field.origin })
    }
    return []
  })
}
