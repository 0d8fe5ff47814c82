/** One decision about a packet, in the kernel's own words, with its why. */
import type { Why } from '../diagnostics/why.js'
import type { Hook } from '../model/netfilter.js'

export type Step = { readonly why: Why } & (
  | { readonly kind: 'name'; readonly did: 'resolved' | 'failed'; readonly name: string }
  | {
      readonly kind: 'route'
      readonly did: 'matched' | 'local' | 'no-route' | 'refused'
      readonly table?: string
      readonly via?: string
      readonly out?: string
    }
  | { readonly kind: 'source'; readonly did: 'chose'; readonly address: string }
  | {
      readonly kind: 'filter'
      readonly did: 'accepted' | 'dropped' | 'rejected'
      readonly hook: Hook
      readonly table: string
      readonly chain: string
      readonly rule?: string
    }
  | {
      readonly kind: 'nat'
      readonly did: 'translated' | 'translated-back'
      readonly what: 'source' | 'destination'
      readonly from: string
      readonly to: string
    }
  | {
      readonly kind: 'neighbour'
      readonly did: 'cached' | 'resolved' | 'failed' | 'skipped'
      readonly address: string
      readonly mac?: string
    }
  | {
      readonly kind: 'bridge'
      readonly did: 'forwarded' | 'flooded' | 'delivered-up' | 'dropped'
      readonly bridge: string
      readonly ports: readonly string[]
    }
  | { readonly kind: 'cable'; readonly did: 'carried' | 'lost'; readonly from: string; readonly to: string }
  | { readonly kind: 'ingress'; readonly did: 'accepted' | 'dropped'; readonly interface: string }
  | { readonly kind: 'rp-filter'; readonly did: 'passed' | 'dropped'; readonly interface: string }
  | { readonly kind: 'forward'; readonly did: 'forwarded' | 'dropped' | 'expired' | 'too-big'; readonly in: string; readonly out?: string }
  | { readonly kind: 'redirect'; readonly did: 'sent' | 'swallowed' | 'not-sent' | 'accepted' | 'ignored'; readonly gateway: string }
  | { readonly kind: 'deliver'; readonly did: 'answered' | 'refused' | 'ignored' | 'received'; readonly address: string }
  | { readonly kind: 'error'; readonly did: 'sent' | 'received' | 'limited'; readonly error: string; readonly from: string }
  | { readonly kind: 'unknown'; readonly did: 'stopped' | 'assumed'; readonly what: string }
)

/** Of what a packet is part: asking for a name, the thing asked, its answer, or a message about either. */
export type HopRole = 'name' | 'request' | 'reply' | 'error'

/** What happens on one node to one packet, in order. */
export type Hop = { readonly node: string; readonly role: HopRole; readonly packet: string; readonly steps: readonly Step[] }
