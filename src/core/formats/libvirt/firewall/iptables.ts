/** The iptables and ip6tables commands of libvirt since 5.1 (src/network/network_iptables.c). Each rule is inserted at the head. */
import { servesLeases } from '../network/check.js'
import type { NetworkDocument, NetworkIp } from '../network/document.js'
import {
  type FirewallCommand,
  type Firewalled,
  firewalledOf,
  hasIpv6,
  type Layer,
  layerOf,
  localDestinations,
  natAddresses,
  natPorts,
  subnetOf,
  treatmentOf,
} from './command.js'

const PROGRAM = { ip: 'iptables', ip6: 'ip6tables' } as const

type Table = 'filter' | 'nat' | 'mangle'
const CHAINS: readonly (readonly [Table, string, string])[] = [
  ['filter', 'INPUT', 'LIBVIRT_INP'],
  ['filter', 'OUTPUT', 'LIBVIRT_OUT'],
  ['filter', 'FORWARD', 'LIBVIRT_FWO'],
  ['filter', 'FORWARD', 'LIBVIRT_FWI'],
  ['filter', 'FORWARD', 'LIBVIRT_FWX'],
  ['nat', 'POSTROUTING', 'LIBVIRT_PRT'],
  ['mangle', 'POSTROUTING', 'LIBVIRT_PRT'],
]

/** Made once, before the first network: chains of its own, and the jumps to them. `--list-rules` looks which are there. */
export function iptablesSetup(): readonly FirewallCommand[] {
  return (['ip', 'ip6'] as const).flatMap((layer) => {
    const call = (table: Table, ...words: readonly string[]) => ({ words: [PROGRAM[layer], '-w', '--table', table, ...words] })
    return [
      ...(['filter', 'nat', 'mangle'] as const).map((table) => call(table, '--list-rules')),
      ...CHAINS.flatMap(([table, from, to]) => [call(table, '--new-chain', to), call(table, '--insert', from, '--jump', to)]),
    ]
  })
}

/** For one network, as it starts. An open one gets none. */
export function iptablesCommands(document: NetworkDocument, bridge: string): readonly FirewallCommand[] {
  if (document.forward.mode === 'open') return []
  const network = firewalledOf(document, bridge)
  return [
    ...general(network),
    ...(hasIpv6(document) || document.ipv6BetweenGuests ? general6(network) : []),
    ...document.ips.flatMap((ip) => subnetRules(network, ip)),
    ...checksum(network),
  ]
}

type Insert = (table: Table, chain: string, ...words: readonly string[]) => FirewallCommand

function inserter({ origin }: Firewalled, layer: Layer): Insert {
  return (table, chain, ...words) => ({ words: [PROGRAM[layer], '-w', '--table', table, '--insert', chain, ...words], origin })
}

function port(insert: Insert, bridge: string, ...[way, protocol, number]: readonly ['in' | 'out', string, number]): FirewallCommand {
  const [chain, side] = way === 'in' ? ['LIBVIRT_INP', '--in-interface'] : ['LIBVIRT_OUT', '--out-interface']
  return insert('filter', chain, side, bridge, '--protocol', protocol, '--destination-port', `${number}`, '--jump', 'ACCEPT')
}

/** The guests reach DHCP, DNS and TFTP of the host, each other, and by default nobody else. */
function general(network: Firewalled): readonly FirewallCommand[] {
  const { document, bridge } = network
  const insert = inserter(network, 'ip')
  const open = (way: 'in' | 'out', number: number) => ['tcp', 'udp'].map((protocol) => port(insert, bridge, way, protocol, number))
  const server = document.ips.find((ip) => ip.family === 'ipv4' && (servesLeases(ip) || ip.tftpRoot !== undefined))
  const tftp = server?.family === 'ipv4' && server.tftpRoot !== undefined
  return [
    ...open('in', 67),
    ...open('out', 68),
    ...open('in', 53),
    ...open('out', 53),
    ...(tftp ? [port(insert, bridge, 'in', 'udp', 69), port(insert, bridge, 'out', 'udp', 69)] : []),
    ...closed(insert, bridge),
  ]
}

