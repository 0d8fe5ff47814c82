/** Interfaces: created, deleted, brought up and down, plugged into bridges. */
import { LOCALHOST } from '../addresses/ipv4.js'
import { derivedMac } from '../addresses/mac.js'
import { type Origin, withOrigin } from '../diagnostics/origin.js'
import type { Address, Bridge, Interface, Node, Owner, RequestOf } from '../model/index.js'
import { DEFAULT_PORT_FLAGS } from '../model/index.js'
import { type Applied, done, noDevice, refused } from './result.js'
import { withConnectedRoutes, withoutRoutesOf } from './route.js'

export function deviceOf(node: Node, name: string): Interface | undefined {
  return node.interfaces.find((device) => device.name === name)
}

export function replaceDevice(node: Node, device: Interface): Node {
  return { ...node, interfaces: node.interfaces.map((old) => (old.name === device.name ? device : old)) }
}

export function addLink(node: Node, request: RequestOf<'link-add'>, owner: Owner): Applied {
  if (deviceOf(node, request.name) !== undefined) return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  const device = newDevice(node, request, owner)
  const added = { ...node, interfaces: [...node.interfaces, device], sysctls: { ...node.sysctls, ...inheritedConf(node, request.name) } }
  return device.kind === 'unrecognised' ? { node: added, result: { kind: 'unmodelled' } } : done(added)
}

function newDevice(node: Node, request: RequestOf<'link-add'>, owner: Owner): Interface {
  const base = {
    name: request.name,
    mac: derivedMac(`${node.name} ${request.name}`),
    mtu: 1500,
    up: false,
    owner,
    ...withOrigin(request.origin),
  }
  if (request.link === 'bridge')
    return { ...base, kind: 'bridge', macSet: false, stp: false, forwardDelay: 1500, ageing: 30000, vlanFiltering: false }
  if (request.link === 'dummy') return { ...base, kind: 'dummy' }
  return { ...base, kind: 'unrecognised', kernelKind: request.link }
}

/** A new interface starts with the values of conf.default (devinet.c: inetdev_init). */
export function inheritedConf(node: Node, name: string): Node['sysctls'] {
  const prefix = 'net.ipv4.conf.default.'
  return Object.fromEntries(
    Object.entries(node.sysctls)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, entry]) => [`net.ipv4.conf.${name}.${key.slice(prefix.length)}`, entry]),
  )
}

export function deleteLink(node: Node, request: RequestOf<'link-delete'>): Applied {
  if (deviceOf(node, request.name) === undefined) return noDevice(node, request.name)
  const interfaces = node.interfaces
    .filter((device) => device.name !== request.name)
    .map((device) => (device.master === request.name ? withMaster(device, undefined) : device))
  const addresses = node.addresses.filter((entry) => entry.interface !== request.name)
  const routes = node.routes.filter((route) => !route.hops.some((hop) => hop.interface === request.name))
  return done({ ...node, interfaces, addresses, routes })
}

export function setLink(node: Node, request: RequestOf<'link-set'>): Applied {
  const device = deviceOf(node, request.name)
  if (device === undefined) return noDevice(node, request.name)
  if (request.master !== undefined && request.master !== null && deviceOf(node, request.master)?.kind !== 'bridge') {
    return deviceOf(node, request.master) === undefined
      ? noDevice(node, request.master)
      : refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
  }
  if (request.master !== undefined && request.master !== null) {
    if (device.kind === 'loopback') return refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
    if (device.kind === 'bridge') return refused(node, 'ELOOP', 'Error: Can not enslave a bridge to a bridge.')
  }
  let changed: Interface = {
    ...device,
    ...(request.mac === undefined ? {} : { mac: request.mac }),
    ...(request.mtu === undefined ? {} : { mtu: request.mtu }),
  }
  if (changed.kind === 'bridge' && request.mac !== undefined) changed = { ...changed, macSet: true }
  if (request.master !== undefined) changed = withMaster(changed, request.master ?? undefined)
  let after = replaceDevice(node, changed)
  if (request.master !== undefined) after = withBridgeMac(after, request.master ?? device.master)
  return done(request.up === undefined ? after : setUp(after, request.name, request.up, request.origin))
}

function setUp(node: Node, name: string, up: boolean, origin: Origin | undefined): Node {
  const device = deviceOf(node, name)
  if (device === undefined || device.up === up) return node
  const changed = replaceDevice(node, { ...device, up, ...(device.origin === undefined && origin !== undefined ? { origin } : {}) })
  if (!up) return withoutRoutesOf(changed, name)
  const loopback = device.kind === 'loopback' && !changed.addresses.some((entry) => entry.interface === name)
  return withConnectedRoutes(loopback ? withLoopbackAddress(changed, device) : changed, name)
}

/** The kernel gives lo 127.0.0.1/8 by itself when it comes up. */
function withLoopbackAddress(node: Node, device: Interface): Node {
  const entry: Address = { interface: device.name, address: LOCALHOST, length: 8, scope: 'host', secondary: false }
  return { ...node, addresses: [...node.addresses, entry] }
}

function withMaster(device: Interface, master: Interface['name'] | undefined): Interface {
  const { master: _master, port: _port, ...rest } = device
  return (master === undefined ? rest : { ...rest, master, port: DEFAULT_PORT_FLAGS }) as Interface
}

/** A bridge takes the lowest MAC of its ports unless its own was set (br_stp_recalculate_bridge_id). */
function withBridgeMac(node: Node, name: string | undefined): Node {
  const bridge = name === undefined ? undefined : deviceOf(node, name)
  if (bridge?.kind !== 'bridge' || bridge.macSet) return node
  const lowest = node.interfaces
    .filter((device) => device.master === bridge.name)
    .map((device) => device.mac)
    .sort()[0]
  return lowest === undefined ? node : replaceDevice(node, { ...bridge, mac: lowest })
}

/** BR_MIN_FORWARD_DELAY and BR_MAX_FORWARD_DELAY, net/bridge/br_private_stp.h, in centiseconds. */
const FORWARD_DELAY = { least: 200, most: 3000 }

export function setBridge(node: Node, request: RequestOf<'bridge-set'>): Applied {
  const device = deviceOf(node, request.name)
  if (device === undefined) return noDevice(node, request.name)
  if (device.kind !== 'bridge') return refused(node, 'EOPNOTSUPP', 'RTNETLINK answers: Operation not supported')
  const { stp, forwardDelay, ageing, vlanFiltering } = request
  const stpNow = stp ?? device.stp
  if (forwardDelay !== undefined && device.stp && (forwardDelay < FORWARD_DELAY.least || forwardDelay > FORWARD_DELAY.most)) {
    return refused(node, 'ERANGE', 'set forward delay failed: Numerical result out of range')
  }
  const delay = forwardDelay ?? device.forwardDelay
  const changed: Bridge = {
    ...device,
    stp: stpNow,
    forwardDelay: stpNow ? Math.min(Math.max(delay, FORWARD_DELAY.least), FORWARD_DELAY.most) : delay,
    ageing: ageing ?? device.ageing,
    vlanFiltering: vlanFiltering ?? device.vlanFiltering,
  }
  return done(replaceDevice(node, changed))
}

export function setPort(node: Node, request: RequestOf<'port-set'>): Applied {
  const device = deviceOf(node, request.name)
  if (device === undefined) return noDevice(node, request.name)
  if (device.master === undefined) return refused(node, 'EINVAL', 'RTNETLINK answers: Operation not supported')
  return done(replaceDevice(node, { ...device, port: { ...(device.port ?? DEFAULT_PORT_FLAGS), ...request.flags } }))
}
