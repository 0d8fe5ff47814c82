/** `ip [-details] [-oneline] link|addr`: the devices, their kinds and their addresses. */
import type { Origin } from '../../diagnostics/origin.js'
import { readAddress } from './address.js'
import { type Block, type Line, wordsOf } from './blocks.js'
import { KIND_WORDS, readDetails } from './details.js'
import type { Entry, Fields, Value } from './document.js'

const HEAD = /^\d+: ([^\s:]+):? *(<[^>]*>)? ?(.*)$/

export function isLinkHead(line: string): boolean {
  return /^\d+: \S+(: <|\s+(inet6?|link)\b)/.test(line)
}

/** One entry a device, however many lines tell of it: with `-oneline` each address has its own. */
export function readLinks(blocks: readonly Block[], capture: string): readonly Entry[] {
  const entries = new Map<string, { fields: Record<string, Value>; origin: Origin }>()
  for (const block of blocks) {
    const head = HEAD.exec(block.head.text)
    if (head === null) continue
    const [, written = '', flags, rest = ''] = head
    const [name = '', below] = written.split('@')
    const last = block.rest.at(-1) ?? block.head
    const known = entries.get(name)
    const entry = known ?? { fields: { ifname: name }, origin: { capture, start: block.head.start, end: last.end } }
    if (flags !== undefined) Object.assign(entry.fields, headFields(flags, rest, below))
    const address = flags === undefined ? readAddress([rest, block.rest[0]?.text ?? '']) : undefined
    if (address !== undefined) append(entry.fields, 'addr_info', address)
    readLines(entry.fields, block.rest)
    entries.set(name, entry)
  }
  return [...entries.values()]
}

function headFields(flags: string, rest: string, below: string | undefined): Fields {
  const words = wordsOf(rest)
  const after = (name: string) => {
    const at = words.indexOf(name)
    return at < 0 ? undefined : words[at + 1]
  }
  const [mtu, master, state, group] = ['mtu', 'master', 'state', 'group'].map(after)
  return {
    flags: flags
      .slice(1, -1)
      .split(',')
      .filter((flag) => flag !== ''),
    ...(below === undefined || below === 'NONE' || /^if\d+$/.test(below) ? {} : { link: below }),
    ...(mtu === undefined ? {} : { mtu: Number(mtu) }),
    ...(master === undefined ? {} : { master }),
    ...(state === undefined ? {} : { operstate: state }),
    ...(group === undefined ? {} : { group }),
  }
}

/** Everything under the head: the address of the device, details of its kind, its own addresses. */
function readLines(fields: Record<string, Value>, lines: readonly Line[]): void {
  for (const [index, line] of lines.entries()) {
    const words = wordsOf(line.text)
    const [first = ''] = words
    if (first.startsWith('link/')) readDevice(fields, words)
    else if (first === 'inet' || first === 'inet6') {
      const next = lines[index + 1]
      const address = readAddress([line.text, ...(next !== undefined && /^\s*valid_lft/.test(next.text) ? [next.text] : [])])
      if (address !== undefined) append(fields, 'addr_info', address)
    } else if (KIND_WORDS.has(first.replace(/_slave$/, ''))) readDetails(fields, words)
    else if (first === 'altname') append(fields, 'altnames', words[1] ?? '')
  }
}

function append(fields: Record<string, Value>, key: string, value: Value): void {
  const list = fields[key]
  if (Array.isArray(list)) list.push(value)
  else fields[key] = [value]
}

function readDevice(fields: Record<string, Value>, words: readonly string[]): void {
  const [type = '', address] = words
  fields['link_type'] = type.slice('link/'.length)
  if (address !== undefined && /^[0-9a-f:.]+$/i.test(address)) fields['address'] = address
  const broadcast = words.indexOf('brd')
  if (broadcast > 0) fields['broadcast'] = words[broadcast + 1] ?? ''
  const kind = words.findIndex((word, index) => index > 1 && KIND_WORDS.has(word.replace(/_slave$/, '')) && words[index - 1] !== 'mode')
  if (kind > 0 && words.includes('promiscuity')) readDetails(fields, words.slice(kind))
}
