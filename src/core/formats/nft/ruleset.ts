/** The tables that a list of commands leaves behind, on an empty ruleset. */
import type { NftChain, NftRule, NftSet, NftTable } from '../../model/index.js'
import type { NftCommand, NftObject } from './document.js'

type Table = Omit<NftTable, 'chains' | 'sets' | 'objects' | 'flags'> & {
  flags: readonly string[]
  readonly chains: Map<string, NftChain>
  readonly sets: Map<string, NftSet>
  readonly objects: Map<string, NftObject>
}

/** Commands that need what is not there (a rule in an unknown chain) leave nothing; nft would refuse the whole file. */
export function rulesetOf(commands: readonly NftCommand[]): readonly NftTable[] {
  const tables = new Map<string, Table>()
  for (const command of commands) apply(tables, command)
  return [...tables.values()].map((table) => ({
    ...table,
    chains: [...table.chains.values()],
    sets: [...table.sets.values()],
    objects: [...table.objects.values()],
  }))
}

const TAKING = new Set(['delete', 'destroy', 'flush', 'reset', 'list', 'get', 'rename'])

function apply(tables: Map<string, Table>, command: NftCommand): void {
  if (command.kind === 'flush-ruleset') {
    for (const [key, table] of tables) if (command.family === undefined || table.family === command.family) tables.delete(key)
    return
  }
  if (!('table' in command)) return
  const key = `${command.family} ${command.table}`
  if (command.kind === 'table') return changeTable(tables, key, command)
  const table = tables.get(key)
  if (table !== undefined) changeInside(table, command)
}

function changeTable(tables: Map<string, Table>, key: string, command: Extract<NftCommand, { kind: 'table' }>): void {
  const { family, table: name, verb, flags, origin } = command
  const old = tables.get(key)
  if (verb === 'delete' || verb === 'destroy') tables.delete(key)
  else if (verb === 'flush') for (const chain of old?.chains.values() ?? []) old?.chains.set(chain.name, { ...chain, rules: [] })
  else if (old === undefined) tables.set(key, { family, name, flags, chains: new Map(), sets: new Map(), objects: new Map(), origin })
  else if (flags.length > 0) old.flags = flags
}

type Inside = Exclude<Extract<NftCommand, { table: string }>, { kind: 'table' }>

function changeInside(table: Table, command: Inside): void {
  switch (command.kind) {
    case 'chain':
      return changeChain(table, command)
    case 'rule':
      return changeRule(table, command)
    case 'set':
      if (TAKING.has(command.verb)) {
        if (command.verb !== 'list') table.sets.delete(command.set.name)
      } else if (!table.sets.has(command.set.name)) table.sets.set(command.set.name, command.set)
      return
    case 'element': {
      const set = table.sets.get(command.set)
      if (set !== undefined && !TAKING.has(command.verb))
        table.sets.set(set.name, { ...set, elements: [...set.elements, ...command.elements] })
      return
    }
    case 'object':
      if (!TAKING.has(command.verb)) table.objects.set(`${command.object.kind} ${command.object.name}`, command.object)
  }
}

function changeChain(table: Table, { verb, chain }: Extract<Inside, { kind: 'chain' }>): void {
  const old = table.chains.get(chain.name)
  if (verb === 'delete' || verb === 'destroy') table.chains.delete(chain.name)
  else if (verb === 'flush') {
    const flushed = chain.name === '' ? [...table.chains.values()] : old === undefined ? [] : [old]
    for (const one of flushed) table.chains.set(one.name, { ...one, rules: [] })
  } else if (!TAKING.has(verb)) {
    const base = chain.base ?? old?.base
    const rules = [...(old?.rules ?? []), ...chain.rules]
    table.chains.set(chain.name, { ...(old ?? chain), ...(base === undefined ? {} : { base }), rules })
  }
}

function changeRule(table: Table, { verb, chain: name, rule, handle }: Extract<Inside, { kind: 'rule' }>): void {
  const chain = table.chains.get(name)
  if (chain === undefined) return
  const others = (rules: readonly NftRule[]) => rules.filter((one) => handle === undefined || one.handle !== handle)
  const rules = verb === 'insert' ? [rule, ...chain.rules] : verb === 'delete' ? others(chain.rules) : [...chain.rules, rule]
  if (!TAKING.has(verb) || verb === 'delete') table.chains.set(name, { ...chain, rules })
}
