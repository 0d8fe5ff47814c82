/** Building blocks of the schema: words with a check, strict maps that know their keys. The error of each says what was expected there. */
import * as z from 'zod'

/** A text that `accepts` takes; `pattern` tells editors the same as far as a pattern can. */
export function word(expected: string, accepts: (text: string) => boolean, pattern?: string): z.ZodString {
  const checked = z.string({ error: expected }).refine(accepts, { error: expected })
  return pattern === undefined ? checked : checked.meta({ pattern })
}

export function text(): z.ZodString {
  return z.string({ error: 'a text' })
}

export function wholeNumber(from: number, to: number): z.ZodNumber {
  const expected = `a whole number from ${from} to ${to}`
  return z.number({ error: expected }).int({ error: expected }).min(from, { error: expected }).max(to, { error: expected })
}

export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words): z.ZodEnum<{ [Word in Words[number]]: Word }> {
  return z.enum(words, { error: `one of ${words.join(', ')}` })
}

export function listOf<Item extends z.ZodType>(item: Item, expected: string): z.ZodArray<Item> {
  return z.array(item, { error: expected })
}

/** One, or a list of them. */
export function oneOrMore<Item extends z.ZodType>(item: Item, expected: string): z.ZodUnion<[Item, z.ZodArray<Item>]> {
  return z.union([item, z.array(item, { error: expected })], { error: expected })
}

/** A map with these keys only. Its message for others is the list of its keys, from which a suggestion is made. */
export function strictMap<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape).join(' ')
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : 'a map') })
}

/** A map of which only these keys are modelled; others are kept and named later. */
export function looseMap<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$loose> {
  return z.looseObject(shape, { error: 'a map' })
}

export function mapOf<Value extends z.ZodType>(key: z.ZodString, value: Value): z.ZodRecord<z.ZodString, Value> {
  return z.record(key, value, { error: 'a map' })
}
