/** `addresses`, `nameservers`, gateways and what else holds addresses. */
import type { Origin } from '../../diagnostics/origin.js'
import { resolve, textOf, type YamlList, type YamlNode, type YamlScalar, type YamlValue } from '../../yaml/node.js'
import { asciiLower, isIpv4, isIpv6, leadingUnsigned, splitPrefix } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import type { Address } from './definition-address.js'
import { each, eachText, escaped, isNewIn, type Key, type Keys, type Reading, readMap, refuse, shown, warn } from './reading.js'
import type { Setting } from './setting.js'
import { put, text } from './value-keys.js'

const ADDRESS_OPTIONS: Keys<Address> = {
  lifetime: {
    expects: 'scalar',
    read: (reading, node, target) =>
      ['0', 'forever'].includes(asciiLower(textOf(node)))
        ? put(target, 'lifetime', textOf(node), node)
        : refuse(reading, 'bad-value', node.origin, {
            message: `invalid lifetime value '${shown(textOf(node))}'`,
            help: 'write 0 or forever',
          }),
  },
  label: text('label'),
}

export const addresses: Key<DraftDefinition> = {
  expects: 'list',
  read: (reading, node, definition) =>
    readAddresses(reading, node, { definition, into4: definition.addresses4, into6: definition.addresses6, lengthMayBeZero: false }),
}

type AddressLists = {
  readonly definition: DraftDefinition
  readonly into4: Setting<string>[]
  readonly into6: Setting<string>[]
  readonly lengthMayBeZero: boolean
}

/** Addresses with prefix length, each alone or as the only key of a map of options. */
export function readAddresses(reading: Reading, list: YamlList, lists: AddressLists): boolean {
  let isDone = false
  return each(reading, list.items, (item) => {
    if (isDone) return true
    const value = resolve(reading.anchors, item)
    if (value.kind === 'scalar') return readAddress(reading, value, item, lists)
    if (value.kind === 'list') return refuseItem(reading, item)
    const [entry] = value.entries
    const key = entry === undefined ? undefined : resolve(reading.anchors, entry.key)
    if (entry === undefined || key === undefined || key.kind !== 'scalar') return refuseItem(reading, item)
    // netplan takes options that it has seen before for a sign that it has seen all of the list before.
    if (lists.definition.addressOptions.some(({ address }) => address.value === textOf(key))) {
      isDone = true
      return true
    }
    return readAddressWithOptions(reading, key, resolve(reading.anchors, entry.value), lists.definition)
  })
}

function refuseItem(reading: Reading, item: YamlNode): boolean {
  return refuse(reading, 'wrong-type', item.origin, {
    message: 'an address, or an address with a map of options, is needed here',
    help: 'check the indentation',
  })
}

function readAddressWithOptions(reading: Reading, key: YamlScalar, value: YamlValue, definition: DraftDefinition): boolean {
  const { address, length } = splitPrefix(textOf(key))
  if (length === undefined) return refuseLength(reading, key.origin, textOf(key))
  if (!isIpv4(address) && !isIpv6(address)) return refuseAddress(reading, key.origin, textOf(key))
  const options: Address = { address: { value: textOf(key), origin: key.origin } }
  if (!readMap(reading, value, ADDRESS_OPTIONS, options)) return false
  definition.addressOptions.push(options)
  return true
}

function readAddress(reading: Reading, value: YamlScalar, item: YamlNode, lists: AddressLists): boolean {
  const written = textOf(value)
  const { address, length } = splitPrefix(written)
  if (length === undefined) return refuseLength(reading, item.origin, written)
  const isFour = isIpv4(address)
  if (!isFour && !isIpv6(address)) return refuseAddress(reading, item.origin, written)
  const bits = leadingUnsigned(length)
  if ((!lists.lengthMayBeZero && bits === 0) || bits > (isFour ? 32 : 128)) {
    return refuse(reading, 'bad-address', item.origin, {
      message: `invalid prefix length in address '${shown(written)}'`,
      help: `write a number from 1 to ${isFour ? 32 : 128} behind the slash`,
    })
  }
  addOnce(reading, isFour ? lists.into4 : lists.into6, { value: written, origin: item.origin })
  return true
}

