/** What matches that count say to the first packets, before there is anything to count. */
import type { Family, Match } from '../../model/netfilter.js'
import { parseWhole } from './numbers.js'

/** A few packets of one probe must not reach the count. */
const ENOUGH = 4

/** With the answer to the first packets where there is one. */
export function withFirstAnswer(match: Match, family: Family): Match {
  if (match.kind !== 'depends') return match
  const text = match.text.startsWith('-m recent ') ? withListName(match.text, family) : match.text
  const answer = firstAnswer(text.split(' '))
  return { ...match, text, ...(answer === undefined ? {} : { atFirst: answer }) }
}

/** With the list, the mask and the side that are meant when nothing is said, last as iptables-save prints them. */
function withListName(text: string, family: Family): string {
  const value = (option: string): string | undefined => new RegExp(` ${option} (\\S+)`).exec(text)?.[1]
  const mask = value('--mask') ?? (family === 'ip' ? '255.255.255.255' : 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')
  const side = / --rdest\b/.test(text) ? '--rdest' : '--rsource'
  return `${text.replace(/ --(name|mask) \S+| --r(source|dest)\b/g, '')} --name ${value('--name') ?? 'DEFAULT'} --mask ${mask} ${side}`
}

function firstAnswer(words: readonly string[]): boolean | undefined {
  const has = (option: string): boolean => words.includes(option)
  const value = (option: string): number | undefined => {
    const at = words.indexOf(option)
    return at < 0 ? undefined : parseWhole(words[at + 1] ?? '')
  }
  if (has('!')) return undefined
  switch (words[1]) {
    case 'recent':
      if (has('--set')) return true
      return (value('--hitcount') ?? 0) >= ENOUGH ? false : undefined
    case 'connlimit':
      if (has('--connlimit-above')) return (value('--connlimit-above') ?? 0) >= ENOUGH ? false : undefined
      return (value('--connlimit-upto') ?? 0) >= ENOUGH ? true : undefined
    case 'hashlimit': {
      const burst = has('--hashlimit-burst') ? (value('--hashlimit-burst') ?? 0) : 5
      if (burst < ENOUGH) return undefined
      return has('--hashlimit-above') ? false : has('--hashlimit-upto') || has('--hashlimit') ? true : undefined
    }
    default:
      return undefined
  }
}