function closed(insert: Insert, bridge: string): readonly FirewallCommand[] {
  return [
    insert('filter', 'LIBVIRT_FWO', '--in-interface', bridge, '--jump', 'REJECT'),
    insert('filter', 'LIBVIRT_FWI', '--out-interface', bridge, '--jump', 'REJECT'),
    insert('filter', 'LIBVIRT_FWX', '--in-interface', bridge, '--out-interface', bridge, '--jump', 'ACCEPT'),
  ]
}

function general6(network: Firewalled): readonly FirewallCommand[] {
  const { document, bridge } = network
  const insert = inserter(network, 'ip6')
  const open = (way: 'in' | 'out') => ['tcp', 'udp'].map((protocol) => port(insert, bridge, way, protocol, 53))
  const services = [...open('in'), ...open('out'), port(insert, bridge, 'in', 'udp', 547), port(insert, bridge, 'out', 'udp', 546)]
  return [...closed(insert, bridge), ...(hasIpv6(document) ? services : [])]
}

function subnetRules(network: Firewalled, ip: NetworkIp): readonly FirewallCommand[] {
  const { document, bridge, device } = network
  const treatment = treatmentOf(document, ip)
  if (treatment === 'none') return []
  const insert = inserter(network, layerOf(ip))
  const subnet = subnetOf(ip)
  const out = device === undefined ? [] : ['--out-interface', device]
  const from = device === undefined ? [] : ['--in-interface', device]
  const state = treatment === 'masquerade' ? ['--match', 'conntrack', '--ctstate', 'ESTABLISHED,RELATED'] : []
  return [
    insert('filter', 'LIBVIRT_FWO', '--source', subnet, '--in-interface', bridge, ...out, '--jump', 'ACCEPT'),
    insert('filter', 'LIBVIRT_FWI', '--destination', subnet, ...from, '--out-interface', bridge, ...state, '--jump', 'ACCEPT'),
    ...(treatment === 'masquerade' ? masquerade(network, ip, insert) : []),
  ]
}

function masquerade({ document, device }: Firewalled, ip: NetworkIp, insert: Insert): readonly FirewallCommand[] {
  const subnet = subnetOf(ip)
  const addresses = natAddresses(document, ip)
  const ports = natPorts(document)
  const out = device === undefined ? [] : ['--out-interface', device]
  const rule = (protocol: readonly string[]) => {
    const limited = protocol.length > 0
    const target =
      addresses === undefined
        ? ['MASQUERADE', ...(limited ? ['--to-ports', ports] : [])]
        : ['SNAT', '--to-source', limited ? `${addresses}:${ports}` : addresses]
    return insert('nat', 'LIBVIRT_PRT', '--source', subnet, ...protocol, '!', '--destination', subnet, ...out, '--jump', ...target)
  }
  const spared = localDestinations(ip).map((destination) =>
    insert('nat', 'LIBVIRT_PRT', ...out, '--source', subnet, '--destination', destination, '--jump', 'RETURN'),
  )
  return [rule([]), rule(['-p', 'udp']), rule(['-p', 'tcp']), ...spared]
}

/** Answers of DHCP get the checksum that virtio left out; not every kernel can. */
function checksum(network: Firewalled): readonly FirewallCommand[] {
  const { document, bridge } = network
  if (!document.ips.some((ip) => ip.family === 'ipv4' && servesLeases(ip))) return []
  const words = ['--out-interface', bridge, '--protocol', 'udp', '--destination-port', '68', '--jump', 'CHECKSUM', '--checksum-fill']
  return [{ ...inserter(network, 'ip')('mangle', 'LIBVIRT_PRT', ...words), mayFail: true }]
}
