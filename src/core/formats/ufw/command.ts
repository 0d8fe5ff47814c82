/** Command lines of ufw(8) that add, insert or delete a rule. */
import { familyOf } from './address.js'
import { isProfileName, splitPorts } from './applications.js'
import { isInterface, protocolOfService, readPorts } from './ports.js'
import { encodeComment, ONLY_IPV4, PROTOCOLS, type UfwAction, type UfwLog, type UfwRule, type UfwSide, WITHOUT_PORTS } from './rule.js'

export type UfwCommand =
  | {
      readonly kind: 'add' | 'delete'
      /** Ports of an application are still the profile's name. */
      readonly rule: UfwRule
      readonly families: 'v4' | 'v6' | 'both'
      /** `insert NUMBER`, as `ufw status numbered` counts; -1 is `prepend`. Absent: at the end. */
      readonly position?: number
    }
  | { readonly kind: 'delete-number'; readonly number: number }
  | { readonly kind: 'refused'; readonly error: string }

const ACTIONS: readonly UfwAction[] = ['allow', 'deny', 'reject', 'limit']
const KEYS = ['proto', 'from', 'to', 'port', 'app', 'in', 'out']

function refuse(error: string): UfwCommand {
  return { kind: 'refused', error }
}

type Draft = {
  action: UfwAction
  log: UfwLog
  direction: 'in' | 'out'
  protocol: string
  comment?: string
  interfaceIn?: string
  interfaceOut?: string
  source: UfwSide
  destination: UfwSide
  families: 'v4' | 'v6' | 'both'
  /** Names of services, whose protocols still count. */
  services: string[]
}

/** The words behind `ufw`. */
export function parseUfwCommand(argv: readonly string[]): UfwCommand {
  const words = [...argv]
  if (words[0] === '--force' || words[0] === '-f') words.shift()
  const route = words[0] === 'route'
  if (route || words[0] === 'rule') words.shift()
  const both = route ? takeSecondInterface(words) : undefined
  if (typeof both === 'string') return refuse(both)
  const removes = words[0]?.toLowerCase() === 'delete' && words.length > 1
  if (removes) words.shift()
  if (removes && !route && /^[-+]?\d+$/.test(words[0] ?? '')) return { kind: 'delete-number', number: Number(words[0]) }
  const position = removes ? undefined : takePosition(words)
  if (typeof position === 'string') return refuse(position)
  const draft = readRule(words)
  if (typeof draft === 'string') return refuse(draft)
  if (both !== undefined) draft[both.side] = both.name
  return {
    kind: removes ? 'delete' : 'add',
    rule: ruleOf(draft, route),
    families: draft.families,
    ...(position === undefined ? {} : { position }),
  }
}

function ruleOf(draft: Draft, route: boolean): UfwRule {
  const { families, services: _, ...rule } = draft
  return { ...rule, route, v6: families === 'v6' }
}

/** A rule about forwarded packets may name both interfaces; the second clause is taken out. */
function takeSecondInterface(
  words: string[],
): { readonly side: 'interfaceIn' | 'interfaceOut'; readonly name: string } | string | undefined {
  const text = ` ${words.join(' ')} `
  if (text.includes(' in on ') && text.includes(' out on ')) {
    const strip = words.indexOf('in') > words.indexOf('out') ? 'in' : 'out'
    const at = words.indexOf(strip)
    const name = words[at + 2] ?? ''
    words.splice(at, 3)
    return isInterface(name) ? { side: strip === 'in' ? 'interfaceIn' : 'interfaceOut', name } : 'Bad interface name'
  }
  const isVague = !/ (in|out) on /.test(text) && !/ app (in|out) /.test(text) && / (in|out) /.test(text)
  return isVague ? 'Invalid interface clause for route rule' : undefined
}

function takePosition(words: string[]): number | string | undefined {
  const command = words[0]?.toLowerCase()
  if (command === 'prepend') {
    words.shift()
    return -1
  }
  if (command !== 'insert') return undefined
  const [, text = ''] = words.splice(0, 2)
  if (words.length < 2) return 'Invalid syntax'
  if (text === '0' || text === '-1') return `Cannot insert rule at position '${text}'`
  return /^\d+$/.test(text) ? Number(text) : `Insert position '${text}' is not a valid position`
}

