/** What netplan checks of a definition once all its keys are read. */
import { isIpv4, isIpv6, isWireguardKey, LARGEST_UNSIGNED, parseUnsigned } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import { type Reading, refuse, shown, warn } from './reading.js'
import type { Setting } from './setting.js'

type Fault = { readonly rule: string; readonly message: string; readonly help?: string; readonly at?: Setting<unknown> | undefined }

export function validate(reading: Reading, definition: DraftDefinition): boolean {
  // Something that this one refers to may come below; then netplan looks again on the next pass.
  if (reading.missing.size > 0 && reading.policy === 'stop') return true
  const fault = faultOf(reading, definition)
  if (fault === undefined) {
    warnAboutName(reading, definition)
    const networkManager = backendFault(reading, definition)
    return networkManager === undefined || tell(reading, definition, networkManager)
  }
  return tell(reading, definition, fault)
}

function tell(reading: Reading, definition: DraftDefinition, { rule, message, help, at }: Fault): false {
  return refuse(reading, rule, at?.origin ?? definition.origin, { message, ...(help === undefined ? {} : { help }) })
}

function missing(key: string): Fault {
  return { rule: 'missing-property', message: `missing '${key}' property`, help: `add ${key}:` }
}

function faultOf(reading: Reading, definition: DraftDefinition): Fault | undefined {
  if (definition['set-name'] !== undefined && !definition.hasMatch) {
    return {
      rule: 'missing-property',
      message: "'set-name:' requires 'match:' properties",
      help: 'add match: { macaddress: … }',
      at: definition['set-name'],
    }
  }
  const ofKind = faultOfKind(reading, definition)
  if (ofKind !== undefined) return ofKind
  if (definition['ipv6-address-generation'] !== undefined && definition['ipv6-address-token'] !== undefined) {
    return {
      rule: 'conflict',
      message: 'ipv6-address-generation and ipv6-address-token are mutually exclusive',
      help: 'remove one of them',
      at: definition['ipv6-address-token'],
    }
  }
  if (definition.renderer?.value === 'openvswitch' && !reading.hasOpenvswitch) {
    return {
      rule: 'no-openvswitch',
      message: 'it is an Open vSwitch device, and there is no ovs-vsctl',
      help: 'install openvswitch-switch',
      at: definition.renderer,
    }
  }
  return undefined
}

function faultOfKind(reading: Reading, definition: DraftDefinition): Fault | undefined {
  switch (definition.kind) {
    case 'wifis':
      return definition.accessPoints.length === 0 ? { ...missing('access-points'), message: 'No access points defined' } : undefined
    case 'vlans':
      return vlanFault(reading, definition)
    case 'vrfs':
      return numberOf(definition.vrfTable) === LARGEST_UNSIGNED ? missing('table') : undefined
    case 'tunnels':
      return (definition.tunnel.mode?.value === 'vxlan' ? vxlanFault(definition) : undefined) ?? tunnelFault(reading, definition)
    case 'virtual-ethernets':
      return definition.vethPeer === undefined ? missing('peer') : undefined
    case 'nm-devices':
      return definition.networkManager?.passthrough.has('connection.type') === true
        ? undefined
        : { rule: 'missing-property', message: "network type 'nm-devices:' needs to provide a 'connection.type' via passthrough" }
    default:
      return undefined
  }
}

function numberOf(setting: Setting<number> | undefined): number {
  return setting?.value ?? LARGEST_UNSIGNED
}

function vlanFault(reading: Reading, definition: DraftDefinition): Fault | undefined {
  if (definition.vlanLink === undefined) return missing('link')
  const lower = reading.definitions.get(definition.vlanLink.value)
  if (lower !== undefined) lower.hasVlans = true
  const id = numberOf(definition.vlanId)
  if (id === LARGEST_UNSIGNED) return missing('id')
  return id > 4094 ? { rule: 'bad-value', message: `invalid id '${id}'`, help: 'it must be 0 to 4094', at: definition.vlanId } : undefined
}

function vxlanFault({ vxlan }: DraftDefinition): Fault | undefined {
  const id = vxlan?.id?.value ?? 0
  if (id === 0) return missing('id')
  if (id > 16777215) return { rule: 'bad-value', message: "VXLAN 'id' (VNI) must be in range [1..16777215]", at: vxlan?.id }
  const label = numberOf(vxlan?.['flow-label'])
  if (label === LARGEST_UNSIGNED || label <= 1048575) return undefined
  return { rule: 'bad-value', message: "VXLAN 'flow-label' must be in range [0..1048575]", at: vxlan?.['flow-label'] }
}

const MODES_OVER_IPV6 = ['ipip6', 'ip6ip6', 'ip6gre', 'ip6gretap', 'vti6']

