/** An Open vSwitch bridge with its ports. */
import type { Definition } from './definition.js'
import { fail, type Generation } from './generation.js'
import { type Commands, patchPort, tag, tagAsOurs, vsctl } from './openvswitch-commands.js'
import type { Setting } from './setting.js'

/** Undefined: netplan refuses it. */
export function ovsBridge(generation: Generation, bridge: Definition): Commands | undefined {
  const controllers = controllerCommands(generation, bridge)
  if (controllers === undefined) return undefined
  const { openvswitch, origin, id } = bridge
  const row = { table: 'Bridge', id }
  const failMode = openvswitch['fail-mode'] ?? { value: 'standalone', origin }
  return [
    vsctl(`--may-exist add-br ${id}`, origin),
    ...portCommands(generation, bridge),
    tagAsOurs(generation, row, origin),
    vsctl(`set-fail-mode ${id} ${failMode.value}`, failMode.origin),
    tag(generation, row, { path: 'global/set-fail-mode', setting: failMode }),
    ...set(generation, bridge, { column: 'mcast_snooping_enable', setting: asText(openvswitch['mcast-snooping'], bridge) }),
    ...set(generation, bridge, { column: 'rstp_enable', setting: asText(openvswitch.rstp, bridge) }),
    ...protocolCommands(generation, bridge),
    ...controllers,
  ]
}

function asText(setting: Setting<boolean> | undefined, { origin }: Definition): Setting<string> {
  return { value: String(setting?.value === true), origin: setting?.origin ?? origin }
}

function set(
  generation: Generation,
  { id }: Definition,
  { column, setting }: { readonly column: string; readonly setting: Setting<string> },
): Commands {
  return [
    vsctl(`set Bridge ${id} ${column}=${setting.value}`, setting.origin),
    tag(generation, { table: 'Bridge', id }, { path: column, setting }),
  ]
}

/** Open vSwitch's own bonds plug themselves in. */
function portCommands({ merged }: Generation, bridge: Definition): Commands {
  return merged.hashed
    .filter((port) => port.bridge?.value === bridge.id && (port.kind !== 'bonds' || port.renderer?.value !== 'openvswitch'))
    .map((port) =>
      vsctl(
        `--may-exist add-port ${bridge.id} ${port.id}${port.kind === '_ovs-ports' ? patchPort(port) : ''}`,
        port.bridge?.origin ?? bridge.origin,
      ),
    )
}

function protocolCommands(generation: Generation, bridge: Definition): Commands {
  const own = bridge.openvswitch.protocols
  const protocols = own.length > 0 ? own : generation.merged.openvswitch.protocols
  const [first] = protocols
  if (first === undefined) return []
  const value = protocols.map((protocol) => protocol.value).join(',')
  return set(generation, bridge, { column: 'protocols', setting: { value, origin: first.origin } })
}

function controllerCommands(generation: Generation, bridge: Definition): Commands | undefined {
  const { controllers, connectionMode } = bridge.openvswitch
  const [first] = controllers
  if (first === undefined) return []
  const { 'ca-cert': authority, certificate, 'private-key': key } = generation.merged.openvswitch
  const secured = controllers.find(({ value }) => /^p?ssl:/.test(value))
  if (secured !== undefined && (authority === undefined || certificate === undefined || key === undefined)) {
    fail(generation, bridge, {
      rule: 'missing-property',
      at: secured.origin,
      message: `Open vSwitch bridge controller target '${secured.value}' needs SSL configuration, but global 'openvswitch.ssl' settings are not set`,
      help: 'add network.openvswitch.ssl with ca-cert, certificate and private-key',
    })
    return undefined
  }
  const targets = { value: controllers.map(({ value }) => value).join(' '), origin: first.origin }
  return [
    vsctl(`set-controller ${bridge.id} ${targets.value}`, targets.origin),
    tag(generation, { table: 'Bridge', id: bridge.id }, { path: 'global/set-controller', setting: targets }),
    ...(connectionMode === undefined
      ? []
      : [
          vsctl(`set Controller ${bridge.id} connection-mode=${connectionMode.value}`, connectionMode.origin),
          tag(generation, { table: 'Controller', id: bridge.id }, { path: 'connection-mode', setting: connectionMode }),
        ]),
  ]
}
