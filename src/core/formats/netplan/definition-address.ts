/** The parts of a definition that are about addresses and routes. */
import type { Origin } from '../../diagnostics/origin.js'
import type { Setting } from './setting.js'

export type Address = { readonly address: Setting<string>; lifetime?: Setting<string>; label?: Setting<string> }

export type DhcpOverrides = {
  hostname?: Setting<string>
  'route-metric'?: Setting<number>
  'send-hostname'?: Setting<boolean>
  'use-dns'?: Setting<boolean>
  'use-domains'?: Setting<string>
  'use-hostname'?: Setting<boolean>
  'use-mtu'?: Setting<boolean>
  'use-ntp'?: Setting<boolean>
  'use-routes'?: Setting<boolean>
}

export type RaOverrides = {
  'use-dns'?: Setting<boolean>
  /** `true`, `false` or `route`. */
  'use-domains'?: Setting<string>
  table?: Setting<number>
}

export type Family = 4 | 6

export type Route = {
  readonly origin: Origin
  family?: Family
  /** As written, or `unicast`. */
  type: string
  scope: string
  table?: Setting<number>
  metric?: Setting<number>
  from?: Setting<string>
  to?: Setting<string>
  via?: Setting<string>
  'on-link'?: Setting<boolean>
  mtu?: Setting<number>
  'congestion-window'?: Setting<number>
  'advertised-receive-window'?: Setting<number>
  'advertised-mss'?: Setting<number>
}

export type RoutingPolicy = {
  readonly origin: Origin
  family?: Family
  from?: Setting<string>
  to?: Setting<string>
  table?: Setting<number>
  priority?: Setting<number>
  mark?: Setting<number>
  'type-of-service'?: Setting<number>
}
