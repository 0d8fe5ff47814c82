/** Stanzas of ifupdown2 and ifupdown-ng as those of ifupdown that come to the same: one for each address, ranges of names written out. */
import type { IfaceStanza, Option, Phrase, Stanza } from './document.js'

export function toIfupdown(stanzas: readonly Stanza[]): readonly Stanza[] {
  let left = MOST_NAMES
  const namesOf = (name: Phrase): readonly Phrase[] => {
    const names = rangeOf(name).slice(0, Math.max(left, 1))
    left -= names.length - 1
    return names
  }
  return stanzas.flatMap((stanza): readonly Stanza[] => {
    if (stanza.kind === 'iface') return namesOf(stanza.name).flatMap((name) => piecesOf({ ...stanza, name }))
    if (stanza.kind !== 'auto' && stanza.kind !== 'allow') return [stanza]
    return [{ ...stanza, names: stanza.names.flatMap(namesOf) }]
  })
}

/** More names than any host has interfaces; further ranges are not written out. */
const MOST_NAMES = 4096

/** `swp[1-4]` and `swp[1-4].100`. */
function rangeOf(name: Phrase): readonly Phrase[] {
  const found = /^(.*)\[(\d{1,5})-(\d{1,5})\](.*)$/.exec(name.text)
  if (found === null) return [name]
  const [, prefix = '', from = '', to = '', suffix = ''] = found
  const count = Math.min(Number(to) - Number(from) + 1, MOST_NAMES)
  return Array.from({ length: Math.max(count, 0) }, (_, index) => ({ ...name, text: `${prefix}${Number(from) + index}${suffix}` }))
}

const OF_ADDRESS = ['address', 'netmask', 'broadcast', 'scope', 'pointopoint', 'gateway']

function piecesOf(stanza: IfaceStanza): readonly IfaceStanza[] {
  const method = stanza.method?.text
  const isDhcp = method === 'dhcp' || stanza.options.some((option) => option.key === 'use' && option.value.text === 'dhcp')
  if (method !== undefined && !['static', 'dhcp', 'manual'].includes(method)) return [stanza]
  const others = stanza.options.filter((option) => !OF_ADDRESS.includes(option.key))
  const groups = groupsOf(stanza.options)
  const first: IfaceStanza = withMethod(stanza, 'inet', isDhcp ? 'dhcp' : 'manual', others.map(withGlob))
  const addressed = groups.map((group) => withMethod(stanza, familyOf(group), 'static', group))
  const [lead, ...rest] = addressed
  if (lead === undefined || isDhcp || lead.family?.text !== 'inet') return [first, ...addressed]
  return [{ ...lead, options: [...lead.options, ...first.options] }, ...rest]
}

/** Each address with what is said about it, and the gateway of its family with the first. */
function groupsOf(options: readonly Option[]): readonly (readonly Option[])[] {
  const groups: Option[][] = []
  for (const option of options.filter(({ key }) => OF_ADDRESS.includes(key) && key !== 'gateway')) {
    if (option.key === 'address') groups.push([option])
    else groups.at(-1)?.push(option)
  }
  for (const gateway of options.filter((option) => option.key === 'gateway'))
    groups.find((group) => familyOf(group) === familyOf([gateway]))?.push(gateway)
  return groups
}

function familyOf([option]: readonly Option[]): 'inet' | 'inet6' {
  return option?.value.text.includes(':') ? 'inet6' : 'inet'
}

function withMethod(stanza: IfaceStanza, family: string, method: string, options: readonly Option[]): IfaceStanza {
  const phrase = (text: string): Phrase => ({ text, origin: stanza.name.origin })
  return { ...stanza, family: phrase(family), method: phrase(method), options }
}

/** `bridge-ports glob swp1-3 eth0`: every number from the first to the last. */
function withGlob(option: Option): Option {
  if (option.key !== 'bridge-ports' || !/\bglob\b/.test(option.value.text)) return option
  const words = option.value.text.split(/\s+/).filter((word) => word !== 'glob')
  const text = words.flatMap(numbersOf).join(' ')
  return { ...option, value: { ...option.value, text } }
}

function numbersOf(word: string): readonly string[] {
  const found = /^(\D+)(\d{1,5})-(\d{1,5})(.*)$/.exec(word)
  if (found === null) return [word]
  const [, prefix = '', from = '', to = '', suffix = ''] = found
  const count = Math.min(Number(to) - Number(from) + 1, MOST_NAMES)
  return Array.from({ length: Math.max(count, 0) }, (_, index) => `${prefix}${Number(from) + index}${suffix}`)
}
