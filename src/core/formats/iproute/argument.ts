/** Arguments as iproute2 reads them: keywords that may be abbreviated, each with its values, and words without a keyword. */
import type { Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'

/** What ip itself says to words that it does not take, before it asks the kernel. */
export type Wrong = { readonly wrong: string }

export function isWrong(read: object): read is Wrong {
  return 'wrong' in read
}

/** What is known after a word. Undefined: not understood. */
export type Read<State> = State | Wrong | undefined

/** What one keyword does to what is known so far. */
export type Keyword<State> = {
  readonly exact?: readonly string[]
  /** May be cut off anywhere, matches() in iproute2/lib/utils.c. */
  readonly prefixOf?: readonly string[]
  /** Number of words that belong to it. */
  readonly values: 0 | 1
  readonly apply: (state: State, value: string) => Read<State>
}

export type Grammar<State> = {
  /** The first that fits counts. */
  readonly keywords: readonly Keyword<State>[]
  readonly positional: (state: State, text: string) => Read<State>
}

export function readArguments<State extends object>(words: readonly string[], grammar: Grammar<State>, initial: State): Read<State> {
  let state: Read<State> = initial
  for (let index = 0; index < words.length && state !== undefined && !isWrong(state); index++) {
    const word = words[index] ?? ''
    const keyword = grammar.keywords.find((candidate) => fits(word, candidate))
    if (keyword === undefined) {
      state = grammar.positional(state, word)
      continue
    }
    if (keyword.values === 1) index++
    const value: string | undefined = keyword.values === 1 ? words[index] : ''
    state = value === undefined ? INCOMPLETE : keyword.apply(state, value)
  }
  return state
}

const INCOMPLETE: Wrong = { wrong: 'Command line is not complete. Try option "help"' }

/** duparg2() in iproute2/lib/utils.c: a word that no keyword wants, once the place of `what` is taken. */
export function garbage(what: string, word: string): Wrong {
  return { wrong: `Error: either "${what}" is duplicate, or "${word}" is a garbage.` }
}

/** invarg() in iproute2/lib/utils.c. */
export function wrongArgument(value: string, because: string): Wrong {
  return { wrong: `Error: argument "${value}" is wrong: ${because}` }
}

/** What is understood goes on to `then`; the rest is rejected or kept. */
export function afterReading<State extends object>(
  argv: readonly Word[],
  read: Read<State>,
  then: (state: State) => readonly KernelRequest[],
): readonly KernelRequest[] {
  if (read === undefined) return unmodelled(argv, 'anything')
  return isWrong(read) ? rejected(argv, read.wrong) : then(read)
}

function fits<State>(word: string, { exact = [], prefixOf = [] }: Keyword<State>): boolean {
  return exact.includes(word) || prefixOf.some((full) => isPrefix(word, full))
}

export function isPrefix(word: string, full: string): boolean {
  return word !== '' && full.startsWith(word)
}

/** The first of the names that the word abbreviates. Their order is the program's own. */
export function firstPrefixed<Name extends string>(word: string, names: readonly Name[]): Name | undefined {
  return names.find((name) => isPrefix(word, name))
}

export function textsOf(words: readonly Word[]): readonly string[] {
  return words.map((word) => word.text)
}

export function rejectedCommand(argv: readonly Word[], object: string, command: string | undefined): readonly KernelRequest[] {
  return rejected(argv, `Command "${command ?? ''}" is unknown, try "ip ${object} help".`)
}

export function parseCount(text: string): number | undefined {
  return /^(0|[1-9]\d{0,9}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : undefined
}

export function parseSwitch(text: string): boolean | undefined {
  if (text === 'on' || text === '1') return true
  return text === 'off' || text === '0' ? false : undefined
}
