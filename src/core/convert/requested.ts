/** What the network files of a host asked for while it booted, by interface. */
import type { Origin } from '../diagnostics/origin.js'
import type { BootEvent } from '../load/index.js'
import type { KernelRequest } from '../model/index.js'

export type Requested = {
  /** Interfaces that something was asked of. */
  readonly touched: ReadonlySet<string>
  /** Whose MAC or MTU was set in so many words. */
  readonly set: ReadonlyMap<string, { readonly mac: boolean; readonly mtu: boolean }>
  readonly dhcp: ReadonlyMap<string, { readonly metric?: number }>
  /** Default gateways that came with a lease: `eth0 10.0.0.1`. */
  readonly leasedGateways: ReadonlySet<string>
  /** Whether something was asked for by nobody's network file: by libvirt, or by hand. */
  readonly isForeign: (thing: { readonly origin?: Origin }) => boolean
}

/** Other phases, such as libvirt's, are nobody's network file. */
export function isNetworkPhase(phase: string): boolean {
  return /^(ifup|network|networkd|netplan)\b/.test(phase)
}

export function requestedBy(node: string, journal: readonly BootEvent[]): Requested {
  const touched = new Set<string>()
  const set = new Map<string, { mac: boolean; mtu: boolean }>()
  const dhcp = new Map<string, { metric?: number }>()
  const foreign = new Set<string>()
  const leasedGateways = new Set<string>()
  for (const event of journal) {
    if (event.node !== node) continue
    if (!isNetworkPhase(event.phase)) {
      if (event.kind === 'request' && event.request.origin !== undefined) foreign.add(keyOf(event.request.origin))
      continue
    }
    if (event.kind === 'dhcp') {
      touched.add(event.interface)
      for (const router of event.lease?.routers ?? []) leasedGateways.add(`${event.interface} ${router}`)
      dhcp.set(event.interface, event.metric === undefined ? {} : { metric: event.metric })
    }
    if (event.kind !== 'request' || event.result.kind === 'refused') continue
    for (const name of namesIn(event.request)) touched.add(name)
    if (event.request.kind !== 'link-set') continue
    const before = set.get(event.request.name)
    set.set(event.request.name, {
      mac: before?.mac === true || event.request.mac !== undefined,
      mtu: before?.mtu === true || event.request.mtu !== undefined,
    })
  }
  return { touched, set, dhcp, leasedGateways, isForeign: ({ origin }) => origin !== undefined && foreign.has(keyOf(origin)) }
}

function keyOf({ capture, start }: Origin): string {
  return `${start} ${capture}`
}

function namesIn(request: KernelRequest): readonly string[] {
  const own = 'name' in request && typeof request.name === 'string' ? [request.name] : []
  const on = 'interface' in request && typeof request.interface === 'string' ? [request.interface] : []
  const hops = request.kind === 'route-add' || request.kind === 'route6-add' ? request.hops.flatMap((hop) => hop.interface ?? []) : []
  const master = request.kind === 'link-set' && typeof request.master === 'string' ? [request.master] : []
  return [...own, ...on, ...hops, ...master]
}
