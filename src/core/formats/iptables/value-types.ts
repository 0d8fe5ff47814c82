/** Which values the options of iptables take. */
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { parseMac } from '../../addresses/mac.js'
import type { Family } from '../../model/netfilter.js'
import { DSCP_CLASSES } from './classes.js'
import { parseIcmpType } from './icmp.js'
import { parseIcmp6Type } from './icmp6.js'
import { parseMasked, parsePort, parsePortRange, parseRange, parseWhole } from './numbers.js'
import { parseTos } from './tos.js'

type Takes = (text: string, family: Family) => boolean

const TYPES: Readonly<Record<string, Takes>> = {
  'any': () => true,
  'text': (text) => text !== '',
  'port': (text) => parsePort(text) !== undefined,
  'ports': (text) => text === ':' || parsePortRange(text) !== undefined,
  'port-list': isPortList,
  'target-ports': isTargetPorts,
  'masked': (text) => parseMasked(text) !== undefined,
  'tos': (text) => parseTos(text) !== undefined,
  'dscp-class': (text) => DSCP_CLASSES[text.toUpperCase()] !== undefined,
  'mac': (text) => parseMac(text) !== undefined,
  'icmp': (text) => parseIcmpType(text) !== undefined || /^255\/(255|0:255)$/.test(text),
  'icmp6': (text) => parseIcmp6Type(text) !== undefined,
  'address': isAddress,
  'network': isNetwork,
  'prefix': (text, family) => text.includes('/') && isNetwork(text, family),
  'mh-type': (text) => (/^[\d:]*$/.test(text) ? text === ':' || parseRange(text, 255) !== undefined : text !== ''),
  'addresses': (text, family) => text.split(',').every((one) => isNetwork(one, family)),
  'address-range': (text, family) => isRange(text, family),
  'interface': (text) => text.length > 0 && text.length <= 15 && !/[/\s]/.test(text),
  'u64': (text) => isLong(text),
  'long-range': isLongRange,
  'rate': (text) => /^\d+(\/(s|sec|second|m|min|minute|h|hour|d|day))?$/.test(text),
  'byte-rate': (text) => /^\d+(\/(s|sec|second|m|min|minute|h|hour|d|day)|[km]?b\/s)?$/.test(text),
  'probability': (text) => /^[0-9.]+$/.test(text) && Number(text) >= 0 && Number(text) <= 1,
  'translation': (text, family) => isTranslation(text, family),
  'flags': (text) => text === 'ALL' || text === 'NONE' || /^(FIN|SYN|RST|PSH|ACK|URG)(,(FIN|SYN|RST|PSH|ACK|URG))*$/i.test(text),
  'queues': isQueues,
  'strippable': (text) => text.split(',').every((one) => !/^\d+$/.test(one) || (Number(one) > 1 && Number(one) < 256)),
  'user': (text) => /^(\d+|[a-z_][\w-]*|\d+-\d+)$/i.test(text),
}

const parts = /^(\d+)\.\.(\d+)$/

/**
 * `type` is one of the above; `0..255` a number; `range 0..255` two of them with a colon; `one/of/these`; `list a/b`, several of them with commas,
 * where a beginning is enough; `text 15`, up to so many characters.
 */
export function takesValue(type: string, text: string, family: Family): boolean {
  const known = TYPES[type]
  if (known !== undefined) return known(text, family)
  const [, low, high] = parts.exec(type) ?? []
  if (low !== undefined && high !== undefined) return isWithin(text, Number(low), Number(high))
  const [word, rest = ''] = type.split(' ')
  if (word === 'range') return parseRange(text, Number(parts.exec(rest)?.[2] ?? 0)) !== undefined
  if (word === 'text') return text !== '' && text.length <= Number(rest)
  if (word === 'list') return text.split(',').every((one) => one !== '' && rest.split('/').some((name) => startsLike(name, one)))
  return type.split('/').some((name) => name.toLowerCase() === text.toLowerCase())
}

function startsLike(name: string, text: string): boolean {
  return name.toLowerCase().startsWith(text.toLowerCase())
}

