/** What both sides tell of a machine, in the model's own values. */
import { lowerDnsmasq, parse as parseDnsmasq } from '../../src/core/formats/dnsmasq/index.js'
import {
  addressesOf,
  type IprouteDocument,
  interfacesOf,
  neighboursOf,
  parse,
  routes6Of,
  routesOf,
  rules6Of,
  rulesOf,
  vlansOf,
} from '../../src/core/formats/iproute-json/index.js'
import { lowerSave, parseSave } from '../../src/core/formats/iptables/index.js'
import { lowerOvsdb, parseTables } from '../../src/core/formats/ovs/index.js'
import { lowerResolver, parseResolvConf } from '../../src/core/formats/resolver/index.js'
import type { NameAndLeaseServer, Node } from '../../src/core/model/index.js'
import type { Captured } from './boot-real.js'

type Shared = 'interfaces' | 'addresses' | 'routes' | 'rules' | 'neighbours' | 'inet6' | 'chains' | 'ovs'

export type Facts = Pick<Node, Shared> & {
  readonly nameServers: readonly string[]
  readonly search: readonly string[]
  /** Running libvirt networks. */
  readonly networks: readonly string[]
  readonly servers: readonly NameAndLeaseServer[]
  /** `NAME ADDRESS` of /etc/hosts, where it is known. */
  readonly ownNames: readonly string[]
  /** Tables that iptables does not know. */
  readonly foreignTables: readonly string[]
  /** Undefined: it is not there, or the model does not know. */
  readonly sysctl: (key: string) => string | undefined
}

export function factsOfNode(node: Node): Facts {
  return {
    ...node,
    nameServers: node.resolver.nameServers.map((server) => server.address),
    search: node.resolver.search,
    networks: node.libvirtNetworks.filter((network) => network.active).map((network) => network.name),
    ownNames: node.resolver.hosts.map((host) => `${host.name} ${host.address}`),
    foreignTables: [],
    sysctl: (key) => node.sysctls[key]?.value,
  }
}

export function factsOfCapture(captured: Captured): Facts {
  const text = (section: string) => captured.get(section) ?? ''
  const document = (section: string): IprouteDocument => parse(text(section), section).document
  const addresses = document('addresses')
  const [neighbours, proxies] = [neighboursOf(document('neighbours')), neighboursOf(document('proxies'))]
  const vlans = vlansOf(document('vlans'))
  const resolver = lowerResolver(parseResolvConf(text('resolver'), 'resolver').document)
  const sysctls = new Map(
    text('sysctls')
      .split('\n')
      .map((line) => line.split(' = ') as [string, string]),
  )
  return {
    interfaces: interfacesOf(addresses).map((device) => {
      const own = vlans.get(device.name)
      return own === undefined ? device : { ...device, vlans: own }
    }),
    addresses: addressesOf(addresses).addresses,
    routes: routesOf(document('routes')),
    rules: rulesOf(document('rules')),
    neighbours: [...neighbours.neighbours, ...proxies.neighbours],
    inet6: {
      addresses: addressesOf(addresses).addresses6,
      routes: routes6Of(document('routes6')),
      rules: rules6Of(document('rules6')),
      neighbours: [...neighbours.neighbours6, ...proxies.neighbours6],
    },
    ...switchOf(text),
    chains: (['ip', 'ip6'] as const).flatMap((family) => {
      const section = family === 'ip' ? 'iptables' : 'ip6tables'
      return lowerSave(parseSave(text(section), section, family).document).chains
    }),
    nameServers: text('resolver').trim() === '' ? [] : resolver.nameServers.map((server) => server.address),
    search: resolver.search,
    networks: text('networks')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([name = '', state]) => (state === 'active' ? [name] : [])),
    servers: serversOf(text('servers')),
    ownNames: [],
    foreignTables: text('tables')
      .split('\n')
      .filter((line) => line !== '' && !/^table (ip|ip6) (filter|nat|mangle|raw|security)$/.test(line)),
    sysctl: (key) => sysctls.get(key),
  }
}

/** The files that libvirt wrote for its dnsmasq, one a network. */
function serversOf(text: string): readonly NameAndLeaseServer[] {
  return text
    .split(/^-- (.+)\.conf$/m)
    .slice(1)
    .flatMap((part, index, parts) => {
      if (index % 2 === 1) return []
      const document = parseDnsmasq(parts[index + 1] ?? '', part).document
      return [lowerDnsmasq([document], `libvirt network ${part}`).facts.server]
    })
}

const SWITCH_TABLES = ['open_vswitch', 'bridge', 'port', 'interface', 'controller'] as const

function switchOf(text: (section: string) => string): Pick<Facts, 'ovs'> {
  const documents = SWITCH_TABLES.map((table) => text(`ovs-${table}`)).filter((output) => output.trim() !== '')
  return documents.length === 0 ? {} : { ovs: lowerOvsdb(documents.map((output) => parseTables(output, 'ovs').document)) }
}
