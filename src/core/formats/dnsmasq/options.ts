/** What each option of dnsmasq takes, and what it means here. */
import { FLAGS, HARMLESS, MODELLED, NUMBERS, WITH_OPTIONAL_VALUE, WITH_VALUE } from './option-names.js'

export type OptionShape = 'flag' | 'value' | 'optional-value'

const SHAPES: ReadonlyMap<string, OptionShape> = new Map([
  ...FLAGS.map((name): [string, OptionShape] => [name, 'flag']),
  ...WITH_VALUE.map((name): [string, OptionShape] => [name, 'value']),
  ...WITH_OPTIONAL_VALUE.map((name): [string, OptionShape] => [name, 'optional-value']),
])

export const OPTION_NAMES: readonly string[] = [...SHAPES.keys()]

/** Undefined for an option that dnsmasq does not know. */
export function shapeOf(name: string): OptionShape | undefined {
  return SHAPES.get(name)
}

export function meaningOf(name: string): 'modelled' | 'harmless' | 'anything' {
  if (MODELLED.includes(name)) return 'modelled'
  return HARMLESS.includes(name) ? 'harmless' : 'anything'
}

export function takesNumber(name: string): boolean {
  return NUMBERS.includes(name)
}
