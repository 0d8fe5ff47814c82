/** A chain's block: where it is hooked in, its policy and its rules. */
import type { NftChain, NftFamily, NftHook, NftRule } from '../../model/index.js'
import { type Cursor, shown } from './cursor.js'
import { readRule } from './rule.js'
import { BRIDGE_PRIORITIES, HOOKS, PRIORITIES } from './vocabulary.js'

type Base = NonNullable<NftChain['base']>
type Reading = { base?: Base | undefined; policy?: 'accept' | 'drop'; readonly rules: NftRule[] }

/** Behind the chain's name: nothing, or a block. */
export function readChain(cursor: Cursor, family: NftFamily, name: string, start: number): NftChain {
  const reading: Reading = { rules: [] }
  if (cursor.take('{') !== undefined) readBlock(cursor, family, reading)
  const base = reading.base === undefined ? {} : { base: { ...reading.base, policy: reading.policy ?? reading.base.policy } }
  return { name, ...base, rules: reading.rules, origin: cursor.originFrom(start) }
}

function readBlock(cursor: Cursor, family: NftFamily, reading: Reading): void {
  for (cursor.skipEnds(); !cursor.is('}'); cursor.skipEnds()) {
    if (cursor.done) return cursor.refuse('the block of the chain is never closed', undefined, 'close it with }')
    if (cursor.is('type') && cursor.peek(2).text === 'hook') reading.base = readBase(cursor, family) ?? reading.base
    else if (cursor.is('policy')) readPolicy(cursor, reading)
    else if (cursor.is('flags') || cursor.is('comment') || cursor.is('devices')) cursor.skipStatement()
    else if (!cursor.atEnd) reading.rules.push(readRule(cursor))
  }
  cursor.next()
}

function readPolicy(cursor: Cursor, reading: Reading): void {
  cursor.next()
  const policy = cursor.next()
  if (policy.text === 'accept' || policy.text === 'drop') reading.policy = policy.text
  else cursor.refuse(`a policy is accept or drop, not ${shown(policy)}`, policy)
  cursor.skipStatement()
}

/** `type filter hook input device eth0 priority filter + 10` */
function readBase(cursor: Cursor, family: NftFamily): Base | undefined {
  cursor.next()
  const type = cursor.next()
  cursor.next()
  const hook = cursor.next()
  if (!HOOKS.has(hook.text)) {
    cursor.refuseWord(`there is no hook ${shown(hook)}`, hook, HOOKS, { otherwise: `hooks: ${[...HOOKS].join(', ')}` })
  }
  const devices = readDevices(cursor)
  if (cursor.take('priority') === undefined) {
    cursor.refuse(`a base chain needs a priority after its hook, not ${shown(cursor.peek())}`)
    cursor.skipStatement()
    return undefined
  }
  const priority = readPriority(cursor, family)
  const policy = cursor.is('policy') ? undefined : cursor.skipStatement()
  return { type: type.text, hook: hook.text as NftHook, priority, policy: policy ?? 'accept', devices }
}

function readDevices(cursor: Cursor): readonly string[] {
  if (cursor.take('device') !== undefined) return [cursor.take('$') === undefined ? cursor.next().text : `$${cursor.next().text}`]
  if (cursor.take('devices') === undefined) return []
  const names: string[] = []
  while (!cursor.done && !cursor.is('priority') && cursor.peek().text !== ';') {
    const token = cursor.next()
    if (token.text === '$') names.push(`$${cursor.next().text}`)
    else if (token.kind === 'word' || token.kind === 'string') names.push(token.text)
  }
  return names
}

function readPriority(cursor: Cursor, family: NftFamily): number {
  const names = family === 'bridge' ? BRIDGE_PRIORITIES : PRIORITIES
  const sign = cursor.take('-') === undefined ? 1 : -1
  const first = cursor.next()
  const number = Number(first.text)
  const known = Object.hasOwn(names, first.text) ? names[first.text] : undefined
  if (known === undefined && !Number.isInteger(number)) cursor.refuse(`there is no priority ${shown(first)} in the family ${family}`, first)
  const base = known ?? (Number.isInteger(number) ? number : 0)
  const operator = cursor.take('+') ?? cursor.take('-')
  return operator === undefined ? sign * base : base + (operator.text === '-' ? -1 : 1) * Number(cursor.next().text)
}
