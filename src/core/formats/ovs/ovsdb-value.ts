/** Values of the database in JSON: RFC 7047, section 5.1. */
import type { OvsDatum } from '../../model/ovs-datum.js'
import { ovsColumn, ovsColumns } from '../../model/ovs-schema.js'

export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function datumOf(value: unknown): OvsDatum | undefined {
  if (Array.isArray(value) && value[0] === 'set' && Array.isArray(value[1])) {
    return { kind: 'set', values: value[1].flatMap((item) => atomOf(item) ?? []) }
  }
  if (Array.isArray(value) && value[0] === 'map' && Array.isArray(value[1])) {
    return { kind: 'map', pairs: value[1].flatMap((pair) => pairOf(pair)) }
  }
  const atom = atomOf(value)
  return atom === undefined ? undefined : { kind: 'set', values: [atom] }
}

function pairOf(pair: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(pair)) return []
  const [key, value] = [atomOf(pair[0]), atomOf(pair[1])]
  return key === undefined || value === undefined ? [] : [[key, value]]
}

function atomOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) && value[0] === 'uuid' && typeof value[1] === 'string' ? value[1] : undefined
}

/** Which of the tables has all these columns. Undefined: none, or several. */
export function tableWith(columns: readonly string[]): string | undefined {
  const own = columns.filter((column) => !column.startsWith('_'))
  const fits = CANDIDATES.filter((table) => own.every((column) => ovsColumn(table, column) !== undefined))
  return own.length > 0 && fits.length === 1 ? fits[0] : fits.find((table) => own.length > 0 && own.length === ovsColumns(table).length)
}

const CANDIDATES = ['Open_vSwitch', 'Bridge', 'Port', 'Interface', 'Controller', 'Manager', 'Mirror', 'QoS', 'Queue'] as const
