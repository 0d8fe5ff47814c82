/** The sections of tunnels in a `.netdev` file. */
import { isMulticast, parseIpv4 } from '../../addresses/ipv4.js'
import { isMulticast6, parseIpv6 } from '../../addresses/ipv6.js'
import { asSigned, isWireguardKey, LARGEST_UNSIGNED } from './c-text.js'
import type { Definition } from './definition.js'
import type { WireguardPeer } from './definition-virtual.js'
import { type GeneratedLine, line, lineOf, sectionOf } from './generated-file.js'
import { die, type Generation } from './generation.js'
import { type Flags, nonZero, type Setting, type Settled } from './setting.js'

const SIX_TUNNELS = ['ip6ip6', 'ipip6']

/** Undefined: netplan aborts. */
export function tunnelLines(generation: Generation, definition: Definition): readonly GeneratedLine[] | undefined {
  const { mode } = definition.tunnel
  if (mode === undefined || mode.value === 'isatap') {
    die(generation, definition, { rule: 'unsupported', message: 'there is no such tunnel', at: mode?.origin })
    return undefined
  }
  const kind = line(`Kind=${SIX_TUNNELS.includes(mode.value) ? 'ip6tnl' : mode.value}`, mode.origin)
  if (mode.value === 'vxlan') return [kind, ...sectionOf('VXLAN', vxlanLines(definition), definition.origin)]
  if (mode.value !== 'wireguard') return [kind, ...sectionOf('Tunnel', plainLines(definition, mode), definition.origin)]
  if (definition.tunnel.private === undefined) {
    die(generation, definition, { rule: 'missing-key', message: 'WireGuard without a private key: netplan aborts', help: 'add key:' })
    return undefined
  }
  return [kind, ...wireguardLines(definition, definition.tunnel.private)]
}

function plainLines({ tunnel, origin }: Definition, mode: Setting<string>): readonly GeneratedLine[] {
  return [
    line('Independent=true', origin),
    ...(SIX_TUNNELS.includes(mode.value) ? lineOf('Mode', mode) : []),
    ...lineOf('Local', tunnel.local),
    tunnel.remote === undefined ? line('Remote=(null)', origin) : line(`Remote=${tunnel.remote.value}`, tunnel.remote.origin),
    ...lineOf('TTL', nonZero(tunnel.ttl)),
    ...lineOf('InputKey', tunnel.input),
    ...lineOf('OutputKey', tunnel.output),
  ]
}

/** A base64 key may begin with a slash too. */
function keyLine(name: string, key: Setting<string>): GeneratedLine {
  const isFile = key.value.startsWith('/') && !isWireguardKey(key.value)
  return line(`${name}${isFile ? 'File' : ''}=${key.value}`, key.origin)
}

function wireguardLines({ tunnel, origin }: Definition, key: Setting<string>): readonly GeneratedLine[] {
  const device = [keyLine('PrivateKey', key), ...lineOf('ListenPort', nonZero(tunnel.port)), ...lineOf('FwMark', nonZero(tunnel.mark))]
  return [
    ...sectionOf('WireGuard', device, origin),
    ...tunnel.peers.flatMap((peer) => sectionOf('WireGuardPeer', peerLines(peer), peer.origin)),
  ]
}

function peerLines(peer: Settled<WireguardPeer>): readonly GeneratedLine[] {
  const allowed = peer.allowedIps.map(({ value }) => value).join(',')
  return [
    peer.public === undefined ? line('PublicKey=(null)', peer.origin) : line(`PublicKey=${peer.public.value}`, peer.public.origin),
    line(`AllowedIPs=${allowed}`, peer.allowedIps[0]?.origin ?? peer.origin),
    ...lineOf('PersistentKeepalive', nonZero(peer.keepalive), asSigned),
    ...lineOf('Endpoint', peer.endpoint),
    ...(peer.shared === undefined ? [] : [keyLine('PresharedKey', peer.shared)]),
  ]
}

function isMulticastAddress(text: string): boolean {
  const four = parseIpv4(text)
  const six = parseIpv6(text)
  return (four !== undefined && isMulticast(four)) || (six !== undefined && isMulticast6(six))
}

function vxlanLines({ tunnel, vxlan, origin }: Definition): readonly GeneratedLine[] {
  const remote = tunnel.remote
  const label = vxlan?.['flow-label']
  return [
    line(`VNI=${vxlan?.id?.value ?? 0}`, vxlan?.id?.origin ?? origin),
    ...(remote === undefined ? [] : lineOf(isMulticastAddress(remote.value) ? 'Group' : 'Remote', remote)),
    ...lineOf('Local', tunnel.local),
    ...lineOf('TOS', nonZero(vxlan?.['type-of-service']), asSigned),
    ...lineOf('TTL', nonZero(tunnel.ttl), asSigned),
    ...lineOf('MacLearning', vxlan?.['mac-learning']),
    ...lineOf('FDBAgeingSec', nonZero(vxlan?.ageing), asSigned),
    ...lineOf('MaximumFDBEntries', nonZero(vxlan?.limit), asSigned),
    ...lineOf('ReduceARPProxy', vxlan?.['arp-proxy']),
    ...flagLines(vxlan?.notifications, { 'l2-miss': 'L2MissNotification', 'l3-miss': 'L3MissNotification' }),
    ...lineOf('RouteShortCircuit', vxlan?.['short-circuit']),
    ...flagLines(vxlan?.checksums, CHECKSUMS),
    ...flagLines(vxlan?.extensions, { 'group-policy': 'GroupPolicyExtension', 'generic-protocol': 'GenericProtocolExtension' }),
    ...lineOf('DestinationPort', nonZero(tunnel.port), asSigned),
    ...portRangeLines(nonZero(vxlan?.portMin), nonZero(vxlan?.portMax)),
    ...lineOf('FlowLabel', label?.value === LARGEST_UNSIGNED ? undefined : label, asSigned),
    ...lineOf('IPDoNotFragment', vxlan?.['do-not-fragment']),
    ...(vxlan?.link === undefined ? [line('Independent=true', origin)] : []),
  ]
}

const CHECKSUMS = {
  'udp': 'UDPChecksum',
  'zero-udp6-tx': 'UDP6ZeroChecksumTx',
  'zero-udp6-rx': 'UDP6ZeroChecksumRx',
  'remote-tx': 'RemoteChecksumTx',
  'remote-rx': 'RemoteChecksumRx',
}

function flagLines(flags: Settled<Flags> | undefined, names: Readonly<Record<string, string>>): readonly GeneratedLine[] {
  return Object.entries(names).flatMap(([flag, name]) => {
    const origin = flags?.get(flag)
    return origin === undefined ? [] : [line(`${name}=true`, origin)]
  })
}

function portRangeLines(low: Setting<number> | undefined, high: Setting<number> | undefined): readonly GeneratedLine[] {
  return low === undefined || high === undefined ? [] : [line(`PortRange=${low.value}-${high.value}`, low.origin)]
}