function readRule(words: string[]): Draft | string {
  const action = ACTIONS.find((known) => known === words[0])
  if (action === undefined || words.length < 2) return 'Invalid syntax'
  const anywhere: UfwSide = { address: '0.0.0.0/0', ports: 'any' }
  const draft: Draft = {
    action,
    log: '',
    direction: 'in',
    protocol: 'any',
    source: anywhere,
    destination: anywhere,
    families: 'both',
    services: [],
  }
  return takeDirection(draft, words) ?? takeLog(draft, words) ?? takeComment(draft, words) ?? readTail(draft, words)
}

/** `in`, `out`, `in on eth0`; the last leaves `in eth0` for the long form. */
function takeDirection(draft: Draft, words: string[]): string | undefined {
  const written = words[1]?.toLowerCase()
  const direction = written === 'in' || written === 'out' ? written : undefined
  if (direction !== undefined) draft.direction = direction
  if (direction !== undefined && words.length > 2 && words[2] !== 'on') words.splice(1, 1)
  if (!words.includes('in') && !words.includes('out')) return undefined
  const has = words[1]?.toLowerCase()
  if ((has !== 'in' && has !== 'out') || words.length < 3 || words[2]?.toLowerCase() !== 'on') return 'Invalid interface clause'
  words.splice(2, 1)
  return undefined
}

function takeLog(draft: Draft, words: string[]): string | undefined {
  const isLog = (word: string | undefined): boolean => word?.toLowerCase() === 'log' || word?.toLowerCase() === 'log-all'
  const hasInterface = words[1] === 'in' || words[1] === 'out'
  const at = hasInterface && words.length > 3 && isLog(words[3]) ? 3 : words.length > 2 && isLog(words[1]) ? 1 : 0
  if (at > 0) draft.log = words.splice(at, 1)[0]?.toLowerCase() === 'log' ? 'log' : 'log-all'
  const other = words.find((word) => word === 'log' || word === 'log-all')
  return other === undefined ? undefined : `Option '${other}' not allowed here`
}

function takeComment(draft: Draft, words: string[]): string | undefined {
  const at = words.indexOf('comment')
  if (at < 0) return undefined
  const [, text] = words.splice(at, 2)
  if (text === undefined) return "Option 'comment' missing required argument"
  if (text.includes("'")) return 'Invalid syntax'
  if (text !== '') draft.comment = encodeComment(text)
  return undefined
}

function readTail(draft: Draft, words: readonly string[]): Draft | string {
  if (words.length < 2 || words.length > 13) return 'Invalid syntax'
  const problem = words.length === 2 ? readShort(draft, words[1] ?? '') : readLong(draft, words)
  return problem ?? settleProtocol(draft) ?? draft
}

/** `22/tcp`, `ssh`, `OpenSSH` */
function readShort(draft: Draft, text: string): string | undefined {
  if (isProfileName(text) && protocolOfService(text) === undefined) {
    draft.destination = { ...draft.destination, ports: text, application: text }
    return undefined
  }
  if (text.split('/').length > 2) return 'Bad port'
  const { ports, protocol } = splitPorts(text)
  if (WITHOUT_PORTS.includes(protocol)) return `Invalid port with protocol '${protocol}'`
  return readService(draft, ports) ?? setProtocol(draft, protocol, 'Bad port') ?? setPorts(draft, 'destination', ports, 'Bad port')
}

function readService(draft: Draft, text: string): string | undefined {
  if (/^\d([0-9,:]*\d+)*$/.test(text)) return undefined
  if (/[,:]/.test(text)) return 'Port ranges must be numeric'
  draft.services.push(text)
  return undefined
}

function setProtocol(draft: Draft, protocol: string, error = `Unsupported protocol '${protocol}'`): string | undefined {
  if (protocol !== 'any' && !PROTOCOLS.includes(protocol)) return error
  draft.protocol = protocol
  return undefined
}

function setPorts(draft: Draft, side: 'source' | 'destination', text: string, error = `Bad port '${text}'`): string | undefined {
  const ports = readPorts(text)
  if (ports === undefined) return error
  draft[side] = { ...draft[side], ports }
  return undefined
}

