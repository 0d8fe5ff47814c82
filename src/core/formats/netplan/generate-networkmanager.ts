/** What netplan asks of definitions for NetworkManager, and what keeps NetworkManager off the others. The connections are not written here. */
import { asciiLower, isMac, isWireguardKey, LARGEST_UNSIGNED } from './c-text.js'
import type { Definition } from './definition.js'
import { channelsOf } from './generate-wpa.js'
import { type GeneratedLine, line } from './generated-file.js'
import { die, type Failure, fail, type Generation, scrub, writeFile } from './generation.js'

/** False: netplan refuses to write the connection. */
export function checkForNetworkManager(generation: Generation, definition: Definition): boolean {
  if (definition.kind === 'placeholder' || definition.renderer?.value !== 'NetworkManager') return true
  const failure = failureOf(generation, definition)
  if (failure !== undefined) return fail(generation, definition, failure)
  const lacks = lackOf(definition)
  if (lacks !== undefined) return die(generation, definition, { rule: 'missing-property', message: `missing '${lacks}' property` })
  const channel = definition.accessPoints.map(channelFailure).find((found) => found !== undefined)
  return channel === undefined || die(generation, definition, channel)
}

/** Only at boot a definition gets here without what it needs. */
function lackOf(definition: Definition): string | undefined {
  if (definition.kind === 'nm-devices' && (definition.networkManager?.passthrough.size ?? 0) === 0) return 'passthrough'
  if (definition.kind !== 'vlans' || definition.sriovVlanFilter) return undefined
  if ((definition.vlanId?.value ?? LARGEST_UNSIGNED) === LARGEST_UNSIGNED) return 'id'
  return definition.vlanLink === undefined ? 'link' : undefined
}

function channelFailure({ band, channel }: Definition['accessPoints'][number]): Failure | undefined {
  if (band === undefined || channel === undefined || channel.value === 0 || channelsOf(band.value).includes(channel.value)) return undefined
  return { rule: 'bad-value', at: channel.origin, message: `invalid ${band.value}GHz WiFi channel: ${channel.value}` }
}

function unsupported(message: string, setting: { readonly origin: NonNullable<Failure['at']> } | undefined): Failure {
  return { rule: 'unsupported', at: setting?.origin, message }
}

function failureOf(generation: Generation, definition: Definition): Failure | undefined {
  if (definition.match.driver !== undefined && definition['set-name'] === undefined) {
    return unsupported('NetworkManager definitions do not support matching by driver', definition.match.driver)
  }
  const [options] = definition.addressOptions
  if (options !== undefined) return unsupported('NetworkManager does not support address options', options.address)
  return (
    (definition.kind === 'virtual-ethernets' ? vethFailure(generation, definition) : undefined) ?? connectionFailure(generation, definition)
  )
}

function vethFailure({ merged }: Generation, definition: Definition): Failure | undefined {
  const peer = definition.vethPeer === undefined ? undefined : merged.byId.get(definition.vethPeer.value)
  if (peer === undefined || peer.kind === 'placeholder') return undefined
  const back = peer.vethPeer === undefined ? undefined : merged.byId.get(peer.vethPeer.value)
  const at = definition.vethPeer?.origin
  if (peer.kind !== 'virtual-ethernets')
    return { rule: 'bad-peer', at, message: `virtual-ethernet peer '${peer.id}' is not a virtual-ethernet interface` }
  if (back?.kind === 'placeholder')
    return { rule: 'bad-peer', at, message: `virtual-ethernet peer '${peer.id}' does not have a peer itself` }
  if (back === undefined || back.id === definition.id) return undefined
  return { rule: 'bad-peer', at, message: `virtual-ethernet peer '${peer.id}' is another virtual-ethernet's (${back.id}) peer already` }
}

function connectionFailure(generation: Generation, definition: Definition): Failure | undefined {
  if (definition.kind === 'vlans' && definition.sriovVlanFilter) return undefined
  const activation = definition['activation-mode']
  if (activation?.value === 'off') return unsupported('NetworkManager definitions do not support activation-mode off', activation)
  const mtu = definition['ipv6-mtu']
  if (mtu !== undefined && mtu.value !== 0) return unsupported('NetworkManager definitions do not support ipv6-mtu', mtu)
  const key = definition.tunnel.mode?.value === 'wireguard' ? keyInFile(generation, definition) : undefined
  if (key !== undefined) return key
  const route = definition.routes.find(({ type, family }) => asciiLower(type) !== 'unicast' && family !== undefined)
  return route === undefined ? undefined : unsupported('NetworkManager only supports unicast routes', route)
}

function keyInFile(_: Generation, { tunnel }: Definition): Failure | undefined {
  const keys = [tunnel.private, ...tunnel.peers.map(({ shared }) => shared)]
  const file = keys.find((key) => key?.value.startsWith('/') === true && !isWireguardKey(key.value))
  return file === undefined
    ? undefined
    : { rule: 'bad-key', at: file.origin, message: 'a key needs to be base64 encoded when using the NM backend' }
}

