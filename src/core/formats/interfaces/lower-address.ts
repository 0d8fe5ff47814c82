/** `address`, `netmask`, `broadcast`: how ifupdown and ip(8) make an address of them. */
import { ANY_ADDRESS, type Ipv4, LIMITED_BROADCAST, parseIpv4 } from '../../addresses/ipv4.js'
import { broadcastOf, lengthOfMask, networkOf, parsePrefixLength } from '../../addresses/prefix.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { AddressScope } from '../../model/routing.js'
import { classfulLength, maskOfLength } from './conversions.js'
import type { IfaceStanza, Option } from './document.js'
import type { AddressFact, Failure } from './facts.js'
import { quoted } from './finding.js'
import { optionsOf } from './query.js'

export type AddressReading = {
  readonly addresses: readonly AddressFact[]
  readonly failures: readonly Failure[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Values of a repeated option as ifupdown keeps them: joined with newlines. */
export function joinedValue(stanza: IfaceStanza, name: string): string | undefined {
  const options = optionsOf(stanza, name)
  return options.length === 0 ? undefined : options.map((option) => option.value.text).join('\n')
}

export function lowerAddress(stanza: IfaceStanza): AddressReading {
  const [option] = optionsOf(stanza, 'address')
  const text = joinedValue(stanza, 'address')
  if (option === undefined || text === undefined) return withoutAddress(stanza)
  const address = parseIpv4(text.split('/')[0] ?? '')
  if (address === undefined) return refused(stanza, option, badAddress(stanza, option))
  const mask = maskFor(stanza, address, text)
  if (mask.length === undefined) return refused(stanza, mask.option ?? option, badMask(stanza, mask.option ?? option))
  const extras = readExtras(stanza, address, mask.length)
  const fact: AddressFact = { address, length: mask.length, ...extras.parts, origin: option.origin }
  const guessed = [
    ...(mask.guessed ? [guessedMask(stanza, option, address, mask.length)] : []),
    ...(mask.overflow ? [overflownMask(stanza, option)] : []),
  ]
  const failed = extras.diagnostics.map((found) => ({ step: 'address', text: found.message, origin: found.at ?? option.origin }) as const)
  return { addresses: failed.length > 0 ? [] : [fact], failures: failed, diagnostics: [...guessed, ...extras.diagnostics] }
}

type Mask = { readonly length: number | undefined; readonly option?: Option; readonly guessed?: true; readonly overflow?: true }

/** `netmask` wins over the length behind the address; without either, the address's old class decides (compute_v4_mask in ifupdown). */
function maskFor(stanza: IfaceStanza, address: Ipv4, text: string): Mask {
  const [netmask] = optionsOf(stanza, 'netmask')
  if (netmask !== undefined) return { length: parsePrefixLength(joinedValue(stanza, 'netmask') ?? ''), option: netmask }
  const behind = text.split('/')[1]
  if (behind === undefined) return { length: classfulLength(address), guessed: true }
  const dotted = parseIpv4(behind)
  if (dotted !== undefined) return { length: lengthOfMask(dotted) }
  const digits = Number(/^\s*(\d{1,9})/.exec(behind)?.[1] ?? 'none')
  if (digits <= 32) return { length: digits }
  const shifted = parseIpv4(Number.isNaN(digits) ? '' : maskOfLength(digits))
  return shifted === undefined ? { length: undefined } : { length: lengthOfMask(shifted), overflow: true }
}

type Extras = { readonly parts: Partial<AddressFact>; readonly diagnostics: readonly Diagnostic[] }

function readExtras(stanza: IfaceStanza, address: Ipv4, length: number): Extras {
  const broadcast = broadcastFor(stanza, address, length)
  const [scopeOption] = optionsOf(stanza, 'scope')
  const scope = scopeOption === undefined ? undefined : parseScope(joinedValue(stanza, 'scope') ?? '')
  const [peerOption] = optionsOf(stanza, 'pointopoint')
  const peer = peerOption === undefined ? undefined : parseIpv4(joinedValue(stanza, 'pointopoint') ?? '')
  const bad = [
    ...(broadcast === undefined ? optionsOf(stanza, 'broadcast').slice(0, 1) : []),
    ...(scopeOption !== undefined && scope === undefined ? [scopeOption] : []),
    ...(peerOption !== undefined && peer === undefined ? [peerOption] : []),
  ]
  const parts = {
    ...(broadcast === undefined ? {} : { broadcast }),
    ...(scope === undefined ? {} : { scope }),
    ...(peer === undefined ? {} : { peer }),
  }
  return { parts, diagnostics: bad.map((option) => badValue(stanza, option)) }
}

/** Without a `broadcast` option ifupdown computes one. In a /31 it is the limited broadcast address, as the dotted netmask makes it. */
function broadcastFor(stanza: IfaceStanza, address: Ipv4, length: number): Ipv4 | undefined {
  const text = joinedValue(stanza, 'broadcast') ?? '+'
  if (text === '+') return length === 31 ? LIMITED_BROADCAST : broadcastOf(address, length)
  if (text === '-') return length === 31 ? ANY_ADDRESS : networkOf(address, length).address
  return parseIpv4(text)
}

function parseScope(text: string): AddressScope | undefined {
  return text === 'global' || text === 'link' || text === 'host' ? text : undefined
}

function withoutAddress(stanza: IfaceStanza): AddressReading {
  const message = `${stanza.name.text} is static but has no address`
  return {
    addresses: [],
    failures: [{ step: 'stanza', text: message, origin: stanza.origin }],
    diagnostics: [
      {
        code: 'interfaces/missing-address',
        severity: 'error',
        message,
        at: stanza.origin,
        because: 'ifup refuses the stanza: missing required variable: address',
        help: 'add a line such as "address 192.0.2.1/24", or use the method manual',
      },
    ],
  }
}

function refused(stanza: IfaceStanza, option: Option, diagnostic: Diagnostic): AddressReading {
  const failure: Failure = { step: 'address', text: `${stanza.name.text}: ip addr add fails: ${diagnostic.message}`, origin: option.origin }
  return { addresses: [], failures: [failure], diagnostics: [diagnostic] }
}

function badAddress(stanza: IfaceStanza, option: Option): Diagnostic {
  return {
    code: 'interfaces/bad-address',
    severity: 'error',
    message: `${quoted(option.value.text)} of ${stanza.name.text} is no IPv4 address`,
    at: option.value.origin,
    because: 'ip addr add refuses it, so the interface is not brought up',
    help: option.value.text.includes(':')
      ? `use "iface ${stanza.name.text} inet6 static"`
      : 'write four numbers from 0 to 255, e.g. "address 192.0.2.1/24"',
  }
}

function badMask(stanza: IfaceStanza, option: Option): Diagnostic {
  return {
    code: 'interfaces/bad-netmask',
    severity: 'error',
    message: `${quoted(option.value.text)} of ${stanza.name.text} gives no prefix length`,
    at: option.value.origin,
    because: 'ip addr add refuses it, so the interface is not brought up',
    help: 'write a length from 0 to 32, or a mask such as 255.255.255.0',
  }
}

function overflownMask(stanza: IfaceStanza, option: Option): Diagnostic {
  return {
    ...badMask(stanza, option),
    because: 'ifupdown computes another netmask from it, such as 0.0.0.0, with which every address counts as on this link',
  }
}

export function badValue(stanza: IfaceStanza, option: Option): Diagnostic {
  return {
    code: 'interfaces/bad-value',
    severity: 'error',
    message: `${quoted(option.value.text)} is no value for ${quoted(option.name.text)} of ${stanza.name.text}`,
    at: option.value.origin,
    because: 'the command that ifup builds from it fails',
    help: 'see interfaces(5) for the values it takes',
  }
}

function guessedMask(stanza: IfaceStanza, option: Option, address: Ipv4, length: number): Diagnostic {
  return {
    code: 'interfaces/missing-netmask',
    severity: 'warning',
    message: `${address} of ${stanza.name.text} has no netmask`,
    at: option.value.origin,
    because: `ifupdown takes the address's old class, here /${length}`,
    help: `write what is meant, e.g. "address ${address}/24"`,
  }
}
