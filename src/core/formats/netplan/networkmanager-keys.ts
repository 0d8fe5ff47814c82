/** `networkmanager:` of a definition or access point. Without the NetworkManager renderer netplan refuses it. */

import { textOf, type YamlEntry } from '../../yaml/node.js'
import type { NetworkManagerSettings } from './definition-parts.js'
import { each, escaped, expectScalar, type Key, type Keys, type Reading, readMap, warn } from './reading.js'
import { text } from './value-keys.js'

const SETTINGS: Keys<NetworkManagerSettings> = {
  name: text('name'),
  uuid: text('uuid'),
  'stable-id': text('stable-id'),
  device: text('device'),
  passthrough: {
    expects: 'map',
    read: (reading, node, settings) => each(reading, node.entries, (entry) => readPassthrough(reading, entry, settings)),
  },
}

function readPassthrough(reading: Reading, entry: YamlEntry, settings: NetworkManagerSettings): boolean {
  const key = expectScalar(reading, entry.key)
  const value = key === undefined ? undefined : expectScalar(reading, entry.value)
  if (key === undefined || value === undefined) return false
  const name = escaped(reading, textOf(key))
  if (name.includes('.') || reading.release === '0.106') {
    settings.passthrough.set(name, { value: escaped(reading, textOf(value)), origin: value.origin })
    return true
  }
  warn(reading, 'bad-passthrough', key.origin, { message: `passthrough key '${name}' is ignored`, help: 'write it as GROUP.KEY' })
  return true
}

export const networkManager: Key<{ networkManager?: NetworkManagerSettings }> = {
  expects: 'map',
  read: (reading, node, target) => {
    // An empty map says nothing, and netplan does not mind it.
    if (node.entries.length === 0) return true
    target.networkManager ??= { origin: node.origin, passthrough: new Map() }
    // Those of an access point count for its definition.
    if (reading.current !== undefined) reading.current.networkManager ??= { origin: node.origin, passthrough: new Map() }
    return readMap(reading, node, SETTINGS, target.networkManager)
  },
}