/** `proto tcp from 10.0.0.0/8 to any port 80`; its words come in pairs. */
function readLong(draft: Draft, words: readonly string[]): string | undefined {
  if (words.length % 2 === 0) return 'Wrong number of arguments'
  if (!['from', 'to', 'in', 'out'].some((key) => words.includes(key))) return "Need 'to' or 'from' clause"
  const count = (key: string): number => words.filter((word) => word === key).length
  const tooMany = ['to', 'from', 'proto', 'in', 'out'].some((key) => count(key) > 1) || count('port') > 2 || count('app') > 2
  if (tooMany || (count('app') > 0 && count('proto') > 0)) return 'Improper rule syntax'
  const families = { from: 'any', to: 'any' }
  let side: 'source' | 'destination' | undefined
  for (let index = 1; index < words.length; index += 2) {
    const [key = '', value = ''] = words.slice(index, index + 2)
    if (!KEYS.includes(key)) return `Invalid token '${key}'`
    if (key === 'from' || key === 'to') {
      side = key === 'from' ? 'source' : 'destination'
      const family = setAddress(draft, side, value)
      if (family === undefined) return key === 'from' ? 'Bad source address' : 'Bad destination address'
      families[key] = family
    } else {
      const problem = readPair(draft, side, key, value)
      if (problem !== undefined) return problem
    }
  }
  return settleFamilies(draft, families.from, families.to)
}

function setAddress(draft: Draft, side: 'source' | 'destination', text: string): 'any' | 'v4' | 'v6' | undefined {
  if (text.toLowerCase() === 'any') return 'any'
  const family = familyOf(text)
  if (family === undefined) return undefined
  const address = text.toLowerCase()
  // At this moment every rule still is one of IPv4 (UFWRule._fix_anywhere).
  draft[side] = { ...draft[side], address: address === '::/0' ? '0.0.0.0/0' : address }
  return family === 6 ? 'v6' : 'v4'
}

function readPair(draft: Draft, side: 'source' | 'destination' | undefined, key: string, value: string): string | undefined {
  if (key === 'proto') return setProtocol(draft, value)
  if (key === 'in' || key === 'out') {
    if (!isInterface(value)) return 'Bad interface name'
    draft[key === 'in' ? 'interfaceIn' : 'interfaceOut'] = value
    return undefined
  }
  if (side === undefined) return `Need 'from' or 'to' with '${key}'`
  if (key === 'app') {
    draft[side] = { ...draft[side], ports: value, application: value }
    return undefined
  }
  return readService(draft, value) ?? setPorts(draft, side, value)
}

function settleFamilies(draft: Draft, from: string, to: string): string | undefined {
  if (from !== 'any' && to !== 'any' && from !== to) return "Mixed IP versions for 'from' and 'to'"
  const family = from === 'any' ? to : from
  draft.families = family === 'v4' || family === 'v6' ? family : 'both'
  return undefined
}

/** The protocols of the named services must agree, with each other and with `proto`. */
function settleProtocol(draft: Draft): string | undefined {
  const found = draft.services.map(protocolOfService)
  if (found.includes(undefined)) return 'Could not find protocol'
  const protocols = [...new Set(found.filter((protocol) => protocol !== 'any'))]
  if (protocols.length > 1) return 'Protocol mismatch (from/to)'
  const [protocol] = protocols
  if (protocol !== undefined && draft.protocol === 'any') draft.protocol = protocol
  else if (protocol !== undefined && draft.protocol !== protocol) return `Protocol mismatch with specified protocol ${draft.protocol}`
  return verify(draft)
}

function verify(draft: Draft): string | undefined {
  const { protocol, source, destination } = draft
  if (ONLY_IPV4.includes(protocol) && draft.families === 'both') draft.families = 'v4'
  const hasApplication = source.application !== undefined || destination.application !== undefined
  if (protocol !== 'any' && hasApplication) return `Improper rule syntax ('${protocol}' specified with app rule)`
  if (ONLY_IPV4.includes(protocol) && draft.families === 'v6') return `Invalid IPv6 address with protocol '${protocol}'`
  if (WITHOUT_PORTS.includes(protocol) && (source.ports !== 'any' || destination.ports !== 'any'))
    return `Invalid port with protocol '${protocol}'`
  return undefined
}