/** netplan 0.106 keeps what is given twice. */
function addNameserver(reading: Reading, list: Setting<string>[], value: Setting<string>): void {
  if (reading.release === '0.106') list.push(value)
  else addOnce(reading, list, value)
}

export function addOnce(reading: Reading, list: Setting<string>[], value: Setting<string>): void {
  if (isNewIn(reading, list, value.value)) list.push(value)
}

function refuseLength(reading: Reading, at: Origin, written: string): false {
  return refuse(reading, 'bad-address', at, {
    message: `address '${shown(written)}' is missing /prefixlength`,
    help:
      isIpv4(written) || isIpv6(written)
        ? `write ${written}/${isIpv4(written) ? 24 : 64} if that is the size of the network`
        : 'write ADDRESS/LENGTH',
  })
}

export function refuseAddress(reading: Reading, at: Origin, written: string): false {
  return refuse(reading, 'bad-address', at, { message: `malformed address '${shown(written)}'`, help: 'write 192.0.2.1 or 2001:db8::1' })
}

/** A gateway of old; netplan still takes it. */
export function gateway(name: 'gateway4' | 'gateway6'): Key<DraftDefinition> {
  return {
    expects: 'scalar',
    read: (reading, node, definition) => {
      const written = textOf(node)
      if (!(name === 'gateway4' ? isIpv4 : isIpv6)(written)) return refuseAddress(reading, node.origin, written)
      warn(reading, 'deprecated', node.origin, {
        message: `${name} is deprecated`,
        because: 'netplan still makes a default route of it, and two of them conflict without a word',
        help: `write routes: [{ to: default, via: ${shown(written)} }]`,
      })
      return put(definition, name, written, node)
    },
  }
}

export const addressToken: Key<DraftDefinition> = {
  expects: 'scalar',
  read: (reading, node, definition) => {
    put(definition, 'ipv6-address-token', escaped(reading, textOf(node)), node)
    if (isIpv6(textOf(node))) return true
    return refuse(reading, 'bad-address', node.origin, {
      message: `invalid ipv6-address-token '${shown(textOf(node))}'`,
      help: 'write it as ::1:2',
    })
  },
}

const NAMESERVERS: Keys<DraftDefinition> = {
  search: {
    expects: 'list',
    read: (reading, node, definition) =>
      eachText(reading, node, (domain, origin) => {
        addNameserver(reading, definition.search, { value: escaped(reading, domain), origin })
        return true
      }),
  },
  addresses: {
    expects: 'list',
    read: (reading, node, definition) =>
      eachText(reading, node, (written, origin) => {
        if (!isIpv4(written) && !isIpv6(written)) return refuseAddress(reading, origin, written)
        addNameserver(reading, isIpv4(written) ? definition.nameservers4 : definition.nameservers6, { value: written, origin })
        return true
      }),
  },
}

export const nameservers: Key<DraftDefinition> = {
  expects: 'map',
  read: (reading, node, definition) => readMap(reading, node, NAMESERVERS, definition),
}

export const linkLocal: Key<DraftDefinition> = {
  expects: 'list',
  read: (reading, node, definition) => {
    const chosen = new Set<string>()
    const isFine = eachText(reading, node, (written, origin) => {
      const family = asciiLower(written)
      if (family !== 'ipv4' && family !== 'ipv6') {
        return refuse(reading, 'bad-value', origin, {
          message: `invalid value for link-local: '${shown(written)}'`,
          help: 'it may hold ipv4 and ipv6',
        })
      }
      chosen.add(family)
      return true
    })
    if (isFine) definition.linkLocal = { ipv4: chosen.has('ipv4'), ipv6: chosen.has('ipv6'), origin: node.origin }
    return isFine
  },
}
