/** What libvirt refuses in an interface whose parts are readable (virDomainNetDefValidate, qemuValidateDomainDeviceDefNetwork). */
import type { Origin } from '../../../diagnostics/origin.js'
import { attributeOf, childOf, childrenOf, complain, type Reading, textAttribute, textOf, valueAttribute, warn } from '../reading.js'
import { COUNT } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import type { DomainInterface } from './document.js'
import { isVirtioModel } from './virtio.js'

export function checkInterface(reading: Reading, plug: DomainInterface): void {
  if (plug.kind === 'unrecognised') return
  checkHostSide(reading, plug)
  checkIsolation(reading, plug)
  checkBackend(reading, plug)
  checkQueues(reading, plug)
  checkTeaming(reading, plug)
  checkGuestSide(reading, plug)
  checkIgnored(reading, plug)
}

type Named = Exclude<DomainInterface, { kind: 'unrecognised' }>

function refuse(reading: Reading, { kind }: Named, what: string, at: Origin | undefined): void {
  if (at === undefined) return
  const message = `An interface of type ${kind} cannot have ${what}`
  complain(reading, { code: 'not-for-this-type', message, at, help: 'leave it out' })
}

function checkHostSide(reading: Reading, plug: Named): void {
  if (plug.kind !== 'ethernet') {
    refuse(reading, plug, 'addresses or routes on the side of the host', (plug.hostAddresses[0] ?? plug.hostRoutes[0])?.origin)
    if (!plug.targetManaged) refuse(reading, plug, 'an unmanaged target', childOf(plug.element, 'target')?.origin)
  }
  const backend = childOf(plug.element, 'backend')
  if (['vhostuser', 'hostdev', 'vdpa', 'user', 'udp', 'mcast', 'server', 'client'].includes(plug.kind) && plug.backend !== 'passt')
    refuse(reading, plug, 'a path of a tap device', attributeOf(backend, 'tap')?.origin)
  if (
    !['network', 'bridge', 'ethernet', 'direct', 'vhostuser'].includes(plug.kind) &&
    plug.backend !== 'passt' &&
    (plug.mtu?.value ?? 0) > 0
  )
    refuse(reading, plug, 'an <mtu>', plug.mtu?.origin)
  if (!['network', 'bridge', 'ethernet', 'direct'].includes(plug.kind)) {
    const frames = childOf(childOf(childOf(plug.element, 'coalesce'), 'rx'), 'frames')
    refuse(reading, plug, 'coalescing', frames?.origin)
  }
  const buffer = textOf(childOf(childOf(plug.element, 'tune'), 'sndbuf'))
  if (buffer !== undefined && !/^\d+$/.test(buffer.value))
    complain(reading, { code: 'bad-number', message: '<sndbuf> is not a whole number', at: buffer.origin })
}

function checkIsolation(reading: Reading, plug: Named): void {
  if (!plug.portIsolated) return
  const at = childOf(plug.element, 'port')?.origin
  if (plug.kind !== 'network' && plug.kind !== 'bridge') refuse(reading, plug, 'an isolated port', at)
  else if (plug.virtualPort?.type !== undefined && at !== undefined) {
    const message = `A port of type ${plug.virtualPort.type} cannot be isolated`
    complain(reading, { code: 'not-for-this-type', message, at, because: 'only ports of a Linux bridge can', help: 'leave it out' })
  }
}

function checkBackend(reading: Reading, plug: Named): void {
  const isPasst = plug.backend === 'passt'
  const canPasst = plug.kind === 'user' || plug.kind === 'vhostuser'
  if (isPasst && !canPasst) refuse(reading, plug, 'the backend passt', childOf(plug.element, 'backend')?.origin)
  const [forward] = plug.portForwards
  if (forward !== undefined && !(isPasst && canPasst)) {
    const message = '<portForward> works with the backend passt of type user or vhostuser only'
    complain(reading, { code: 'forward-without-passt', message, at: forward.origin, help: "add <backend type='passt'/>" })
  }
  if (plug.kind === 'user' && plug.device !== undefined && !isPasst) {
    const message = 'The dev of a user network needs the backend passt'
    complain(reading, { code: 'forward-without-passt', message, at: plug.device.origin, help: "add <backend type='passt'/>" })
  }
  for (const { ranges, origin } of plug.portForwards) {
    if (ranges.every((range) => range.start !== undefined || (range.end === undefined && range.to === undefined && !range.exclude)))
      continue
    complain(reading, { code: 'range-without-start', message: 'A <range> with end, to or exclude needs a start', at: origin })
  }
}

