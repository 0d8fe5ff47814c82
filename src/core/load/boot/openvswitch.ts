/** ovs-vswitchd comes up before any network: it makes the bridges and ports that its database remembers. */
import { lowerOvsdb, parseDatabaseFile } from '../../formats/ovs/index.js'
import type { OvsBridge, OvsChange, OvsInterface, OvsPort, OvsState } from '../../model/index.js'
import { localPortChanges } from '../../model/ovs-words.js'
import type { Capture } from '../../snapshot/snapshot.js'
import { fileOf } from './captures.js'
import { type Booting, readDocument, request, type Stage } from './machine.js'

/** Where the packages keep it; later ones of some distributions behind a link from the first. */
const DATABASES = ['/etc/openvswitch/conf.db', '/var/lib/openvswitch/conf.db'] as const

export function startOpenVswitch(booting: Booting, node: string): void {
  const found = DATABASES.map((path) => fileOf(booting.snapshot, node, path)).find((capture) => capture !== undefined)
  if (found !== undefined) restoreDatabase(booting, { node, phase: 'openvswitch', owner: 'openvswitch' }, found)
}

function restoreDatabase(booting: Booting, stage: Stage, capture: Capture): void {
  const document = readDocument(booting, capture, parseDatabaseFile)
  if (document.unread === true) return
  const changes = changesFor(lowerOvsdb([document]))
  const origin = { capture: capture.id, start: 0, end: capture.text.length }
  const result = request(booting, stage, { kind: 'ovs-transaction', changes, origin })
  if (result.kind !== 'refused') return
  booting.diagnostics.push({
    code: 'boot/openvswitch-refused',
    severity: 'warning',
    message: `${stage.node}: the database of Open vSwitch contradicts itself: ${result.text}`,
    at: origin,
    because: 'none of its bridges is modelled',
    help: 'capture the file again while nobody writes to it',
  })
}

/** The commands by which an empty database becomes this one. */
export function changesFor({ bridges, settings }: OvsState): readonly OvsChange[] {
  const own = Object.entries(settings).map(([name, value]): OvsChange => {
    const colon = name.indexOf(':')
    const column = colon < 0 ? name : name.slice(0, colon)
    return {
      kind: 'ovs-set',
      table: 'Open_vSwitch',
      record: '.',
      column,
      ...(colon < 0 ? {} : { key: name.slice(colon + 1) }),
      value: written(value),
    }
  })
  return [...own, ...bridges.flatMap(bridgeChanges)]
}

/** A value that would be read as quoted has to be quoted itself. */
function written(value: string): string {
  return value === '' || value.startsWith('"') ? JSON.stringify(value) : value
}

function bridgeChanges({ ports, ...bridge }: OvsBridge): readonly OvsChange[] {
  const local = ports.find((port) => port.name === bridge.name)
  const others = ports.filter((port) => port !== local)
  return [
    { kind: 'ovs-bridge-add', bridge, mayExist: false },
    ...(local === undefined ? [] : localPortChanges(local)),
    ...others.map((port): OvsChange => ({ kind: 'ovs-port-add', bridge: bridge.name, port: withoutErrors(port), mayExist: false })),
  ]
}

/** A port that could not be set up got the number -1; the next start tries again. */
function withoutErrors(port: OvsPort): OvsPort {
  return { ...port, interfaces: port.interfaces.map(withoutError) }
}

function withoutError(device: OvsInterface): OvsInterface {
  const { ofport, ...rest } = device
  return ofport === undefined || ofport < 0 ? rest : device
}
