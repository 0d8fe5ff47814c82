/** `auth` and `access-points`. */

import { textOf, type YamlEntry, type YamlScalar } from '../../yaml/node.js'
import { asciiLower, isMac } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import type { AccessPoint, Authentication } from './definition-parts.js'
import { GlibTable } from './glib-table.js'
import { networkManager } from './networkmanager-keys.js'
import { each, eachText, escaped, expectMap, expectScalar, type Key, type Keys, type Reading, readMap, refuse, shown } from './reading.js'
import { put, refuseWord, text, truth, unsigned, word } from './value-keys.js'

/** Which of them protects management frames: 802.11w is usual with SHA-256 and part of WPA3. */
const KEY_MANAGEMENT: Readonly<Record<string, { readonly frames?: 'optional' | 'required'; readonly isNew?: true }>> = {
  none: {},
  psk: {},
  'psk-sha256': { frames: 'optional', isNew: true },
  eap: {},
  'eap-sha256': { frames: 'optional', isNew: true },
  'eap-suite-b-192': { frames: 'required', isNew: true },
  sae: { frames: 'required', isNew: true },
  '802.1x': {},
}
const EAP_METHODS = ['tls', 'peap', 'ttls', 'leap', 'pwd']
const OLD_EAP_METHODS = ['tls', 'peap', 'ttls']

const AUTHENTICATION: Keys<Authentication> = {
  'key-management': { expects: 'scalar', read: readKeyManagement },
  method: {
    expects: 'scalar',
    read: (reading, node, auth) => {
      const methods = reading.release === '0.106' ? OLD_EAP_METHODS : EAP_METHODS
      return methods.includes(textOf(node)) ? put(auth, 'method', textOf(node), node) : refuseWord(reading, node, 'EAP method', methods)
    },
  },
  identity: text('identity'),
  'anonymous-identity': text('anonymous-identity'),
  password: text('password'),
  'ca-certificate': text('ca-certificate'),
  'client-certificate': text('client-certificate'),
  'client-key': text('client-key'),
  'client-key-password': text('client-key-password'),
  'phase2-auth': text('phase2-auth'),
}

function readKeyManagement(reading: Reading, node: YamlScalar, auth: Authentication): boolean {
  const written = textOf(node)
  const kind = Object.hasOwn(KEY_MANAGEMENT, written) ? KEY_MANAGEMENT[written] : undefined
  if (kind === undefined || (kind.isNew === true && reading.release === '0.106')) {
    return refuseWord(reading, node, 'key management type', Object.keys(KEY_MANAGEMENT))
  }
  if (kind.frames !== undefined) auth.frames = kind.frames
  return put(auth, 'key-management', written, node)
}

export const authentication: Key<DraftDefinition> = {
  expects: 'map',
  read: (reading, node, definition) => {
    definition.auth ??= {}
    return readMap(reading, node, AUTHENTICATION, definition.auth)
  },
}

const ACCESS_POINT: Keys<AccessPoint> = {
  band: {
    expects: 'scalar',
    read: (reading, node, point) => {
      const band = /^(5|2\.4)G(Hz)?$/.exec(textOf(node))?.[1]
      return band === undefined ? refuseWord(reading, node, 'wifi band', ['5GHz', '2.4GHz']) : put(point, 'band', band, node)
    },
  },
  bssid: mac('bssid'),
  hidden: truth('hidden'),
  channel: unsigned('channel'),
  mode: word('mode', ['infrastructure', 'adhoc', 'ap']),
  password: {
    expects: 'scalar',
    read: (reading, node, point) => {
      point.auth ??= {}
      const { auth } = point
      if (auth['key-management'] === undefined || auth['key-management'].value === 'none') put(auth, 'key-management', 'psk', node)
      auth.frames = 'optional'
      return put(auth, 'psk', escaped(reading, textOf(node)), node)
    },
  },
  auth: {
    expects: 'map',
    read: (reading, node, point) => {
      point.auth ??= {}
      return readMap(reading, node, AUTHENTICATION, point.auth)
    },
  },
  networkmanager: networkManager,
}

export function mac<Name extends string>(
  name: Name,
): Key<{ [Key in Name]?: { readonly value: string; readonly origin: YamlScalar['origin'] } }> {
  return {
    expects: 'scalar',
    read: (reading, node, target) => (isMac(textOf(node)) ? put(target, name, textOf(node), node) : refuseMac(reading, node)),
  }
}

export function refuseMac(reading: Reading, node: YamlScalar): false {
  return refuse(reading, 'bad-mac', node.origin, {
    message: `Invalid MAC address '${shown(textOf(node))}'`,
    help: 'write 52:54:00:12:34:56',
  })
}

export const accessPoints: Key<DraftDefinition> = {
  expects: 'map',
  read: (reading, node, definition) => {
    const known = reading.accessPoints.get(definition.id) ?? new GlibTable<AccessPoint>()
    reading.accessPoints.set(definition.id, known)
    const points = new GlibTable<AccessPoint>()
    const isFine = each(reading, node.entries, (entry) => readAccessPoint(reading, entry, { known, points }))
    if (!isFine && reading.policy !== 'all') return false
    for (const { key, value } of points.entries()) known.set(key, value)
    definition.accessPoints = known.entries().map(({ value }) => value)
    return isFine
  },
}

type Points = { readonly known: GlibTable<AccessPoint>; readonly points: GlibTable<AccessPoint> }

function readAccessPoint(reading: Reading, entry: YamlEntry, { known, points }: Points): boolean {
  const key = expectScalar(reading, entry.key)
  const value = key === undefined ? undefined : expectMap(reading, entry.value)
  if (key === undefined || value === undefined) return false
  const ssid = escaped(reading, textOf(key))
  // One that an earlier file has is forgotten, with all that this one does not repeat; 0.106 refuses it.
  const twin = points.get(ssid) ?? (reading.release === '0.106' ? known.get(ssid) : undefined)
  known.delete(ssid)
  if (twin !== undefined) {
    return refuse(reading, 'duplicate-ssid', key.origin, {
      message: `Duplicate access point SSID '${shown(ssid)}'`,
      related: [{ message: 'given here', at: twin.origin }],
    })
  }
  const point: AccessPoint = { ssid, origin: key.origin }
  if (!readMap(reading, value, ACCESS_POINT, point)) return false
  points.set(ssid, point)
  return true
}

/** In the order in which netplan writes them. */
export const WAKE_ON_WLAN = [
  'default',
  'any',
  'disconnect',
  'magic_pkt',
  'gtk_rekey_failure',
  'eap_identity_req',
  'four_way_handshake',
  'rfkill_release',
  'tcp',
]

export const wakeOnWlan: Key<DraftDefinition> = {
  expects: 'list',
  read: (reading, node, definition) => {
    const flags = definition.wakeonwlan
    const isFine = eachText(reading, node, (written, origin) => {
      if (!WAKE_ON_WLAN.includes(asciiLower(written))) {
        return refuse(reading, 'bad-value', origin, {
          message: `invalid value for wakeonwlan: '${shown(written)}'`,
          help: `it may be ${WAKE_ON_WLAN.join(', ')}`,
        })
      }
      flags.set(asciiLower(written), origin)
      return true
    })
    if (!isFine || !flags.has('default') || flags.size === 1) return isFine
    return refuse(reading, 'bad-value', node.origin, { message: "'default' is an exclusive flag for wakeonwlan", help: 'leave it out' })
  },
}
