/** What the sender of a probe sees, a closed list, and what that means for reachability. */

export type Verdict = 'reachable' | 'unreachable' | 'ambiguous' | 'undetermined'

export type Outcome =
  | 'reply'
  | 'silence'
  | 'host-unreachable'
  | 'net-unreachable'
  | 'port-unreachable'
  | 'prohibited'
  | 'no-route'
  | 'no-address'
  | 'refused'
  | 'unknown-host'
  | 'too-big'
  | 'ttl-exceeded'
  | 'not-permitted'
  | 'proto-unreachable'

export const OUTCOMES: readonly Outcome[] = [
  'reply',
  'silence',
  'host-unreachable',
  'net-unreachable',
  'port-unreachable',
  'prohibited',
  'no-route',
  'no-address',
  'refused',
  'unknown-host',
  'too-big',
  'ttl-exceeded',
  'not-permitted',
  'proto-unreachable',
]
