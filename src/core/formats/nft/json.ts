/** Reads `nft -j list ruleset` (libnftables-json(5)) into the same tables as the text. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { NftChain, NftFamily, NftHook, NftRule, NftSet, NftTable } from '../../model/index.js'
import { elementsFromJson } from './json-expression.js'
import { statementFromJson, statementText } from './json-statement.js'
import { fieldOf, type Json, listOf, numberOf, textOf } from './json-value.js'

export type NftJson = { readonly capture: string; readonly tables: readonly NftTable[] }

export function parseNftJson(text: string, capture: string): Parsed<NftJson> {
  let parsed: Json
  try {
    parsed = JSON.parse(text) as Json
  } catch {
    return { document: { capture, tables: [] }, diagnostics: [bad(text, capture, 'This is not JSON')] }
  }
  const items = fieldOf(parsed, 'nftables')
  if (!Array.isArray(items))
    return { document: { capture, tables: [] }, diagnostics: [bad(text, capture, 'There is no list "nftables" in it')] }
  return { document: { capture, tables: tablesOf(items as readonly Json[]) }, diagnostics: [] }
}

function bad(text: string, capture: string, message: string): Diagnostic {
  const help = 'give what nft -j list ruleset prints'
  return { code: 'nft/not-json', severity: 'error', message, at: { capture, start: 0, end: Math.min(1, text.length) }, help }
}

type Building = {
  readonly family: NftFamily
  readonly name: string
  readonly flags: readonly string[]
  readonly chains: Map<string, NftChain>
  readonly sets: NftSet[]
  readonly objects: NftTable['objects'][number][]
}

function tablesOf(items: readonly Json[]): readonly NftTable[] {
  const tables = new Map<string, Building>()
  for (const item of items) addItem(tables, fieldOf(item, 'add') ?? item)
  return [...tables.values()].map((table) => ({ ...table, chains: [...table.chains.values()] }))
}

function addItem(tables: Map<string, Building>, item: Json): void {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return
  const [kind, body] = Object.entries(item)[0] ?? ['', null]
  const family = textOf(fieldOf(body, 'family')) as NftFamily
  const name = textOf(fieldOf(body, 'name'))
  if (kind === 'table') {
    const flags = listOf(fieldOf(body, 'flags')).map(textOf)
    tables.set(`${family} ${name}`, { family, name, flags, chains: new Map(), sets: [], objects: [] })
    return
  }
  const table = tables.get(`${family} ${textOf(fieldOf(body, 'table'))}`)
  if (table === undefined) return
  if (kind === 'chain') table.chains.set(name, chainOf(body, name))
  else if (kind === 'rule') addRule(table, body)
  else if (kind === 'set' || kind === 'map') table.sets.push(setOf(kind, body, name))
  else if (kind !== 'element') table.objects.push({ kind, name, text: JSON.stringify(body) })
}

function chainOf(body: Json, name: string): NftChain {
  const hook = fieldOf(body, 'hook')
  if (hook === undefined) return { name, rules: [] }
  return {
    name,
    base: {
      type: textOf(fieldOf(body, 'type')),
      hook: textOf(hook) as NftHook,
      priority: numberOf(fieldOf(body, 'prio')) ?? 0,
      policy: textOf(fieldOf(body, 'policy')) === 'drop' ? 'drop' : 'accept',
      devices: listOf(fieldOf(body, 'dev')).map(textOf),
    },
    rules: [],
  }
}

function addRule(table: Building, body: Json): void {
  const name = textOf(fieldOf(body, 'chain'))
  const chain = table.chains.get(name) ?? { name, rules: [] }
  const statements = listOf(fieldOf(body, 'expr')).map(statementFromJson)
  const comment = fieldOf(body, 'comment')
  const handle = numberOf(fieldOf(body, 'handle'))
  const rule: NftRule = {
    statements,
    text: [...statements.map(statementText), ...(comment === undefined ? [] : [`comment "${textOf(comment)}"`])].join(' '),
    ...(comment === undefined ? {} : { comment: textOf(comment) }),
    ...(handle === undefined ? {} : { handle }),
  }
  table.chains.set(name, { ...chain, rules: [...chain.rules, rule] })
}

function setOf(kind: 'set' | 'map', body: Json, name: string): NftSet {
  const type = fieldOf(body, 'type')
  return {
    name,
    kind,
    type: [listOf(type).map(textOf).join(' . '), ...(kind === 'map' ? [textOf(fieldOf(body, 'map'))] : [])].join(' : '),
    flags: listOf(fieldOf(body, 'flags')).map(textOf),
    elements: elementsFromJson(fieldOf(body, 'elem') ?? []),
  }
}
