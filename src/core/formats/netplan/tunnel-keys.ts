/** The keys of tunnels, WireGuard's among them. */

import { textOf, type YamlScalar } from '../../yaml/node.js'
import { readAddresses, refuseAddress } from './address-keys.js'
import { asciiLower, isHostname, isIpv4, isIpv6, leadingUnsigned, splitPrefix } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import type { Tunnel, WireguardPeer } from './definition-virtual.js'
import { each, eachText, type Key, type Keys, type Reading, readMap, refuse, shown } from './reading.js'
import { put, refuseWord, since1, text, unsigned } from './value-keys.js'

const TUNNEL_MODES = [
  'ipip',
  'gre',
  'sit',
  'isatap',
  'vti',
  'ip6ip6',
  'ipip6',
  'ip6gre',
  'vti6',
  'gretap',
  'ip6gretap',
  'vxlan',
  'wireguard',
]
const KEY_FLAGS = ['agent-owned', 'not-saved', 'not-required']

function ofTunnel(key: Key<Tunnel>): Key<DraftDefinition> {
  if (key.expects !== 'scalar') return key as never
  return { expects: 'scalar', read: (reading, node, definition) => key.read(reading, node, definition.tunnel) }
}

function endAddress(name: 'local' | 'remote'): Key<DraftDefinition> {
  return {
    expects: 'scalar',
    read: (reading, node, definition) => {
      const written = textOf(node)
      if (splitPrefix(written).length !== undefined) {
        return refuse(reading, 'bad-address', node.origin, {
          message: `address '${shown(written)}' should not include /prefixlength`,
          help: `write ${shown(splitPrefix(written).address)}`,
        })
      }
      if (!isIpv4(written) && !isIpv6(written)) return refuseAddress(reading, node.origin, written)
      return put(definition.tunnel, name, written, node)
    },
  }
}

const KEY_PARTS: Keys<DraftDefinition> = {
  input: ofTunnel(text('input')),
  output: ofTunnel(text('output')),
  private: ofTunnel(text('private')),
  'private-key-flags': since1({
    expects: 'list',
    read: (reading, node, definition) =>
      eachText(reading, node, (written, origin) => {
        if (!KEY_FLAGS.includes(asciiLower(written))) {
          return refuse(reading, 'bad-value', origin, {
            message: `key flag '${shown(written)}' is not supported`,
            help: `it may be ${KEY_FLAGS.join(', ')}`,
          })
        }
        definition.tunnel.keyFlags.set(asciiLower(written), origin)
        return true
      }),
  }),
}

const keys: Key<DraftDefinition> = {
  expects: 'any',
  read: (reading, node, definition) => {
    if (node.kind === 'map') return readMap(reading, node, KEY_PARTS, definition)
    if (node.kind === 'list')
      return refuse(reading, 'wrong-type', node.origin, { message: 'keys needs a single value or a map', help: 'write key: VALUE' })
    return (['input', 'output', 'private'] as const).every((part) => put(definition.tunnel, part, textOf(node), node))
  },
}

const PEER_KEYS: Keys<WireguardPeer> = { public: text('public'), shared: text('shared') }

const PEER: Keys<{ readonly peer: WireguardPeer; readonly definition: DraftDefinition }> = {
  keys: { expects: 'map', read: (reading, node, { peer }) => readMap(reading, node, PEER_KEYS, peer) },
  keepalive: { expects: 'scalar', read: (reading, node, { peer }) => unsignedOf(reading, node, peer) },
  endpoint: { expects: 'scalar', read: (reading, node, { peer }) => readEndpoint(reading, node, peer) },
  'allowed-ips': {
    expects: 'list',
    read: (reading, node, { peer, definition }) =>
      readAddresses(reading, node, { definition, into4: peer.allowedIps, into6: peer.allowedIps, lengthMayBeZero: true }),
  },
}

function unsignedOf(reading: Reading, node: YamlScalar, peer: WireguardPeer): boolean {
  const key = unsigned('keepalive')
  return key.expects === 'scalar' && key.read(reading, node, peer)
}

const peers: Key<DraftDefinition> = {
  expects: 'list',
  read: (reading, node, definition) => {
    const known = definition.tunnel.peers
    // As many as there are: netplan takes it for the same list, seen on an earlier pass.
    if (known.length === node.items.length) return true
    return each(reading, node.items, (item) => {
      const peer: WireguardPeer = { origin: item.origin, allowedIps: [] }
      if (!readMap(reading, item, PEER, { peer, definition })) return false
      known.push(peer)
      return true
    })
  },
}

function readEndpoint(reading: Reading, node: YamlScalar, peer: WireguardPeer): boolean {
  const written = textOf(node)
  if (written === '' && reading.release !== '0.106') return true
  const cause = endpointFault(written)
  if (cause === undefined) return put(peer, 'endpoint', written, node)
  return refuse(reading, 'bad-endpoint', node.origin, {
    message: `${cause} '${shown(written)}'`,
    help: 'write HOST:PORT, 192.0.2.1:PORT or [2001:db8::1]:PORT',
  })
}

function endpointFault(written: string): string | undefined {
  if (written.length < 3) return 'invalid endpoint address or hostname'
  const isBracketed = written.startsWith('[')
  const brace = written.lastIndexOf(']')
  if (isBracketed && brace < 0) return 'invalid address in endpoint'
  const colon = written.lastIndexOf(':')
  if (colon < 0 || (isBracketed && colon < brace)) return 'missing :port in endpoint'
  if (leadingUnsigned(written.slice(colon + 1)) > 65535) return 'invalid port in endpoint'
  const host = isBracketed ? written.slice(1, brace) : written.slice(0, colon)
  return isIpv4(host) || isIpv6(host) || isHostname(host) ? undefined : 'invalid endpoint address or hostname'
}

export const TUNNEL_KEYS: Keys<DraftDefinition> = {
  mode: {
    expects: 'scalar',
    read: (reading, node, definition) =>
      TUNNEL_MODES.includes(textOf(node))
        ? put(definition.tunnel, 'mode', textOf(node), node)
        : refuseWord(reading, node, 'tunnel mode', TUNNEL_MODES),
  },
  local: endAddress('local'),
  remote: endAddress('remote'),
  ttl: ofTunnel(unsigned('ttl')),
  key: keys,
  keys,
  mark: ofTunnel(unsigned('mark')),
  port: ofTunnel(unsigned('port')),
  peers,
}
