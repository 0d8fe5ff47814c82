/** The options of ovs-vsctl(8) before its first command, as getopt_long(3) reads them. */
import type { Word } from '../../diagnostics/word.js'

const NONE = 0
const REQUIRED = 1
const OPTIONAL = 2

/** Those of the program itself, by how many arguments they take. */
const GLOBAL: Readonly<Record<string, number>> = {
  db: REQUIRED,
  'no-syslog': NONE,
  'no-wait': NONE,
  'dry-run': NONE,
  oneline: NONE,
  timeout: REQUIRED,
  retry: NONE,
  help: NONE,
  commands: NONE,
  options: NONE,
  'leader-only': NONE,
  'no-leader-only': NONE,
  'shuffle-remotes': NONE,
  'no-shuffle-remotes': NONE,
  version: NONE,
  verbose: OPTIONAL,
  'log-file': OPTIONAL,
  'syslog-target': REQUIRED,
  'syslog-method': REQUIRED,
  format: REQUIRED,
  data: REQUIRED,
  'no-headings': NONE,
  pretty: NONE,
  bare: NONE,
  'max-column-width': REQUIRED,
  'private-key': REQUIRED,
  certificate: REQUIRED,
  'ca-cert': REQUIRED,
  'ssl-protocols': REQUIRED,
  'ssl-ciphers': REQUIRED,
  'bootstrap-ca-cert': REQUIRED,
  'peer-ca-cert': REQUIRED,
}

/** Those that belong to a command and may stand before the first one. */
const LOCAL: Readonly<Record<string, number>> = {
  'may-exist': NONE,
  'if-exists': NONE,
  'with-iface': NONE,
  'fake-iface': NONE,
  real: NONE,
  fake: NONE,
  bootstrap: NONE,
  all: NONE,
  id: REQUIRED,
  columns: REQUIRED,
  'inactivity-probe': REQUIRED,
  filter: REQUIRED,
}

const SHORT: Readonly<Record<string, string>> = {
  t: 'timeout',
  h: 'help',
  V: 'version',
  v: 'verbose',
  f: 'format',
  d: 'data',
  p: 'private-key',
  c: 'certificate',
  C: 'ca-cert',
}

export type Options = {
  /** `--may-exist` and the like, as they are written before a command. */
  readonly local: readonly string[]
  /** It changes nothing: `--dry-run`, `--help`. */
  readonly inert: boolean
  /** Another database than the host's own. */
  readonly elsewhere: boolean
  readonly rest: readonly Word[]
}

export type Refused = { readonly error: string }

export function readOptions(words: readonly Word[]): Options | Refused {
  const local: string[] = []
  let inert = false
  let elsewhere = false
  let at = 0
  for (; at < words.length; at++) {
    const word = words[at]?.text ?? ''
    if (word === '--') return { local, inert, elsewhere, rest: words.slice(at + 1) }
    if (!word.startsWith('-') || word === '-') break
    const read = word.startsWith('--') ? readLong(word, words[at + 1]?.text) : readShort(word, words[at + 1]?.text)
    if ('error' in read) return read
    if (read.tookNext) at++
    if (read.name === 'timeout' && !/^\d*[1-9]\d*$/.test(read.value ?? '')) {
      return { error: `value ${read.value ?? ''} on -t or --timeout is invalid` }
    }
    if (Object.hasOwn(LOCAL, read.name)) local.push(read.value === undefined ? `--${read.name}` : `--${read.name}=${read.value}`)
    if (['dry-run', 'help', 'version', 'commands', 'options'].includes(read.name)) inert = true
    if (read.name === 'db') elsewhere = !/^unix:.*\/db\.sock$/.test(read.value ?? '')
  }
  return { local, inert, elsewhere, rest: words.slice(at) }
}

type Read = { readonly name: string; readonly value?: string; readonly tookNext: boolean }

function readLong(word: string, next: string | undefined): Read | Refused {
  const equals = word.indexOf('=')
  const written = word.slice(2, equals < 0 ? undefined : equals)
  const all = { ...GLOBAL, ...LOCAL }
  const fits = Object.hasOwn(all, written) ? [written] : Object.keys(all).filter((name) => name.startsWith(written))
  const [name] = fits
  if (name === undefined) return { error: `unrecognized option '--${written}'` }
  if (fits.length > 1) {
    return { error: `option '--${written}' is ambiguous; possibilities: ${fits.map((fit) => `'--${fit}'`).join(' ')}` }
  }
  const takes = all[name] ?? NONE
  if (equals >= 0) {
    return takes === NONE
      ? { error: `option '--${name}' doesn't allow an argument` }
      : { name, value: word.slice(equals + 1), tookNext: false }
  }
  return takes === REQUIRED ? withNext(name, next, `option '--${name}' requires an argument`) : { name, tookNext: false }
}

/** Letters may stand together; the rest of the word is the argument of the first that takes one. */
function readShort(word: string, next: string | undefined): Read | Refused {
  let last: Read = { name: '', tookNext: false }
  for (let index = 1; index < word.length; index++) {
    const letter = word[index] ?? ''
    const name = Object.hasOwn(SHORT, letter) ? SHORT[letter] : undefined
    if (name === undefined) return { error: `invalid option -- '${letter}'` }
    const takes = GLOBAL[name] ?? NONE
    const rest = word.slice(index + 1)
    if (takes !== NONE && rest !== '') return { name, value: rest, tookNext: false }
    if (takes === REQUIRED) return withNext(name, next, `option requires an argument -- '${letter}'`)
    last = { name, tookNext: false }
  }
  return last
}

function withNext(name: string, next: string | undefined, error: string): Read | Refused {
  return next === undefined ? { error } : { name, value: next, tookNext: true }
}
