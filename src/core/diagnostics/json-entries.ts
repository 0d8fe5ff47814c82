/** The objects of a JSON array with the place of each in the text. */
import type { Origin } from './origin.js'

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

export type Entry = { readonly fields: JsonObject; readonly origin: Origin }

type Member = { readonly value: Json; readonly origin: Origin }

/** Undefined: this is no JSON array of objects. */
export function readEntries(text: string, capture: string): readonly Entry[] | undefined {
  const members = readMembers(text, capture)
  const entries = members?.flatMap(({ value, origin }) => (isObject(value) ? [{ fields: value, origin }] : []))
  return entries?.length === members?.length ? entries : undefined
}

/** Undefined: this is no JSON array. */
export function readMembers(text: string, capture: string): readonly Member[] | undefined {
  const value = parseJson(text)
  if (!isArray(value)) return undefined
  const places = placesOf(text)
  return value.map((member, index) => ({ value: member, origin: { capture, ...(places[index] ?? { start: 0, end: text.length }) } }))
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value)
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

type Place = { readonly start: number; readonly end: number }

/** Where the members of the outermost array stand. The text is known to be JSON. */
function placesOf(text: string): readonly Place[] {
  const places: Place[] = []
  let [depth, start, end, quoted] = [0, -1, -1, false]
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    const isClosing = !quoted && (character === '}' || character === ']')
    if (isClosing) depth -= 1
    if (depth === 0 || (depth === 1 && !quoted && character === ',')) {
      if (start >= 0) places.push({ start, end })
      start = -1
    } else if (!/\s/.test(character)) {
      if (start < 0) start = at
      end = at + 1
    }
    if (quoted && character === '\\') at += 1
    else if (character === '"') quoted = !quoted
    else if (!quoted && (character === '{' || character === '[')) depth += 1
  }
  return places
}

export function textIn(fields: JsonObject, key: string): string | undefined {
  const value = own(fields, key)
  return typeof value === 'string' ? value : undefined
}

export function numberIn(fields: JsonObject, key: string): number | undefined {
  const value = own(fields, key)
  return typeof value === 'number' ? value : undefined
}

/** Booleans, and the 0 and 1 that iproute2 prints for some of them. */
export function flagIn(fields: JsonObject, key: string): boolean | undefined {
  const value = own(fields, key)
  if (typeof value === 'number') return value !== 0
  return typeof value === 'boolean' ? value : undefined
}

/** An empty one where there is none. */
export function objectIn(fields: JsonObject, key: string): JsonObject {
  const value = own(fields, key)
  return isObject(value) ? value : {}
}

export function objectsIn(fields: JsonObject, key: string): readonly JsonObject[] {
  const value = own(fields, key)
  return Array.isArray(value) ? value.filter(isObject) : []
}

export function textsIn(fields: JsonObject, key: string): readonly string[] {
  const value = own(fields, key)
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

export function has(fields: JsonObject, key: string): boolean {
  return Object.hasOwn(fields, key)
}

function own(fields: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined
}
