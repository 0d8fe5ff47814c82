/** What networkValidate refuses about a network's pool of devices and about its port groups. */
import { type Reading, shorten, warnOfDefine } from '../reading.js'
import type { NetworkDocument, PortGroup } from './document.js'

/** Devices are listed by PCI address for hostdev, and by name otherwise. */
export function checkPool(reading: Reading, { forward }: NetworkDocument, called: string): void {
  const { mode, interfaces, addresses, physicalFunction } = forward
  if (mode === 'unrecognised') return
  const [device] = interfaces
  const [address] = addresses
  if (mode === 'hostdev' && device !== undefined) {
    const message = `In forward mode hostdev ${called} lists devices by PCI address, not by name`
    warnOfDefine(reading, { code: 'device-by-name', message, at: device.origin, help: "write <address type='pci' …/> or <pf dev='…'/>" })
  }
  if (mode !== 'hostdev' && address !== undefined) {
    const message = `In forward mode ${mode} ${called} lists devices by name, not by PCI address`
    warnOfDefine(reading, { code: 'device-by-address', message, at: address.origin, help: "write <interface dev='…'/>" })
  }
  if (physicalFunction !== undefined && (device ?? address) !== undefined) {
    const message = `<pf> and a list of devices exclude each other in ${called}`
    warnOfDefine(reading, { code: 'pool-of-two-kinds', message, at: physicalFunction.origin, help: 'leave one of them out' })
  }
}

export function checkPortGroups(reading: Reading, document: NetworkDocument, called: string): void {
  const { portGroups, forward, vlan } = document
  const names = new Map<string, PortGroup>()
  const standard = portGroups.filter((group) => group.isDefault)
  if (standard[0] !== undefined && standard[1] !== undefined) {
    const message = `${called} has two default port groups, ${shorten(standard[0].name)} and ${shorten(standard[1].name)}`
    warnOfDefine(reading, { code: 'second-default', message, at: standard[1].origin, help: "leave default='yes' at one of them" })
  }
  for (const group of portGroups) {
    const same = names.get(group.name)
    if (same !== undefined) {
      const message = `${called} has two port groups named ${shorten(group.name)}`
      warnOfDefine(reading, {
        code: 'duplicate-port-group',
        message,
        at: group.origin,
        related: [{ message: 'the first one', at: same.origin }],
      })
    }
    names.set(group.name, group)
    if (group.bandwidth !== undefined && !canLimit(document)) {
      const message = `In forward mode ${forward.mode} a port group of ${called} cannot have <bandwidth>`
      warnOfDefine(reading, { code: 'not-in-this-mode', message, at: group.bandwidth.origin, help: 'leave it out' })
    }
    const tagged = group.vlan ?? vlan
    if (tagged !== undefined && !canTag(document, group)) refuseVlan(reading, document, called, tagged.origin)
  }
  if (vlan !== undefined && standard.length === 0 && !canTag(document, undefined)) refuseVlan(reading, document, called, vlan.origin)
}

function canLimit({ forward, bridge }: NetworkDocument): boolean {
  const own = ['isolated', 'nat', 'route', 'open'].includes(forward.mode)
  return own || (forward.mode === 'bridge' && bridge.name !== undefined)
}

/** Who strips tags: SR-IOV devices, Open vSwitch, and since 11.0 a VLAN-filtering bridge of the host. */
function canTag({ forward, virtualPort }: NetworkDocument, group: PortGroup | undefined): boolean {
  const port = group?.virtualPort ?? virtualPort
  if (forward.mode === 'unrecognised') return true
  if (group?.virtualPort !== undefined) return forward.mode === 'bridge' && group.virtualPort.type === 'openvswitch'
  if (forward.mode === 'hostdev' || forward.mode === 'passthrough') return true
  return forward.mode === 'bridge' && (port === undefined || port.type === 'openvswitch')
}

function refuseVlan(reading: Reading, { forward }: NetworkDocument, called: string, at: PortGroup['origin']): void {
  const message = `In forward mode ${forward.mode} ${called} cannot have VLAN tags`
  const because = 'libvirt tags ports of an Open vSwitch, of SR-IOV devices, and of a bridge of the host'
  warnOfDefine(reading, { code: 'vlan-not-possible', message, at, because, help: 'leave <vlan> out, or use another bridge' })
}