function checkQueues(reading: Reading, plug: Named): void {
  if (!isVirtioModel(plug.model?.value)) {
    if (plug.model === undefined || (plug.kind !== 'vdpa' && plug.kind !== 'vhostuser')) return
    const message = `An interface of type ${plug.kind} needs the model virtio`
    complain(reading, { code: 'needs-virtio', message, at: plug.model.origin, help: "write <model type='virtio'/>" })
    return
  }
  if (plug.kind === 'hostdev') return
  for (const name of ['rx_queue_size', 'tx_queue_size']) {
    const size = valueAttribute(childOf(plug.element, 'driver'), name, COUNT)
    if (size === undefined || Number.isInteger(Math.log2(size.value)) || size.value === 0) continue
    complain(reading, { code: 'bad-queue-size', message: `${name}='${size.value}' is not a power of two`, at: size.origin })
  }
}

function checkTeaming(reading: Reading, { teaming, element, kind, model }: Named): void {
  if (teaming === undefined) return
  const at = childOf(element, 'teaming')?.origin ?? element.origin
  const complainOf = (message: string): void => complain(reading, { code: 'bad-teaming', message, at })
  if (teaming.type === 'transient' && teaming.persistent === undefined) complainOf('A transient team member names its persistent partner')
  if (teaming.type === 'persistent' && teaming.persistent !== undefined) complainOf('A persistent team member names no partner')
  if (teaming.type === 'persistent' && !isVirtioModel(model?.value)) complainOf('A persistent team member needs the model virtio')
  if (teaming.type === 'transient' && kind !== 'hostdev' && kind !== 'network')
    complainOf(`A transient team member is of type hostdev, not ${kind}`)
}

/** QEMU tells the guest of a user network one address of each family, and nobody else. */
function checkGuestSide(reading: Reading, plug: Named): void {
  const type = textAttribute(plug.element, 'type')?.value
  const isUser = plug.kind === 'user' || (type === 'vhostuser' && plug.backend === 'passt')
  for (const family of ['IPv4', 'IPv6'] as const) {
    const mine = plug.guestAddresses.filter(({ address }) => address.includes(':') === (family === 'IPv6'))
    if (isUser && mine[1] !== undefined)
      complain(reading, { code: 'second-address', message: `A user network has one ${family} address`, at: mine[1].origin })
    const [first] = mine
    const length = first?.length
    if (!isUser || first === undefined || length === undefined) continue
    if (family === 'IPv4' && (length < 4 || length > 27))
      complain(reading, { code: 'bad-prefix', message: 'The prefix of a user network is 4 to 27', at: first.origin })
    if (family === 'IPv6' && length !== 64)
      complain(reading, { code: 'bad-prefix', message: 'The IPv6 prefix of a user network is 64', at: first.origin })
  }
  if (isUser || plug.guestAddresses.length + plug.guestRoutes.length === 0) return
  const at = (plug.guestAddresses[0] ?? plug.guestRoutes[0])?.origin ?? plug.origin
  const because = 'QEMU does not configure interfaces inside a guest and refuses this; containers take it'
  warn(reading, { code: 'guest-address', message: 'Addresses and routes inside the guest are for containers', at, because })
}

/** What libvirt passes over without a word. */
function checkIgnored(reading: Reading, { kind, filter }: Named): void {
  if (filter === undefined || ['network', 'bridge', 'ethernet'].includes(kind)) return
  const message = `The filter ${filter.name} does nothing on an interface of type ${kind}`
  const because = 'libvirt filters taps of type network, bridge and ethernet only'
  warn(reading, { code: 'filter-ignored', message, at: filter.origin, because, help: 'leave <filterref> out' })
}

/** A switch in user space reads the guest's memory, so the guest must share it (qemuValidateDomainDefVhostUserRequireSharedMemory). */
export function checkSharedMemory(reading: Reading, domain: XmlElement, plug: DomainInterface): void {
  if (plug.kind !== 'vhostuser') return
  const access = textAttribute(childOf(childOf(domain, 'memoryBacking'), 'access'), 'mode')?.value ?? ''
  const cells = childrenOf(childOf(childOf(domain, 'cpu'), 'numa'), 'cell').map((cell) => textAttribute(cell, 'memAccess')?.value ?? access)
  if ((cells.length === 0 ? [access] : cells).every((mode) => mode === 'shared')) return
  const message = 'A vhostuser interface needs a guest that shares its memory'
  const help = "add <memoryBacking><access mode='shared'/></memoryBacking>"
  complain(reading, { code: 'memory-not-shared', message, at: plug.origin, help })
}