function tunnelFault(reading: Reading, definition: DraftDefinition): Fault | undefined {
  const { tunnel } = definition
  const mode = tunnel.mode?.value
  if (mode === undefined) return missing('mode')
  if (mode === 'wireguard') return wireguardFault(reading, definition)
  for (const key of [tunnel.input, tunnel.output]) {
    if (key === undefined || parseUnsigned(key.value) !== undefined || isIpv4(key.value)) continue
    return { rule: 'bad-key', message: `invalid tunnel key '${shown(key.value)}'`, help: 'write a number or a dotted quad', at: key }
  }
  if (mode !== 'vxlan' && tunnel.local === undefined && reading.release === '0.106') return missing('local')
  if (mode !== 'vxlan' && tunnel.remote === undefined) return missing('remote')
  if ((tunnel.ttl?.value ?? 0) > 255)
    return { rule: 'bad-value', message: "'ttl' property for tunnel must be in range [1...255]", at: tunnel.ttl }
  return endsFault(definition, mode)
}

function endsFault({ tunnel: { local, remote } }: DraftDefinition, mode: string): Fault | undefined {
  if (mode === 'vxlan') {
    const differ = local !== undefined && remote !== undefined && isIpv6(local.value) !== isIpv6(remote.value)
    return differ ? { rule: 'family-mismatch', message: "'local' and 'remote' must be of same IP family type", at: remote } : undefined
  }
  const family = MODES_OVER_IPV6.includes(mode) ? 6 : 4
  const fits = family === 6 ? isIpv6 : isIpv4
  for (const [name, end] of [['local', local] as const, ['remote', remote] as const]) {
    if (end === undefined || fits(end.value)) continue
    return { rule: 'family-mismatch', message: `'${name}' must be a valid IPv${family} address for this tunnel type`, at: end }
  }
  return undefined
}

function wireguardFault(reading: Reading, definition: DraftDefinition): Fault | undefined {
  const { tunnel } = definition
  const isOld = reading.release === '0.106'
  const key = tunnel.private
  if (key === undefined && tunnel.keyFlags.size === 0) {
    if (isOld) return { ...missing('key'), message: "missing 'key' property (private key) for wireguard" }
    warn(reading, 'missing-key', definition.origin, { message: "missing 'key' property (private key) for wireguard", help: 'add key:' })
  }
  if (key !== undefined && !key.value.startsWith('/') && !isWireguardKey(key.value)) {
    return {
      rule: 'bad-key',
      message: 'invalid wireguard private key',
      help: 'write what wg genkey printed, or the absolute path of a file',
      at: key,
    }
  }
  if (tunnel.peers.length === 0) {
    if (isOld) return { rule: 'missing-property', message: 'at least one peer is required' }
    warn(reading, 'missing-peer', definition.origin, {
      message: 'at least one peer is required',
      because: 'a WireGuard device without peers sends nothing',
    })
  }
  return peersFault(reading, definition)
}

function peersFault(reading: Reading, { tunnel }: DraftDefinition): Fault | undefined {
  for (const peer of tunnel.peers) {
    const at = { value: undefined, origin: peer.origin }
    if (peer.allowedIps.length === 0) {
      if (reading.release === '0.106') return { rule: 'missing-property', message: "'to' is required to define the allowed IPs", at }
      warn(reading, 'missing-allowed-ips', peer.origin, {
        message: "'allowed-ips' is required for wireguard peers",
        because: 'no packet is sent to a peer without them',
      })
    }
    if ((peer.keepalive?.value ?? 0) > 65535)
      return { rule: 'bad-value', message: 'keepalive must be 0-65535 inclusive', at: peer.keepalive }
    if (peer.public === undefined)
      return { rule: 'missing-property', message: 'a public key is required', help: 'add keys: { public: … }', at }
    if (!isWireguardKey(peer.public.value)) return { rule: 'bad-key', message: 'invalid wireguard public key', at: peer.public }
    if (peer.shared !== undefined && !peer.shared.value.startsWith('/') && !isWireguardKey(peer.shared.value)) {
      return { rule: 'bad-key', message: 'invalid wireguard shared key', at: peer.shared }
    }
  }
  return undefined
}

/** Settings for NetworkManager have no meaning for another renderer. */
function backendFault(reading: Reading, definition: DraftDefinition): Fault | undefined {
  if (definition.networkManager === undefined || reading.release === '0.106') return undefined
  if ((definition.renderer ?? reading.renderer)?.value === 'NetworkManager') return undefined
  return {
    rule: 'misplaced-key',
    message: 'networkmanager backend settings found but renderer is not NetworkManager',
    help: 'add renderer: NetworkManager, or remove the settings',
    at: { value: undefined, origin: definition.networkManager.origin },
  }
}

/** Linux keeps names of up to 15 bytes (IFNAMSIZ). */
function warnAboutName(reading: Reading, definition: DraftDefinition): void {
  const isNamedById = ['bridges', 'bonds', 'vlans', 'tunnels', '_ovs-ports', 'vrfs'].includes(definition.kind)
  const name = isNamedById ? definition.id : definition['set-name']?.value
  if (name === undefined || name.length < 16) return
  warn(reading, 'long-name', isNamedById ? definition.origin : (definition['set-name']?.origin ?? definition.origin), {
    message: `Interface name '${shown(name)}' is too long. It will be ignored by the backend.`,
    because: 'an interface name has up to 15 characters',
    help: 'choose a shorter one',
  })
}