function isWithin(text: string, low: number, high: number): boolean {
  const value = parseWhole(text)
  return value !== undefined && value >= low && value <= high
}

/** Fifteen ports, of which a range counts for two. */
function isPortList(text: string): boolean {
  const pieces = text.split(',')
  const count = pieces.reduce((sum, piece) => sum + (piece.includes(':') ? 2 : 1), 0)
  return count <= 15 && pieces.every((piece) => parsePortRange(piece) !== undefined && !/^:|:$/.test(piece))
}

function isAddress(text: string, family: Family): boolean {
  if (family === 'ip6') return parseIpv6(text) !== undefined || isHostName(text)
  return parseIpv4(text) !== undefined || isHostName(text)
}

/** A name is looked up, which nobody can foresee. */
function isHostName(text: string): boolean {
  return /^[a-z0-9]([\w.-]*[a-z0-9])?$/i.test(text) && /[a-z]/i.test(text) && !text.includes(':')
}

function isNetwork(text: string, family: Family): boolean {
  const [head = '', mask, ...more] = text.split('/')
  if (more.length > 0) return false
  if (family === 'ip6') {
    const isMask6 = mask === undefined || (/^\d{1,3}$/.test(mask) && Number(mask) <= 128) || parseIpv6(mask) !== undefined
    return isMask6 && (parseIpv6(head) !== undefined || isHostName(head))
  }
  const isMask = mask === undefined || (/^\d{1,2}$/.test(mask) && Number(mask) <= 32) || parseIpv4(mask) !== undefined
  // inet_aton(3) takes fewer parts as well.
  return isMask && (parseIpv4(head) !== undefined || /^\d+(\.\d+){0,2}$/.test(head) || isHostName(head))
}

function isRange(text: string, family: Family): boolean {
  const pieces = text.split('-')
  const parse = family === 'ip' ? parseIpv4 : parseIpv6
  return pieces.length <= 2 && pieces.every((piece) => parse(piece) !== undefined)
}

/** 64 bits are more than a number holds exactly. */
function isLong(text: string): boolean {
  return /^(\d{1,20}|0x[0-9a-f]{1,16})$/i.test(text) && BigInt(text) <= 0xffff_ffff_ffff_ffffn
}

function isLongRange(text: string): boolean {
  const [low = '', high = '', ...more] = text.split(':')
  if (more.length > 0 || ![low, high].every((one) => one === '' || isLong(one))) return false
  return low === '' || high === '' || BigInt(low) <= BigInt(high)
}

/** `80`, `80-90`, names only alone. */
function isTargetPorts(text: string): boolean {
  if (parsePort(text) !== undefined) return true
  const [low = '', high = '', ...more] = text.split('-')
  const [from, to] = [parseWhole(low), parseWhole(high)]
  return more.length === 0 && from !== undefined && to !== undefined && from <= to && to <= 65_535
}

/** With a base that the ports are counted from: `1000-2000/3000`. */
function isTranslation(text: string, family: Family): boolean {
  const [, inside, behind] =
    family === 'ip6' ? (/^\[([^\]]*)\](?::(.*))?$/.exec(text) ?? ['', undefined, undefined]) : [text, ...text.split(':')]
  const addresses = inside ?? text
  if (family === 'ip' && text.split(':').length > 2) return false
  if (family === 'ip6' && /^:[^:]/.test(text)) return isNatPorts(text.slice(1))
  const isEmpty = addresses === '' && behind !== undefined
  return (isEmpty || isRange(addresses, family)) && (behind === undefined || isNatPorts(behind))
}

function isNatPorts(text: string): boolean {
  const [ports = '', base, ...more] = text.split('/')
  if (more.length > 0 || !isTargetPorts(ports)) return false
  const port = base === undefined ? 1 : parsePort(base)
  return port !== undefined && port > 0
}

function isQueues(text: string): boolean {
  const [low = '', high, ...more] = text.split(':')
  if (high === undefined || more.length > 0) return false
  const from = low === '' ? 0 : parseWhole(low)
  const to = high === '' ? 65_534 : parseWhole(high)
  return from !== undefined && to !== undefined && from < to && to <= 65_534
}
