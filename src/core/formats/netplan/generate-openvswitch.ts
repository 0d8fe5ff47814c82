/** The units that make Open vSwitch devices, one `ovs-vsctl` after the other. */
import { escapeForPath } from './c-text.js'
import type { Definition } from './definition.js'
import type { KeyValue } from './definition-parts.js'
import { writeNetwork } from './generate-network.js'
import { ovsBond } from './generate-openvswitch-bond.js'
import { ovsBridge } from './generate-openvswitch-bridge.js'
import { type GeneratedLine, line } from './generated-file.js'
import { die, fail, type Generation, writeLink, writeUnit } from './generation.js'
import { GlibTable } from './glib-table.js'
import { type Commands, tag, tagAsOurs, vsctl } from './openvswitch-commands.js'
import type { Settled } from './setting.js'

/** False: netplan refuses it. */
export function writeOpenvswitch(generation: Generation, definition: Definition): boolean {
  const { externalIds, otherConfig } = definition.openvswitch
  const isOurs = definition.renderer?.value === 'openvswitch'
  if (!isOurs && externalIds.length + otherConfig.length === 0) return true
  const made = isOurs ? makeDevice(generation, definition) : { commands: [], dependency: (definition.bridge ?? definition.bond)?.value }
  if (made === undefined) return false
  if (!isOurs && made.dependency === undefined) {
    return fail(generation, definition, {
      rule: 'misplaced-key',
      at: (externalIds[0] ?? otherConfig[0])?.value.origin,
      message: 'Interface needs to be assigned to an OVS bridge/bond to carry external-ids/other-config',
    })
  }
  if (isOurs && !writeNetwork(generation, definition)) return false
  const record = { table: tableOf(definition), id: definition.id }
  const commands = [
    ...made.commands,
    ...dataCommands(generation, record, { setting: 'external-ids', pairs: externalIds }),
    ...dataCommands(generation, record, { setting: 'other-config', pairs: otherConfig }),
  ]
  if (commands.length > 0) writeService(generation, { id: definition.id, commands, dependency: made.dependency, definition })
  return true
}

type Made = { readonly commands: Commands; readonly dependency?: string | undefined }

function tableOf({ kind }: Definition): string {
  if (kind === 'bridges') return 'Bridge'
  return kind === 'bonds' || kind === '_ovs-ports' ? 'Port' : 'Interface'
}

function makeDevice(generation: Generation, definition: Definition): Made | undefined {
  switch (definition.kind) {
    case 'bonds':
      return ovsBond(generation, definition)
    case 'bridges': {
      const commands = ovsBridge(generation, definition)
      return commands === undefined ? undefined : { commands }
    }
    case '_ovs-ports': {
      const dependency = (definition.bridge ?? definition.bond)?.value
      if (dependency !== undefined) {
        return {
          dependency,
          commands: [
            tagAsOurs(generation, { table: definition.bond === undefined ? 'Port' : 'Interface', id: definition.id }, definition.origin),
          ],
        }
      }
      fail(generation, definition, { rule: 'missing-property', message: 'OpenVSwitch patch port needs to be assigned to a bridge/bond' })
      return undefined
    }
    case 'vlans':
      return ovsVlan(generation, definition)
    default:
      fail(generation, definition, {
        rule: 'unsupported',
        at: definition.renderer?.origin,
        message: 'This device type is not supported with the OpenVSwitch backend',
      })
      return undefined
  }
}

/** What Open vSwitch calls a fake bridge. */
function ovsVlan(generation: Generation, definition: Definition): Made | undefined {
  const { id, origin, vlanLink, vlanId } = definition
  if (vlanLink === undefined) {
    die(generation, definition, { rule: 'missing-property', message: "missing 'link' property" })
    return undefined
  }
  const commands = [
    vsctl(`--may-exist add-br ${id} ${vlanLink.value} ${vlanId?.value ?? -1}`, vlanId?.origin ?? origin),
    tagAsOurs(generation, { table: 'Interface', id }, origin),
  ]
  return { commands, dependency: vlanLink.value }
}

