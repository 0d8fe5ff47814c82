/** What iptables demands of the options of a match or a target, written as short lines. */
import type { Family, Hook, TableName } from '../../model/netfilter.js'

export type OptionGrammar = {
  readonly names: readonly string[]
  readonly values: readonly string[]
  readonly mayNegate: boolean
  readonly mandatory: boolean
  readonly mayRepeat: boolean
}

export type Limits = {
  /** The rule must have one of these protocols, without `!`. */
  readonly protocols?: readonly string[]
  readonly families?: readonly Family[]
  readonly tables?: readonly TableName[]
  readonly hooks?: readonly Hook[]
  /** At least one of these options; `any`: of all. */
  readonly some?: readonly string[] | 'any'
  /** Of each group one at most. */
  readonly apart?: readonly (readonly string[])[]
  /** An option, and those that it needs beside it. */
  readonly needs?: Readonly<Record<string, readonly string[]>>
  /** An option that needs the rule to be about one of these protocols. */
  readonly needsProtocol?: Readonly<Record<string, readonly string[]>>
}

export type Grammar = Limits & { readonly options: readonly OptionGrammar[]; readonly byName: ReadonlyMap<string, OptionGrammar> }

/**
 * One option a line: `!*+ --name|--other type, type`. `!`: may be negated. `*`: must be there. `+`: may be repeated. What a value must be like stands
 * behind the names: the types of value-types.ts.
 */
export function grammar(lines: readonly string[], limits: Limits = {}): Grammar {
  const options = lines.map(readOption)
  return { ...limits, options, byName: new Map(options.flatMap((option) => option.names.map((name) => [name, option] as const))) }
}

function readOption(line: string): OptionGrammar {
  const [, marks = '', names = '', values = ''] = /^([!*+]*)\s*(\S+)\s*(.*)$/.exec(line) ?? []
  return {
    names: names.split('|'),
    values: values === '' ? [] : values.split(/,\s*/),
    mayNegate: marks.includes('!'),
    mandatory: marks.includes('*'),
    mayRepeat: marks.includes('+'),
  }
}
