/** Splits a command line, as configuration texts hold it, into simple commands. What needs a real shell is named and not guessed. */
import { type Origin, withOrigin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'
import { type Token, tokenise } from './tokens.js'

export type SimpleCommand = {
  /** What stands between the command before and this one. Empty for the first. */
  readonly before: ';' | '&&' | '||' | ''
  /** The program and its arguments, variables put in. Redirections are not among them. */
  readonly words: readonly Word[]
  /** The file behind `<`, e.g. of `iptables-restore < /etc/iptables.rules`. */
  readonly input?: Word
  /** The file behind `>` or `>>`, unless it is /dev/null. */
  readonly output?: Word
}

export type CommandLine = {
  readonly commands: readonly SimpleCommand[]
  /** Why the line is not understood; `commands` then holds what stands before. */
  readonly notModelled?: string
}

/** Words that change the meaning of what follows them, where a command may begin. */
const RESERVED = [
  ...['if', 'then', 'elif', 'else', 'fi', 'for', 'while', 'until', 'do', 'done', 'case', 'esac', 'function', '{', '}', '!', '[['],
  ...['eval', '.', 'source', 'exec', 'set', 'trap', 'cd', 'export', 'return', 'exit'],
]

/** `origin` is the place of `text`. A variable that is not among `variables` is empty if it is one of ifupdown's `IF_…`. */
export function splitCommandLine(text: string, origin: Origin, variables: Readonly<Record<string, string>>): CommandLine {
  const { tokens, notModelled } = tokenise(text, origin, variables)
  const commands: SimpleCommand[] = []
  let before: SimpleCommand['before'] = ''
  for (const part of partsOf(tokens, notModelled === undefined)) {
    const read = readCommand(part.tokens, before)
    if (typeof read === 'string') return { commands, notModelled: read }
    if (read !== undefined) commands.push(read)
    else if (part.end === '&&' || part.end === '||') return { commands, notModelled: `nothing stands before ${part.end}` }
    const waits = read === undefined && (before === '&&' || before === '||')
    if (!waits) before = commands.length === 0 ? '' : part.end
  }
  if (notModelled !== undefined) return { commands, notModelled: reservedAtEnd(tokens) ?? notModelled }
  return before === '&&' || before === '||' ? { commands, notModelled: `nothing stands behind ${before}` } : { commands }
}

type Part = { readonly tokens: readonly Token[]; readonly end: SimpleCommand['before'] }

/** The last part only counts when the whole line was read: `a | b` is not `a`. */
function partsOf(tokens: readonly Token[], whole: boolean): readonly Part[] {
  const parts: Part[] = []
  let open: Token[] = []
  for (const token of tokens) {
    if (token.kind === 'operator') {
      parts.push({ tokens: open, end: token.text })
      open = []
    } else open.push(token)
  }
  return open.length === 0 || !whole ? parts : [...parts, { tokens: open, end: '' }]
}

/** `case x in x)`: the keyword says more than the character at which reading stopped. */
function reservedAtEnd(tokens: readonly Token[]): string | undefined {
  const first = tokens.slice(tokens.findLastIndex((token) => token.kind === 'operator') + 1)[0]
  return first?.kind === 'word' && !first.quoted && RESERVED.includes(first.word.text) ? `"${first.word.text}" needs a shell` : undefined
}

/** A text is the reason why the command is not understood; undefined: there is none. */
function readCommand(tokens: readonly Token[], before: SimpleCommand['before']): SimpleCommand | string | undefined {
  const words = tokens.flatMap((token) => (token.kind === 'word' ? [token] : []))
  const [first] = words
  const redirections = tokens.flatMap((token) => (token.kind === 'redirection' ? [token] : []))
  if (first === undefined) return redirections.length === 0 ? undefined : 'a redirection without a command'
  if (!first.quoted && RESERVED.includes(first.word.text)) return `"${first.word.text}" needs a shell`
  if (!first.quoted && /^[A-Za-z_]\w*=/.test(first.word.text)) return `"${first.word.text.split('=')[0]}" is set by the shell`
  const input = redirections.findLast((redirection) => redirection.direction === '<')?.file
  const output = redirections.findLast((redirection) => redirection.direction === '>')?.file
  const command = { before, words: words.map((token) => token.word), ...(input === undefined ? {} : { input }) }
  return output === undefined ? command : writing(command, output)
}

/** Writing a value below /proc/sys is what sysctl(8) does. */
function writing(command: SimpleCommand, output: Word): SimpleCommand | string {
  if (output.text === '/dev/null') return command
  if (output.text.startsWith('/sys/')) return `it writes to ${output.text}`
  if (!output.text.startsWith('/proc/')) return { ...command, output }
  const [program, ...values] = command.words.filter((word) => word.text !== '-n')
  const key = keyOf(output.text)
  if (program?.text !== 'echo' || key === undefined || values.length === 0) return `it writes to ${output.text}`
  const place = (text: string, origin: Origin | undefined): Word => ({ text, ...withOrigin(origin) })
  const value = values.map((word) => word.text).join(' ')
  const words = [place('sysctl', program.origin), place('-w', program.origin), place(`${key}=${value}`, output.origin)]
  return { before: command.before, words }
}

/** `/proc/sys/net/ipv4/conf/eth0.5/forwarding` is `net.ipv4.conf.eth0/5.forwarding`. */
function keyOf(path: string): string | undefined {
  const below = /^\/proc\/sys\/(.+)$/.exec(path)?.[1]
  return below
    ?.split('/')
    .filter((part) => part !== '')
    .map((part) => part.replaceAll('.', '/'))
    .join('.')
}
