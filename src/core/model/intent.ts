/** How a host's network is meant to be, in no format's words: what converting from one format to another goes through. */
import type { InterfaceName } from '../addresses/interface-name.js'
import type { Mac } from '../addresses/mac.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Origin } from '../diagnostics/origin.js'
import type { Bridge, PortFlags, PortVlan } from './interface/index.js'
import type { LinkSettings } from './link-settings.js'
import type { Address, Address6, Neighbour, Neighbour6, PolicyRule, PolicyRule6, Route, Route6 } from './routing.js'

export type IntentLink =
  | { readonly kind: 'ethernet' }
  | { readonly kind: 'loopback' }
  | { readonly kind: 'dummy' }
  | ({ readonly kind: 'bridge' } & Pick<
      Bridge,
      'stp' | 'forwardDelay' | 'ageing' | 'vlanFiltering' | 'helloTime' | 'maxAge' | 'priority' | 'multicastSnooping'
    >)
  | LinkSettings

/** How an interface asks for leases; `metric` of the default route, when it was written down. */
export type IntentDhcp = { readonly metric?: number }

export type IntentInterface = {
  readonly name: InterfaceName
  readonly link: IntentLink
  /** Only where it was set. */
  readonly mac?: Mac
  readonly mtu?: number
  readonly up: boolean
  readonly master?: InterfaceName
  readonly port?: Partial<PortFlags>
  readonly vlans?: readonly PortVlan[]
  readonly dhcp4?: IntentDhcp
  readonly addresses: readonly Address[]
  readonly addresses6: readonly Address6[]
  /** Routes whose first hop leaves here. */
  readonly routes: readonly Route[]
  readonly routes6: readonly Route6[]
  readonly neighbours: readonly (Neighbour | Neighbour6)[]
  readonly nameServers: readonly string[]
  readonly search: readonly string[]
  readonly origin?: Origin
}

export type Intent = {
  readonly interfaces: readonly IntentInterface[]
  readonly rules: readonly PolicyRule[]
  readonly rules6: readonly PolicyRule6[]
  /** Routes that leave through no interface: blackholes and the like. */
  readonly routes: readonly Route[]
  readonly routes6: readonly Route6[]
}

/** Files that a target is written as, and what it has no words for. */
export type Written = {
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly unsaid: readonly Diagnostic[]
}
