/** The iface stanzas of a node that give IPv4 addresses, with the options that the rules ask for. */
import { type Ipv4, parseIpv4 } from '../addresses/ipv4.js'
import { networkOf, type Prefix, parsePrefix, parsePrefixLength } from '../addresses/prefix.js'
import type { IfaceStanza, Option, Stanza } from '../formats/interfaces/index.js'
import type { NodeInterfaces } from './rule.js'

export type Ipv4Stanza = {
  readonly stanza: IfaceStanza
  /** The interface without the alias's suffix: `eth0` of `eth0:1`. */
  readonly device: string
  readonly method: 'static' | 'dhcp'
  /** Brought up at boot. */
  readonly automatic: boolean
}

/** A stanza whose address and subnet are written down. */
export type Subnet = { readonly address: Ipv4; readonly option: Option; readonly subnet: Prefix }

export function ipv4Stanzas({ stanzas }: NodeInterfaces): readonly Ipv4Stanza[] {
  const automatic = new Set(stanzas.flatMap(automaticNames))
  return stanzas.flatMap((stanza) => {
    if (stanza.kind !== 'iface' || stanza.family?.text !== 'inet') return []
    const method = stanza.method?.text
    if (method !== 'static' && method !== 'dhcp') return []
    const name = stanza.name.text
    return [{ stanza, device: name.split(':')[0] ?? name, method, automatic: automatic.has(name) }]
  })
}

function automaticNames(stanza: Stanza): readonly string[] {
  return stanza.kind === 'auto' || stanza.kind === 'allow' ? stanza.names.map((name) => name.text) : []
}

export function optionOf(stanza: IfaceStanza, key: string): Option | undefined {
  return stanza.options.find((option) => option.key === key)
}

/** Undefined where address or netmask are missing or unreadable: the parser has said so. */
export function subnetOf(stanza: IfaceStanza): Subnet | undefined {
  const option = optionOf(stanza, 'address')
  if (option === undefined) return undefined
  const netmask = optionOf(stanza, 'netmask')?.value.text
  const [text = '', inline] = option.value.text.split('/')
  const address = parseIpv4(text)
  const length =
    inline === undefined ? (netmask === undefined ? undefined : parsePrefixLength(netmask)) : parsePrefix(option.value.text)?.length
  if (address === undefined || length === undefined) return undefined
  return { address, option, subnet: networkOf(address, length) }
}
