/** Which program a file is written for: Debian's ifupdown, or one of the two that take more. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Phrase } from './document.js'
import type { CutLine } from './phrases.js'

export type Dialect = 'ifupdown' | 'ifupdown2' | 'ifupdown-ng'

export type DialectReading = {
  readonly name: Dialect
  /** What shows it. Absent: nothing speaks against Debian's ifupdown, or somebody else decided. */
  readonly sign?: Phrase
}

/** Options that only ifupdown2 acts upon (ifupdown-addons-interfaces(5)). */
const ONLY_IFUPDOWN2 =
  /^(vrf|vrf-table|vrf-default-route|address-virtual.*|bridge-(vids|pvid|access|allow-untagged|mc.*|hash.*|learning|l2protocol.*|vlan-stats|vlan-vni-map)|clagd-.*|clag-id|mstpctl-.*|vxlan-.*|link-type|tunnel-(mode|endpoint|physdev)|batman-ifaces.*|es-.*|ptm-enable)$/

/** Options of ifupdown-ng's executors (interfaces(5) of ifupdown-ng). */
const ONLY_IFUPDOWN_NG = /^(use|requires|inherit|gre-.*|vrf-member|ppp-provider|dhcp-(hostname|program|opts)|forward-.*)$/

/** Words of Debian's ifupdown that the others do not have. */
const ONLY_IFUPDOWN = ['mapping', 'rename', 'no-auto-down', 'no-scripts']

/** A line of a Mako template, which ifupdown2 renders before it reads the file. */
export function isTemplateLine(text: string): boolean {
  return /^(%\s*(for|endfor|if|elif|else|endif|while|endwhile|def)\b|<%|<\/%|%>|##|\$\{)/.test(text)
}

/** One certain word decides; without one, iface lines that give no address family do if they are most. */
export function dialectOf(lines: readonly CutLine[]): DialectReading {
  let inIface = false
  let addresses: number | undefined
  const bare: Phrase[] = []
  let complete = 0
  const signs: { readonly name: Dialect; readonly sign: Phrase }[] = []
  for (const line of lines) {
    const word = line.keyword.text
    if (ONLY_IFUPDOWN.includes(word)) return { name: 'ifupdown' }
    if (isTemplateLine(line.all.text)) signs.push({ name: 'ifupdown2', sign: line.all })
    if (word === 'template' && !inIface) signs.push({ name: 'ifupdown-ng', sign: line.all })
    if (word === 'iface') {
      const isBare = line.words.length === 1 && isPlainName(line.words[0]?.text ?? '')
      if (isBare) bare.push(line.all)
      else complete += 1
      addresses = isBare ? 0 : undefined
    }
    if (word === 'address' && addresses !== undefined && ++addresses === 2) signs.push({ name: 'ifupdown2', sign: line.all })
    if (/^(iface|vlan)$/.test(word)) inIface = true
    else if (/^(auto|allow-.+|source)$/.test(word)) inIface = false
    const sign = inIface ? signOf(line) : undefined
    if (sign !== undefined) signs.push(sign)
  }
  const ownSign = signs.find(({ name }) => name === 'ifupdown-ng') ?? signs[0]
  if (bare.length === 0 && !signs.some(({ sign }) => isTemplateLine(sign.text) || sign.text.startsWith('template ')))
    return { name: 'ifupdown' }
  if (ownSign !== undefined) return ownSign
  return bare[0] !== undefined && bare.length > complete ? { name: 'ifupdown2', sign: bare[0] } : { name: 'ifupdown' }
}

function isPlainName(text: string): boolean {
  return /^[A-Za-z0-9._:@\-${}[\]]+$/.test(text)
}

function signOf({ keyword, all }: CutLine): { readonly name: Dialect; readonly sign: Phrase } | undefined {
  const key = keyword.text.replaceAll('_', '-')
  if (ONLY_IFUPDOWN_NG.test(key)) return { name: 'ifupdown-ng', sign: all }
  return ONLY_IFUPDOWN2.test(key) ? { name: 'ifupdown2', sign: all } : undefined
}

export function dialectNote({ name, sign }: DialectReading): readonly Diagnostic[] {
  if (name === 'ifupdown' || sign === undefined) return []
  return [
    {
      code: 'interfaces/dialect',
      severity: 'note',
      message: `this file is written for ${name}`,
      at: sign.origin,
      because: "Debian's own ifupdown does not understand this line as it is meant; the file is read as the other program reads it",
      help: `install ${name} on the host, or write the file for ifupdown: see interfaces(5)`,
    },
  ]
}