type Data = { readonly setting: 'external-ids' | 'other-config'; readonly pairs: readonly Settled<KeyValue>[] }
type Record = { readonly table: string; readonly id: string }

function dataCommands(generation: Generation, record: Record, { setting, pairs }: Data): Commands {
  const table = new GlibTable<Settled<KeyValue>>()
  for (const pair of pairs) table.set(pair.key, pair)
  const quote = generation.isOld ? '' : '"'
  return table
    .entries()
    .flatMap(({ key, value: { value } }) => [
      vsctl(`set ${record.table} ${record.id} ${setting}:${key}=${quote}${value.value}${quote}`, value.origin),
      tag(generation, record, { path: `${setting}/${key}`, setting: value }),
    ])
}

type Service = {
  readonly id: string
  readonly commands: readonly GeneratedLine[]
  readonly dependency?: string | undefined
  readonly definition?: Definition
}

function writeService(generation: Generation, { id, commands, dependency, definition }: Service): void {
  const escaped = generation.isOld ? id : escapeForPath(id)
  const origin = definition?.origin ?? commands[0]?.origin
  const isCleanup = id === 'cleanup'
  const unit = `netplan-ovs-${escaped}.service`
  const texts = [
    '[Unit]',
    `Description=OpenVSwitch configuration for ${id}`,
    'DefaultDependencies=no',
    'Wants=ovsdb-server.service',
    'After=ovsdb-server.service',
    ...(definition?.kind === 'ethernets'
      ? [`Requires=sys-subsystem-net-devices-${escaped}.device`, `After=sys-subsystem-net-devices-${escaped}.device`]
      : []),
    isCleanup ? 'ConditionFileIsExecutable=/usr/bin/ovs-vsctl' : 'After=netplan-ovs-cleanup.service',
    'Before=network.target',
    'Wants=network.target',
    ...(dependency === undefined
      ? []
      : [
          `Requires=netplan-ovs-${pathPart(generation, dependency)}.service`,
          `After=netplan-ovs-${pathPart(generation, dependency)}.service`,
        ]),
    '',
    '[Service]',
    'Type=oneshot',
    'TimeoutStartSec=10s',
    ...(isCleanup && !generation.isOld ? ['StartLimitBurst=0'] : []),
  ]
  writeUnit(generation, `/run/systemd/system/${unit}`, [...texts.map((text) => line(text, origin)), ...commands])
  writeLink(generation, `/run/systemd/system/systemd-networkd.service.wants/${unit}`, `/run/systemd/system/${unit}`)
}

function pathPart(generation: Generation, id: string): string {
  return generation.isOld ? id : escapeForPath(id)
}

/** What belongs to Open vSwitch as a whole, and the unit that forgets everything of netplan's, which is always there. */
export function writeOpenvswitchGlobals(generation: Generation): void {
  const globals = generation.merged.openvswitch
  const record = { table: 'open_vswitch', id: '.' }
  const commands = [
    ...dataCommands(generation, record, { setting: 'external-ids', pairs: globals.externalIds }),
    ...dataCommands(generation, record, { setting: 'other-config', pairs: globals.otherConfig }),
  ]
  const { 'private-key': key, certificate, 'ca-cert': authority } = globals
  if (key !== undefined && certificate !== undefined && authority !== undefined) {
    const value = `${key.value} ${certificate.value} ${authority.value}`
    commands.push(
      vsctl(`set-ssl ${value}`, key.origin),
      tag(generation, record, { path: 'global/set-ssl', setting: { value, origin: key.origin } }),
    )
  }
  if (commands.length > 0) writeService(generation, { id: 'global', commands })
  writeService(generation, { id: 'cleanup', commands: [line('ExecStart=/usr/sbin/netplan apply --only-ovs-cleanup')] })
}
