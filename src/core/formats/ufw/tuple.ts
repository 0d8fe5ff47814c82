/** The line that ufw writes above the iptables rules of each of its own rules. */
import { familyOf } from './address.js'
import { isInterface, readPorts } from './ports.js'
import { PROTOCOLS, type UfwAction, type UfwLog, type UfwRule, type UfwSide } from './rule.js'

const ACTIONS: readonly UfwAction[] = ['allow', 'deny', 'reject', 'limit']
const LOGS: readonly UfwLog[] = ['', 'log', 'log-all']

/** `text` is what follows `### tuple ###`. The reason for a tuple that ufw leaves out is a sentence. */
export function parseTuple(text: string, v6: boolean): UfwRule | string {
  const [head = '', comment, ...more] = text.split(' comment=')
  const words = head.trim().split(/\s+/)
  if (words.length < 6 || words.length > 9 || more.length > 0) return 'a tuple has 6 to 9 words'
  const [action = '', protocol = '', toPorts = '', to = '', fromPorts = '', from = ''] = words
  const acts = parseAction(action)
  if (acts === undefined) return `${action} has no kind of log that ufw knows`
  if (protocol !== 'any' && !PROTOCOLS.includes(protocol)) return `ufw knows no protocol ${protocol}`
  const place = parsePlace(words.length % 2 === 1 ? (words.at(-1) ?? '') : 'in')
  if (place === undefined) return `${words.at(-1) ?? ''} names no direction or interface`
  const applications = words.length > 7 ? words.slice(6, 8) : []
  const destination = parseSide(to, toPorts, applications[0])
  const source = parseSide(from, fromPorts, applications[1])
  if (destination === undefined) return `${to} ${toPorts} is no destination`
  if (source === undefined) return `${from} ${fromPorts} is no source`
  return { ...acts, ...place, protocol, v6, source, destination, ...(comment === undefined ? {} : { comment: comment.trim() }) }
}

function parseAction(text: string): Pick<UfwRule, 'action' | 'log' | 'route'> | undefined {
  const [kind = '', log = '', ...more] = text.replace(/^[^:]*:/, '').split('_')
  // ufw takes every other word for deny (UFWRule.set_action).
  const action = ACTIONS.find((known) => known === kind.toLowerCase()) ?? 'deny'
  const logged = LOGS.find((known) => known === log.toLowerCase())
  return logged === undefined || more.length > 0 ? undefined : { action, log: logged, route: text.includes(':') }
}

/** `in`, `out_eth0`, `in_eth0!out_eth1` */
function parsePlace(text: string): Pick<UfwRule, 'direction' | 'interfaceIn' | 'interfaceOut'> | undefined {
  const [, first, both] = /^in_([^!]+)!out_(.+)$/.exec(text) ?? []
  if (first !== undefined && both !== undefined)
    return isInterface(first) && isInterface(both) ? { direction: 'in', interfaceIn: first, interfaceOut: both } : undefined
  const [, direction, name] = /^(in|out)(?:_(.+))?$/.exec(text) ?? []
  if (direction !== 'in' && direction !== 'out') return undefined
  if (name === undefined) return { direction }
  if (!isInterface(name)) return undefined
  return direction === 'in' ? { direction, interfaceIn: name } : { direction, interfaceOut: name }
}

function parseSide(address: string, ports: string, application: string | undefined): UfwSide | undefined {
  const numbers = readPorts(ports)
  const text = address === 'any' ? '0.0.0.0/0' : address.toLowerCase()
  if (numbers === undefined || familyOf(text) === undefined) return undefined
  const named = application === undefined || application === '-' ? {} : { application: application.replaceAll('%20', ' ') }
  return { address: text, ports: numbers, ...named }
}

/** The whole line without its line break. */
export function printTuple(rule: UfwRule): string {
  const { source, destination } = rule
  const action = `${rule.route ? 'route:' : ''}${rule.action}${rule.log === '' ? '' : `_${rule.log}`}`
  const name = (side: UfwSide): string => side.application?.replaceAll(' ', '%20') ?? '-'
  const applications = source.application === undefined && destination.application === undefined ? [] : [name(destination), name(source)]
  const words = [
    action,
    rule.protocol,
    destination.ports,
    destination.address,
    source.ports,
    source.address,
    ...applications,
    printPlace(rule),
  ]
  return `### tuple ### ${words.join(' ')}${rule.comment === undefined ? '' : ` comment=${rule.comment}`}`
}

function printPlace({ direction, interfaceIn, interfaceOut }: UfwRule): string {
  if (interfaceIn !== undefined && interfaceOut !== undefined) return `in_${interfaceIn}!out_${interfaceOut}`
  const name = interfaceIn ?? interfaceOut
  return name === undefined ? direction : `${direction}_${name}`
}
