/** How often a host sends ICMP errors and redirects to one address: one token bucket and one back-off that share their clock (net/ipv4/inetpeer.c, route.c). */
import type { Node } from '../model/index.js'
import type { Context } from './context.js'
import type { PeerRate } from './memory.js'
import { sysctlOf } from './view.js'

/** Milliseconds. A bucket holds six errors, the routing code's own one five; a peer begins a minute old. */
const BURST = 6
const NO_ROUTE = { cost: 1000, most: 5000 }
const NEW_PEER = 60_000

/** net.ipv4.route.redirect_number and redirect_load: the first back-off, doubled each time. */
const REDIRECT_NUMBER = 9
const REDIRECT_LOAD = 20
const REDIRECT_SILENCE = REDIRECT_LOAD << (REDIRECT_NUMBER + 1)

type At = { readonly context: Context; readonly node: Node; readonly to: string; readonly time: number }

/** The peer as it is at that time: errors that were waiting until then (for ARP to give up) have gone out. */
function rateOf(at: At): PeerRate {
  const rate = at.context.memory.peers.get(`${at.node.name} ${at.to}`) ?? { tokens: 0, last: at.time - NEW_PEER, redirects: 0, later: [] }
  const due = rate.later.filter((time) => time <= at.time)
  const settled = due.reduce((now, time) => take(now, time, errorLimit(at)).rate, rate)
  return { ...settled, later: rate.later.filter((time) => time > at.time) }
}

function keep(at: At, rate: PeerRate): void {
  at.context.memory.peers.set(`${at.node.name} ${at.to}`, rate)
}

type Limit = { readonly cost: number; readonly most: number }

function errorLimit(at: At): Limit {
  const cost = sysctlOf(at.node, 'net.ipv4.icmp_ratelimit', 1000).value
  return { cost, most: BURST * cost }
}

/** icmpv4_xrlim_allow: whether an error may be sent to the address at this time. */
export function mayError(at: At): boolean {
  const { allowed, rate } = take(rateOf(at), at.time, errorLimit(at))
  keep(at, rate)
  return allowed
}

/** The same for an error that goes out `after` milliseconds, when ARP gives up. Until then the bucket is as it was. */
export function mayErrorLater(at: At, after: number): boolean {
  const rate = rateOf(at)
  const before = rate.later.reduce((now, time) => take(now, time, errorLimit(at)).rate, rate)
  keep(at, { ...rate, later: [...rate.later, at.time + after] })
  return take(before, at.time + after, errorLimit(at)).allowed
}

/** ip_error: the routing code's own limit before an error about a missing route. */
export function mayErrorNoRoute(at: At): boolean {
  const { allowed, rate } = take(rateOf(at), at.time, NO_ROUTE)
  keep(at, rate)
  return allowed
}

function take(rate: PeerRate, time: number, limit: Limit): { readonly allowed: boolean; readonly rate: PeerRate } {
  const tokens = Math.min(limit.most, rate.tokens + Math.max(0, time - rate.last))
  const allowed = tokens >= limit.cost
  return { allowed, rate: { ...rate, last: Math.max(rate.last, time), tokens: allowed ? tokens - limit.cost : tokens } }
}

/** ip_rt_send_redirect: slower and slower, then not at all until there is silence. One that is swallowed later counts too. */
export function mayRedirect(at: At): boolean {
  const old = rateOf(at)
  const rate = at.time - old.last > REDIRECT_SILENCE ? { ...old, tokens: 0, redirects: 0 } : old
  if (rate.redirects >= REDIRECT_NUMBER) {
    keep(at, { ...rate, last: at.time })
    return false
  }
  if (rate.redirects > 0 && at.time - rate.last <= REDIRECT_LOAD << rate.redirects) {
    keep(at, rate)
    return false
  }
  keep(at, { ...rate, redirects: rate.redirects + 1, last: at.time })
  return true
}
