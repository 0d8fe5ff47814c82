/** One address: `inet 10.0.0.1/24 brd 10.0.0.255 scope global secondary eth0:1`. */
import { wordsOf } from './blocks.js'
import type { Fields, Value } from './document.js'

/** Those of ip-address(8) that are printed as a word of their own. */
const FLAGS = [
  'secondary',
  'temporary',
  'tentative',
  'deprecated',
  'home',
  'nodad',
  'mngtmpaddr',
  'noprefixroute',
  'autojoin',
  'dynamic',
  'dadfailed',
  'permanent',
  'optimistic',
  'stable-privacy',
]

/** The line and the one about its lifetimes. Undefined: it is none. */
export function readAddress([line = '', lifetimes = '']: readonly string[]): Fields | undefined {
  const words = wordsOf(line)
  const [family = '', written = ''] = words
  if ((family !== 'inet' && family !== 'inet6') || written === '') return undefined
  const peer = words[2] === 'peer' ? words[3] : undefined
  const [local = ''] = written.split('/')
  const length = (peer ?? written).split('/')[1] ?? (family === 'inet' ? '32' : '128')
  const fields: Record<string, Value> = { family, local, prefixlen: Number(length) }
  if (peer !== undefined) fields['address'] = peer.split('/')[0] ?? ''
  readRest(fields, words.slice(peer === undefined ? 2 : 4))
  const [, valid, preferred] = /valid_lft (\S+) preferred_lft (\S+)/.exec(`${line} ${lifetimes}`) ?? []
  if (valid !== undefined && preferred !== undefined) {
    fields['valid_life_time'] = seconds(valid)
    fields['preferred_life_time'] = seconds(preferred)
  }
  return fields
}

function seconds(text: string): number {
  return text === 'forever' ? 0xffffffff : Number.parseInt(text, 10)
}

const VALUES: Readonly<Record<string, string>> = { brd: 'broadcast', scope: 'scope', metric: 'metric', proto: 'protocol', any: 'anycast' }

function readRest(fields: Record<string, Value>, words: readonly string[]): void {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const key = Object.hasOwn(VALUES, word) ? VALUES[word] : undefined
    if (key !== undefined) fields[key] = key === 'metric' ? Number(words[++at]) : (words[++at] ?? '')
    else if (FLAGS.includes(word)) fields[word] = true
    else if (word === 'valid_lft' || word === 'preferred_lft') at++
    else if (fields['family'] === 'inet' && fields['scope'] !== undefined) fields['label'] = word
  }
}
