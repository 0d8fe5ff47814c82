/** `bridge vlan`: the VLANs of each port, in columns. */
import { type Line, wordsOf } from './blocks.js'
import type { Entry, Value } from './document.js'

export function looksLikeVlans(text: string): boolean {
  return /^port\s+vlan[ -]ids?/.test(text)
}

/** The name of the port stands on the line of its first VLAN. */
export function readVlans(lines: readonly Line[], capture: string): readonly Entry[] {
  const entries: { fields: { ifname: string; vlans: Value[] }; origin: Entry['origin'] }[] = []
  for (const line of lines) {
    if (looksLikeVlans(line.text)) continue
    const words = wordsOf(line.text)
    const named = /^\S/.test(line.text)
    if (named) entries.push({ fields: { ifname: words[0] ?? '', vlans: [] }, origin: { capture, start: line.start, end: line.end } })
    const [id = '', ...flags] = named ? words.slice(1) : words
    const [, first, last] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(id) ?? []
    if (first === undefined) continue
    // `Egress Untagged` is one flag of two words.
    const joined = flags.join(' ').match(/PVID|Egress Untagged|untagged|\S+/g) ?? []
    entries.at(-1)?.fields.vlans.push({ vlan: Number(first), ...(last === undefined ? {} : { vlanEnd: Number(last) }), flags: joined })
  }
  return entries
}
