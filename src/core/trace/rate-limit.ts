/** How often a host talks ICMP to one peer: errors and redirects share one account (net/ipv4/inetpeer.c, route.c; times in ms). */
import type { Node } from '../model/index.js'
import type { Memory } from './memory.js'
import type { IcmpError } from './packet.js'
import { sysctlOf } from './view.js'

/** What a host keeps about a peer: `tokens` grow with time and pay for errors, `redirects` counts those sent. */
export type PeerAccount = { readonly tokens: number; readonly last: number; readonly redirects: number }

/** XRLIM_BURST_FACTOR; net.ipv4.route.error_cost and error_burst. */
const BURST = 6
const ROUTE_ERROR = { cost: 1000, burst: 5000 }

/** net.ipv4.route.redirect_number, redirect_load and redirect_silence, the kernel's defaults at HZ=1000. */
const REDIRECT_NUMBER = 9
const REDIRECT_LOAD = 20
const REDIRECT_SILENCE = REDIRECT_LOAD << (REDIRECT_NUMBER + 1)

/** A peer never heard of has been silent for a minute. */
const FRESH_FOR = 60_000

type Between = { readonly node: Node; readonly to: string }

function accountOf(memory: Memory, { node, to }: Between): PeerAccount {
  return memory.peers.get(`${node.name} ${to}`) ?? { tokens: 0, last: memory.now - FRESH_FOR, redirects: 0 }
}

function store(memory: Memory, { node, to }: Between, account: PeerAccount): void {
  memory.peers.set(`${node.name} ${to}`, account)
}

/** Takes `cost` off what has grown since, up to `burst`; false when there is not enough. */
function pay(memory: Memory, between: Between, price: { readonly cost: number; readonly burst: number }): boolean {
  const account = accountOf(memory, between)
  const tokens = Math.min(account.tokens + memory.now - account.last, price.burst)
  const enough = tokens >= price.cost
  store(memory, between, { ...account, tokens: enough ? tokens - price.cost : tokens, last: memory.now })
  return enough
}

/** `refused`: the routing table itself refuses the packet, which pays a second time (ip_error). */
export function mayTell(memory: Memory, between: Between, told: { readonly error: IcmpError; readonly refused: boolean }): boolean {
  if (told.refused && !pay(memory, between, ROUTE_ERROR)) return false
  if (told.error === 'too-big') return true
  const limit = sysctlOf(between.node, 'net.ipv4.icmp_ratelimit', 1000).value
  return limit === 0 || pay(memory, between, { cost: limit, burst: BURST * limit })
}

/** ip_rt_send_redirect: slower and slower, and then no more until the peer has been quiet for a while. */
export function mayRedirect(memory: Memory, between: Between): boolean {
  const old = accountOf(memory, between)
  const { now } = memory
  const account = now - old.last > REDIRECT_SILENCE ? { ...old, tokens: 0, redirects: 0 } : old
  if (account.redirects >= REDIRECT_NUMBER) {
    store(memory, between, { ...account, last: now })
    return false
  }
  if (account.tokens !== 0 && now - account.last <= REDIRECT_LOAD << account.redirects) return false
  return true
}

/** A redirect was due; one that NAT swallowed counts as well. */
export function countRedirect(memory: Memory, between: Between): void {
  const account = accountOf(memory, between)
  store(memory, between, { ...account, last: memory.now, redirects: account.redirects + 1 })
}
