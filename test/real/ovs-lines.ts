/** The database of Open vSwitch, one line a bridge and one a port, without what the running switch alone writes into it. */
import type { Interface } from '../../src/core/model/index.js'
import type { OvsBridge, OvsInterface, OvsPort } from '../../src/core/model/ovs.js'
import type { Facts } from './facts.js'
import { words } from './lines.js'

export function ovsLines({ ovs }: Pick<Facts, 'ovs'>): readonly string[] {
  if (ovs === undefined) return []
  const settings = Object.entries(ovs.settings).map(([name, value]) => `ovs ${name}=${value}`)
  return [...settings.sort(), ...ovs.bridges.flatMap(bridgeLines).sort()]
}

/** The userspace datapath makes its bridges and ports as taps; whose they are is known from the database. */
export function switchKind(device: Interface, { ovs }: Pick<Facts, 'ovs'>): string | undefined {
  if (/^ovs-(netdev|system)$/.test(device.name)) return 'ovs-internal'
  for (const bridge of ovs?.bridges ?? []) {
    if (bridge.name === device.name) return 'ovs-bridge'
    const own = bridge.ports.flatMap((port) => port.interfaces)
    if (own.some((one) => one.name === device.name && one.type === 'internal')) return 'ovs-internal'
  }
  return undefined
}

function bridgeLines(bridge: OvsBridge): readonly string[] {
  const { name, datapath, failMode, stp, rstp, controllers, settings, ports } = bridge
  const said = words({ datapath, 'fail-mode': failMode, stp, rstp, controllers: [...controllers].sort().join(',') || undefined })
  return [`ovs bridge ${name} ${said} ${settingWords(settings)}`.trim(), ...ports.map((port) => portLine(name, port))]
}

function portLine(bridge: string, port: OvsPort): string {
  const { name, tag, trunks, vlanMode, bondMode, lacp, fakeBridge, settings, interfaces } = port
  const said = words({ tag, trunks: trunks.join(',') || undefined, mode: vlanMode, bond: bondMode, lacp, fake: fakeBridge })
  return `ovs port ${bridge} ${name} ${said} ${settingWords(settings)} ${interfaces.map(interfaceWords).sort().join(' ')}`.replace(
    / +/g,
    ' ',
  )
}

function interfaceWords({ name, type, options, mtuRequest, mac, settings = {} }: OvsInterface): string {
  return `(${`${name} ${type} ${words({ mtu: mtuRequest, mac })} ${settingWords(options)} ${settingWords(settings)}`.replace(/ +/g, ' ').trim()})`
}

function settingWords(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(' ')
}