/** A `match: {}` stands for all devices of the kind. */
function matchesAll({ hasMatch, match }: Definition): boolean {
  return hasMatch && match.driver === undefined && match.macaddress === undefined && match.name === undefined
}

/** udev rules and a drop-in that tell NetworkManager which devices are its own. */
export function writeManaged(generation: Generation): void {
  const { definitions } = generation.merged
  const kinds = definitions.filter(matchesAll).flatMap((definition) => kindLines(generation, definition))
  if (kinds.length > 0) writeFile(generation, '/run/NetworkManager/conf.d/netplan.conf', kinds)
  const rules = definitions.filter((definition) => !matchesAll(definition)).flatMap((definition) => ruleLines(generation, definition))
  if (rules.length > 0) writeFile(generation, '/run/udev/rules.d/90-netplan.rules', rules)
}

/** What undoes the distribution's own file that leaves NetworkManager only Wi-Fi and modems. */
export function writeGloballyManaged(generation: Generation): void {
  const { renderer, definitions } = generation.merged
  const isAny = [renderer, ...definitions.map((definition) => definition.renderer)].some((setting) => setting?.value === 'NetworkManager')
  if (isAny) writeFile(generation, '/run/NetworkManager/conf.d/10-globally-managed-devices.conf', [])
}

function kindLines(generation: Generation, definition: Definition): readonly GeneratedLine[] {
  const kind = connectionType(definition)
  if (kind === undefined) {
    die(generation, definition, { rule: 'missing-property', message: "nm-devices without 'connection.type'" })
    return []
  }
  const isManaged = definition.renderer?.value === 'NetworkManager'
  return [
    `[device-netplan.${definition.kind}.${scrubbed(generation, definition.id)}]`,
    `match-device=type:${kind}`,
    `managed=${isManaged ? 1 : 0}`,
    '',
  ].map((text) => line(text, definition.origin))
}

/** Only devices that can have a `match:` come here. */
function connectionType(definition: Definition): string | undefined {
  switch (definition.kind) {
    case 'wifis':
      return 'wifi'
    case 'modems':
      return isGsm(definition) ? 'gsm' : 'cdma'
    case 'nm-devices':
      return definition.networkManager?.passthrough.get('connection.type')?.value
    default: {
      const isInfiniband = definition['infiniband-mode'] !== undefined || definition.match.macaddress?.value.length === 59
      return isInfiniband ? 'infiniband' : 'ethernet'
    }
  }
}

function isGsm(definition: Definition): boolean {
  const { apn, pin } = definition
  const ids = [definition['device-id'], definition['network-id'], definition['sim-id'], definition['sim-operator-id']]
  return [apn, pin, ...ids].some((setting) => setting !== undefined) || definition['auto-config']?.value === true
}

function scrubbed(generation: Generation, text: string): string {
  return generation.isOld ? text : scrub(text)
}

function ruleLines(generation: Generation, definition: Definition): readonly GeneratedLine[] {
  const isManaged = definition.renderer?.value === 'NetworkManager'
  const rule = (condition: string): string =>
    `SUBSYSTEM=="net", ACTION=="add|change|move",${condition} ENV{NM_UNMANAGED}="${isManaged ? 0 : 1}"`
  const section = definition.kind === 'placeholder' ? '(null)' : definition.kind
  const id = scrubbed(generation, definition.id)
  const name = definition['set-name']?.value ?? (definition.hasMatch ? undefined : definition.id)
  const mac = definition.macaddress
  const conditions = [
    ...(name === undefined ? [] : [` ENV{ID_NET_NAME}=="${scrubbed(generation, name)}",`]),
    ...(mac === undefined || !isMac(mac.value) ? [] : [` ATTR{address}=="${asciiLower(mac.value)}",`]),
    ...(definition.hasMatch ? [matchCondition(generation, definition)] : []),
  ]
  const comment = `# netplan: network.${section}.${id} (on NetworkManager ${isManaged ? 'allow' : 'deny'}-list)`
  return [comment, ...conditions.map(rule)].map((text) => line(text, definition.origin))
}

function matchCondition(generation: Generation, { match }: Definition): string {
  const name = match.name === undefined ? '' : ` ENV{ID_NET_NAME}=="${scrubbed(generation, match.name.value)}",`
  const mac = match.macaddress === undefined ? '' : ` ATTR{address}=="${asciiLower(match.macaddress.value)}",`
  const drivers =
    match.driver === undefined ? '' : ` ENV{ID_NET_DRIVER}=="${scrubbed(generation, match.driver.value.replaceAll('\t', '|'))}",`
  return `${name}${mac}${drivers}`
}
