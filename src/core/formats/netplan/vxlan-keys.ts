/** The keys that only VXLAN tunnels use, though netplan reads them of every tunnel. */

import { textOf } from '../../yaml/node.js'
import { asciiLower, parseUnsigned } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import type { Vxlan } from './definition-virtual.js'
import { eachText, expectScalar, type Key, type Keys, refuse, shown, warn } from './reading.js'
import { referred } from './reference-keys.js'
import { put, refuseNumber, truth, unsigned } from './value-keys.js'

export function emptyVxlan(): Vxlan {
  return { notifications: new Map(), checksums: new Map(), extensions: new Map() }
}

function ofVxlan(key: Key<Vxlan>): Key<DraftDefinition> {
  if (key.expects !== 'scalar') return key as never
  return { expects: 'scalar', read: (reading, node, definition) => key.read(reading, node, vxlanOf(definition)) }
}

function vxlanOf(definition: DraftDefinition): Vxlan {
  definition.vxlan ??= emptyVxlan()
  return definition.vxlan
}

/** Names in the order in which netplan writes them. */
const VXLAN_FLAGS = {
  notifications: ['l2-miss', 'l3-miss'],
  checksums: ['udp', 'zero-udp6-tx', 'zero-udp6-rx', 'remote-tx', 'remote-rx'],
  extensions: ['group-policy', 'generic-protocol'],
} as const

function flags(name: keyof typeof VXLAN_FLAGS): Key<DraftDefinition> {
  const known: readonly string[] = VXLAN_FLAGS[name]
  return {
    expects: 'list',
    read: (reading, node, definition) =>
      eachText(reading, node, (written, origin) => {
        if (!known.includes(asciiLower(written))) {
          return refuse(reading, 'bad-value', origin, {
            message: `invalid value for ${name}: '${shown(written)}'`,
            help: `it may be ${known.join(', ')}`,
          })
        }
        vxlanOf(definition)[name].set(asciiLower(written), origin)
        return true
      }),
  }
}

const portRange: Key<DraftDefinition> = {
  expects: 'list',
  read: (reading, node, definition) => {
    const [first, second] = node.items
    if (first === undefined || second === undefined || node.items.length !== 2) {
      return refuse(reading, 'bad-value', node.origin, {
        message: 'expected exactly two values for port-range',
        help: 'write port-range: [MIN, MAX]',
      })
    }
    const ends = [first, second].map((item) => {
      const scalar = expectScalar(reading, item)
      if (scalar === undefined) return undefined
      const value = parseUnsigned(textOf(scalar))
      if (value === undefined) refuseNumber(reading, scalar, 'port-range')
      return value === undefined ? undefined : { value, origin: item.origin }
    })
    const [low, high] = ends
    if (low === undefined || high === undefined) return false
    if (low.value > high.value)
      warn(reading, 'swapped-range', node.origin, { message: 'port-range has its larger end first', because: 'netplan swaps the two' })
    const vxlan = vxlanOf(definition)
    vxlan.portMin = low.value > high.value ? high : low
    vxlan.portMax = low.value > high.value ? low : high
    return true
  },
}

export const VXLAN_KEYS: Keys<DraftDefinition> = {
  link: {
    expects: 'scalar',
    read: (reading, node, definition) => {
      const lower = referred(reading, definition, node)
      return lower === undefined ? true : put(vxlanOf(definition), 'link', lower.id, node)
    },
  },
  ageing: ofVxlan(unsigned('ageing')),
  aging: ofVxlan(unsigned('ageing')),
  id: ofVxlan(unsigned('id')),
  limit: ofVxlan(unsigned('limit')),
  'type-of-service': ofVxlan(unsigned('type-of-service')),
  'flow-label': ofVxlan(unsigned('flow-label')),
  'do-not-fragment': ofVxlan(truth('do-not-fragment')),
  'short-circuit': ofVxlan(truth('short-circuit')),
  'arp-proxy': ofVxlan(truth('arp-proxy')),
  'mac-learning': ofVxlan(truth('mac-learning')),
  notifications: flags('notifications'),
  checksums: flags('checksums'),
  extensions: flags('extensions'),
  'port-range': portRange,
}
