/** The options of one stanza as ifupdown holds them while it works: names as written, repeated ones joined, values computed and added. */
import type { Origin } from '../../diagnostics/origin.js'
import type { IfaceStanza } from './document.js'

export type Variable = {
  readonly name: string
  readonly value: string
  /** The option that it comes from, also of a computed value. Absent: a default. */
  readonly origin?: Origin
}

/** Each is a command, and may be there any number of times. */
const COMMANDS: readonly string[] = ['pre-up', 'up', 'down', 'post-down']

const SYNONYMS: Readonly<Record<string, string>> = { 'post-up': 'up', 'pre-down': 'down' }

/** ifupdown keeps no more of a word than fits into its buffer (config.c: firstword[80]). */
export const LONGEST_WORD = 79

/** The variables with which work on the stanza begins. Resolve `inherits` before. */
export function variablesOf(stanza: Pick<IfaceStanza, 'options'>): Variable[] {
  const variables: Variable[] = []
  const places = new Map<string, number>()
  for (const { name, value, origin } of stanza.options) {
    const cut = name.text.slice(0, LONGEST_WORD)
    const known = Object.hasOwn(SYNONYMS, cut) ? (SYNONYMS[cut] ?? cut) : cut
    const place = isCommand(known) ? undefined : places.get(known)
    const before = place === undefined ? undefined : variables[place]
    if (place === undefined || before === undefined) {
      places.set(known, variables.length)
      variables.push({ name: known, value: value.text, origin })
    } else variables[place] = { ...before, value: `${before.value}\n${value.text}` }
  }
  return variables
}

export function isCommand(name: string): boolean {
  return COMMANDS.includes(name)
}

/** Empty values count as none, as in execute.c: get_var. */
export function valueNamed(variables: readonly Variable[], name: string): string | undefined {
  const value = variables.find((variable) => variable.name === name)?.value
  return value === '' ? undefined : value
}

export function originOfVariable(variables: readonly Variable[], name: string): Origin | undefined {
  return variables.find((variable) => variable.name === name)?.origin
}

/** What scripts and commands find in their environment: `IF_` and the name in capitals, `-` as `_`, other characters left out. */
export function environmentOf(variables: readonly Variable[]): Readonly<Record<string, string>> {
  const own = variables.filter(({ name }) => !isCommand(name))
  return Object.fromEntries(own.map(({ name, value }) => [`IF_${environmentName(name)}`, value]))
}

export function environmentName(name: string): string {
  return name
    .replaceAll('-', '_')
    .replace(/[^A-Za-z0-9_]/g, '')
    .toUpperCase()
}

/** As ifupdown understands a switch: a number that is not 0, or on, true, yes. */
export function isTrue(value: string | undefined): boolean {
  if (value === undefined) return false
  const number = Number.parseInt(/^\s*[+-]?\d{1,18}/.exec(value)?.[0] ?? '0', 10)
  return number !== 0 || ['on', 'true', 'yes'].includes(value.toLowerCase())
}
