/** Parameters of a bridge and of its ports (net/bridge/br_netlink.c). */
import type { Bridge, Node, RequestOf } from '../model/index.js'
import { DEFAULT_PORT_FLAGS } from '../model/index.js'
import { withDefaultPvid } from './bridge-vlan.js'
import { deviceOf, replaceDevice } from './device.js'
import { type Applied, done, noDevice, refused } from './result.js'

/** In centiseconds, net/bridge/br_private_stp.h: BR_MIN_FORWARD_DELAY and its like. The delay may be anything while STP is off. */
const RANGES = { forwardDelay: [200, 3000], helloTime: [100, 1000], maxAge: [600, 4000] } as const

function isOutside(value: number | undefined, [least, most]: readonly [number, number]): boolean {
  return value !== undefined && (value < least || value > most)
}

export function setBridge(node: Node, request: RequestOf<'bridge-set'>): Applied {
  const device = deviceOf(node, request.name)
  if (device === undefined) return noDevice(node, request.name)
  if (device.kind !== 'bridge') return refused(node, 'EOPNOTSUPP', 'RTNETLINK answers: Operation not supported')
  const bad = refusalOf(node, device, request)
  if (bad !== undefined) return bad
  const changed = replaceDevice(node, configured(device, request))
  return request.vlanDefaultPvid === undefined ? done(changed) : done(withDefaultPvid(changed, device.name, request.vlanDefaultPvid))
}

function refusalOf(node: Node, bridge: Bridge, request: RequestOf<'bridge-set'>): Applied | undefined {
  const { forwardDelay, helloTime, maxAge, priority, vlanDefaultPvid } = request
  if (bridge.stp && isOutside(forwardDelay, RANGES.forwardDelay))
    return refused(node, 'ERANGE', 'set forward delay failed: Numerical result out of range')
  if (isOutside(helloTime, RANGES.helloTime) || isOutside(maxAge, RANGES.maxAge) || isOutside(priority, [0, 65535]))
    return refused(node, 'ERANGE', 'RTNETLINK answers: Numerical result out of range')
  return isOutside(vlanDefaultPvid, [0, 4094]) ? refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument') : undefined
}

/** Switching STP on brings the delay into its range (br_stp_start). */
function configured(bridge: Bridge, request: RequestOf<'bridge-set'>): Bridge {
  const { stp = bridge.stp, forwardDelay = bridge.forwardDelay, ageing, vlanFiltering } = request
  const [least, most] = RANGES.forwardDelay
  const { helloTime, maxAge, priority, multicastSnooping } = request
  return {
    ...bridge,
    stp,
    forwardDelay: stp ? Math.min(Math.max(forwardDelay, least), most) : forwardDelay,
    ageing: ageing ?? bridge.ageing,
    vlanFiltering: vlanFiltering ?? bridge.vlanFiltering,
    ...(helloTime === undefined ? {} : { helloTime }),
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(priority === undefined ? {} : { priority }),
    ...(multicastSnooping === undefined ? {} : { multicastSnooping }),
  }
}

/** BR_MAX_PORTS-wide fields: a port's priority has 6 bits, a cost 16. */
const PORT_RANGES = { cost: [1, 65535], priority: [0, 63] } as const

export function setPort(node: Node, request: RequestOf<'port-set'>): Applied {
  const device = deviceOf(node, request.name)
  if (device === undefined) return noDevice(node, request.name)
  if (deviceOf(node, device.master)?.kind !== 'bridge') return refused(node, 'EOPNOTSUPP', 'RTNETLINK answers: Operation not supported')
  if (isOutside(request.flags.cost, PORT_RANGES.cost) || isOutside(request.flags.priority, PORT_RANGES.priority))
    return refused(node, 'ERANGE', 'RTNETLINK answers: Numerical result out of range')
  return done(replaceDevice(node, { ...device, port: { ...(device.port ?? DEFAULT_PORT_FLAGS), ...request.flags } }))
}
