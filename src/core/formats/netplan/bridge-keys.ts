/** `parameters:` of bridges. */

import { textOf, type YamlEntry } from '../../yaml/node.js'
import { LARGEST_UNSIGNED, parseUnsigned } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import type { BridgeParameters } from './definition-virtual.js'
import { each, expectScalar, type Key, type Keys, type Reading, readMap, refuse, shown } from './reading.js'
import { referred } from './reference-keys.js'
import { put, refuseNumber, text, truth, unsigned } from './value-keys.js'

type Owner = { readonly bridge: DraftDefinition; readonly parameters: BridgeParameters }

function parameter(key: Key<BridgeParameters>): Key<Owner> {
  if (key.expects !== 'scalar') return key as never
  return { expects: 'scalar', read: (reading, node, owner) => key.read(reading, node, owner.parameters) }
}

const PARAMETERS: Keys<Owner> = {
  'ageing-time': parameter(text('ageing-time')),
  'aging-time': parameter(text('ageing-time')),
  'forward-delay': parameter(text('forward-delay')),
  'hello-time': parameter(text('hello-time')),
  'max-age': parameter(text('max-age')),
  'path-cost': portNumbers({ name: 'pathCost', words: 'path cost', largest: LARGEST_UNSIGNED }),
  'port-priority': portNumbers({ name: 'portPriority', words: 'port priority', largest: 63 }),
  priority: parameter(unsigned('priority')),
  stp: parameter(truth('stp')),
}

type PortNumber = { readonly name: 'pathCost' | 'portPriority'; readonly words: string; readonly largest: number }

function portNumbers(kind: PortNumber): Key<Owner> {
  return {
    expects: 'map',
    read: (reading, map, { bridge }) => each(reading, map.entries, (entry) => readPortNumber(reading, entry, bridge, kind)),
  }
}

function readPortNumber(reading: Reading, entry: YamlEntry, bridge: DraftDefinition, { name, words, largest }: PortNumber): boolean {
  const key = expectScalar(reading, entry.key)
  const value = expectScalar(reading, entry.value)
  if (key === undefined || value === undefined) return false
  const port = referred(reading, bridge, key)
  if (port === undefined) return true
  const known = port[name]
  if (known !== undefined && known.value !== 0) {
    return refuse(reading, 'already-assigned', value.origin, {
      message: `interface '${port.id}' already has a ${words} of ${known.value}`,
      because:
        known.origin.start === value.origin.start && known.origin.capture === value.origin.capture
          ? 'netplan goes through the file once more, for an interface that is defined further below, and then finds its own value'
          : `a ${words} can be given once only, in all files`,
      related: [{ message: 'given here', at: known.origin }],
    })
  }
  const number = parseUnsigned(textOf(value))
  if (number === undefined) return refuseNumber(reading, value, words)
  if (number > largest) {
    return refuse(reading, 'bad-value', value.origin, {
      message: `invalid ${words} ${shown(textOf(value))}`,
      help: `it must be between 0 and ${largest}`,
    })
  }
  return put(port, name, number, value)
}

export const bridgeParameters: Key<DraftDefinition> = {
  expects: 'map',
  read: (reading, node, bridge) => {
    // Every `parameters:` sets stp anew.
    bridge.bridgeParameters = { ...bridge.bridgeParameters, stp: { value: true, origin: node.origin } }
    return readMap(reading, node, PARAMETERS, { bridge, parameters: bridge.bridgeParameters })
  },
}
