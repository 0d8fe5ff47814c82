/** Sets, maps and their elements as they change. */
import type { NftElement, NftSet, NftTable } from '../model/index.js'
import { chainOf, type Inside, nextHandle, no, type Step, setNamed } from './nftables.js'
import { referencesIn } from './nftables-validate.js'
import { keyText } from './nftables-words.js'

type SetCommand = Extract<Inside, { kind: 'set' }>

export function changeSet(table: NftTable, { verb, set }: SetCommand): Step<NftTable> {
  const old = setNamed(table, set.name)
  switch (verb) {
    case 'add':
    case 'create': {
      if (old === undefined) {
        const handle = nextHandle(table)
        const made = { ...table, sets: [...table.sets, { ...set, elements: [], handle }], lastHandle: handle }
        return addElements(made, { ...set, elements: [], handle }, set.elements)
      }
      if (verb === 'create') return no('EEXIST')
      const differs = old.kind !== set.kind || normal(old.type) !== normal(set.type) || isInterval(old) !== isInterval(set)
      return differs ? no('EEXIST') : addElements(table, old, set.elements)
    }
    case 'flush':
      return old === undefined ? no('ENOENT') : { ok: replaceSet(table, { ...old, elements: [] }) }
    case 'delete':
    case 'destroy': {
      if (old === undefined) return verb === 'destroy' ? { ok: table } : no('ENOENT')
      const without = { ...table, sets: table.sets.filter((one) => one !== old) }
      return referencesIn(without).sets.has(old.name) ? no('EBUSY') : { ok: without }
    }
    default:
      return { ok: table }
  }
}

function normal(type: string): string {
  return type.replace(/^typeof /, '').replace(/\s+/g, ' ')
}

function isInterval(set: NftSet): boolean {
  return set.flags.includes('interval')
}

function replaceSet(table: NftTable, set: NftSet): NftTable {
  return { ...table, sets: table.sets.map((one) => (one.name === set.name ? set : one)) }
}

export function changeElements(table: NftTable, command: Extract<Inside, { kind: 'element' }>): Step<NftTable> {
  const { verb, set: name, elements } = command
  const set = setNamed(table, name)
  if (set === undefined) return verb === 'destroy' ? { ok: table } : no('ENOENT')
  const has = (element: NftElement) => set.elements.some((one) => keyText(one.key) === keyText(element.key))
  switch (verb) {
    case 'add':
      return addElements(table, set, elements)
    case 'create':
      return elements.some(has) ? no('EEXIST') : addElements(table, set, elements)
    case 'delete':
    case 'destroy': {
      if (verb === 'delete' && !elements.every(has)) return no('ENOENT')
      const gone = new Set(elements.map(({ key }) => keyText(key)))
      return { ok: replaceSet(table, { ...set, elements: set.elements.filter(({ key }) => !gone.has(keyText(key))) }) }
    }
    default:
      return { ok: table }
  }
}

function addElements(table: NftTable, set: NftSet, elements: readonly NftElement[]): Step<NftTable> {
  const byKey = new Map(set.elements.map((element) => [keyText(element.key), element]))
  for (const element of elements) {
    const key = keyText(element.key)
    const old = byKey.get(key)
    // The same key may not lead elsewhere.
    if (old !== undefined && JSON.stringify(old.data) !== JSON.stringify(element.data)) return no('EEXIST')
    const chain = chainOf(element)
    const target = table.chains.find((one) => one.name === chain)
    if (chain !== undefined && target === undefined) return no('ENOENT')
    if (target?.base !== undefined) return no('EOPNOTSUPP')
    if (old === undefined) byKey.set(key, element)
  }
  return { ok: replaceSet(table, { ...set, elements: [...byKey.values()] }) }
}
