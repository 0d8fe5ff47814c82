/** docs/topology.schema.json is what the schema says. `npm run golden` writes it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { topologyJsonSchema } from './schema.js'

const PATH = 'docs/topology.schema.json'

test(`${PATH} is fresh`, () => {
  const text = `${JSON.stringify(topologyJsonSchema(), null, 2)}\n`
  if (process.env['BRIDGEWORK_GOLDEN'] !== undefined) writeFileSync(PATH, text)
  expect(readFileSync(PATH, 'utf8')).toBe(text)
})

test('every key has a description for editors', () => {
  const undescribed: string[] = []
  const look = (schema: unknown, path: string): void => {
    const {
      properties = {},
      additionalProperties,
      anyOf = [],
      items,
    } = (schema ?? {}) as Record<string, never> & { properties?: object; anyOf?: unknown[] }
    for (const [key, value] of Object.entries(properties)) {
      if (typeof value === 'object' && value !== null && !('description' in value)) undescribed.push(`${path}${key}`)
      if (key !== 'network') look(value, `${path}${key}.`)
    }
    for (const inner of [additionalProperties, items, ...anyOf]) if (typeof inner === 'object') look(inner, path)
  }
  look(topologyJsonSchema(), '')
  expect(undescribed).toEqual([])
})
