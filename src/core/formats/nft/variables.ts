/** What `define` names, put in where `$name` stands. */
import type { NftCommand, NftElement, NftExpression, NftRule, NftStatement } from '../../model/index.js'
import { Cursor } from './cursor.js'
import { readList } from './expression.js'
import { tokenize } from './tokens.js'

/** `values`: what was defined so far; `unknown`: names that nobody defined, for which nft refuses the whole. */
export type Variables = { readonly values: Map<string, NftExpression>; readonly unknown: string[] }

export function noVariables(): Variables {
  return { values: new Map(), unknown: [] }
}

export function define(variables: Variables, name: string, value: string): void {
  const read = readList(new Cursor(value, '', tokenize(value, '')))
  if (read !== undefined) variables.values.set(name, resolved(variables, read))
}

/** The command without any `$name`. */
export function resolveCommand(variables: Variables, command: NftCommand): NftCommand {
  switch (command.kind) {
    case 'rule':
      return { ...command, rule: resolveRule(variables, command.rule) }
    case 'chain': {
      const { chain } = command
      const base = chain.base === undefined ? {} : { base: { ...chain.base, devices: devicesOf(variables, chain.base.devices) } }
      return { ...command, chain: { ...chain, ...base, rules: chain.rules.map((rule) => resolveRule(variables, rule)) } }
    }
    case 'set':
      return { ...command, set: { ...command.set, elements: elementsOf(variables, command.set.elements) } }
    case 'element':
      return { ...command, elements: elementsOf(variables, command.elements) }
    case 'include':
    case 'define':
    case 'table':
    case 'object':
    case 'flush-ruleset':
    case 'other':
      return command
  }
}

function resolveRule(variables: Variables, rule: NftRule): NftRule {
  return { ...rule, statements: rule.statements.map((statement) => resolveStatement(variables, statement)) }
}

function resolveStatement(variables: Variables, statement: NftStatement): NftStatement {
  const value = (expression: NftExpression) => resolved(variables, expression)
  switch (statement.kind) {
    case 'verdict':
      return statement.chain === undefined ? statement : { ...statement, chain: nameOf(variables, statement.chain) }
    case 'match':
      return { ...statement, left: value(statement.left), right: value(statement.right) }
    case 'vmap':
      return { ...statement, key: value(statement.key), data: value(statement.data) }
    case 'mangle':
      return { ...statement, target: value(statement.target), value: value(statement.value) }
    case 'nat':
      return {
        ...statement,
        ...(statement.address === undefined ? {} : { address: value(statement.address) }),
        ...(statement.port === undefined ? {} : { port: value(statement.port) }),
      }
    case 'reject':
    case 'notrack':
    case 'counted':
    case 'harmless':
    case 'set-update':
    case 'other':
      return statement
  }
}

function resolved(variables: Variables, expression: NftExpression): NftExpression {
  const value = (inner: NftExpression) => resolved(variables, inner)
  switch (expression.kind) {
    case 'variable': {
      const found = variables.values.get(expression.name)
      if (found === undefined) variables.unknown.push(expression.name)
      return found ?? expression
    }
    case 'prefix':
      return { ...expression, address: value(expression.address) }
    case 'range':
      return { ...expression, from: value(expression.from), to: value(expression.to) }
    case 'concatenation':
      return { ...expression, parts: expression.parts.map(value) }
    case 'list':
      return { ...expression, items: expression.items.map(value) }
    case 'set':
      return { ...expression, elements: elementsOf(variables, expression.elements) }
    case 'map':
      return { ...expression, key: value(expression.key), data: value(expression.data) }
    case 'binary':
      return { ...expression, left: value(expression.left), right: value(expression.right) }
    case 'payload':
    case 'raw-payload':
    case 'meta':
    case 'ct':
    case 'fib':
    case 'other':
    case 'value':
    case 'set-name':
      return expression
  }
}

/** A set inside of a set adds its elements. */
function elementsOf(variables: Variables, elements: readonly NftElement[]): readonly NftElement[] {
  return elements.flatMap((element): readonly NftElement[] => {
    const key = resolved(variables, element.key)
    if (key.kind === 'set' && element.data === undefined) return key.elements
    const { data } = element
    if (data === undefined) return [{ ...element, key }]
    if (data.kind !== 'verdict') return [{ ...element, key, data: resolved(variables, data) }]
    return [{ ...element, key, data: data.chain === undefined ? data : { ...data, chain: nameOf(variables, data.chain) } }]
  })
}

function nameOf(variables: Variables, name: string): string {
  if (!name.startsWith('$')) return name
  const found = resolved(variables, { kind: 'variable', name: name.slice(1) })
  return found.kind === 'value' ? found.text : name
}

function devicesOf(variables: Variables, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    if (!name.startsWith('$')) return [name]
    const found = resolved(variables, { kind: 'variable', name: name.slice(1) })
    const keys = found.kind === 'set' ? found.elements.map(({ key }) => key) : [found]
    return keys.flatMap((key) => (key.kind === 'value' ? [key.text] : []))
  })
}
