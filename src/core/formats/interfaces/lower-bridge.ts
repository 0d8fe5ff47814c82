/** The bridge_* options of the bridge-utils package. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { IfaceStanza, Option, Phrase } from './document.js'
import type { BridgeFact, NamedValue, Setting } from './facts.js'
import { badValue } from './lower-address.js'
import { optionsOf } from './query.js'

export type BridgeReading = { readonly bridge?: BridgeFact; readonly diagnostics: readonly Diagnostic[] }

/** Without `bridge_ports` the script of bridge-utils does nothing, whatever else is written. */
export function lowerBridge(stanza: IfaceStanza): BridgeReading {
  const [option] = optionsOf(stanza, 'bridge-ports')
  if (option === undefined) return { diagnostics: withoutPorts(stanza) }
  const reading = readSettings(stanza)
  const bridge: BridgeFact = { ...readPorts(option), ...reading.settings, unrecognised: unmodelled(stanza), origin: option.origin }
  return {
    bridge,
    diagnostics: reading.bad.map((bad) => ({ ...badValue(stanza, bad), because: 'brctl refuses it and the default stays' })),
  }
}

function withoutPorts(stanza: IfaceStanza): readonly Diagnostic[] {
  const [other] = stanza.options.filter((option) => option.key.startsWith('bridge-'))
  if (other === undefined) return []
  return [
    {
      code: 'interfaces/bridge-without-ports',
      severity: 'warning',
      message: `${stanza.name.text} has "${other.name.text}" but no "bridge_ports"`,
      at: other.origin,
      because: 'without bridge_ports no bridge is made and every other bridge option is ignored',
      help: 'add "bridge_ports none", or the ports',
    },
  ]
}

/** `all` stands for these, bridge_parse_ports() in bridge-utils.sh. */
const ALL = ['eth.*', 'em.*', 'en.*', 'p[0-9].*']

/** Words behind `regex` are patterns until `noregex`. */
function readPorts(option: Option): Pick<BridgeFact, 'ports' | 'patterns'> {
  const ports: Phrase[] = []
  const patterns: Phrase[] = []
  if (option.value.text === 'none') return { ports, patterns }
  let regex = false
  for (const word of wordsOf(option.value)) {
    if (word.text === 'regex' || word.text === 'noregex') regex = word.text === 'regex'
    else if (word.text === 'all') {
      patterns.push(...ALL.map((text) => ({ text, origin: word.origin })))
      regex = false
    } else if (regex) patterns.push(word)
    else ports.push(word)
  }
  return { ports, patterns }
}

/** The words of a value, each with its own place unless the value goes over several lines. */
export function wordsOf({ text, origin }: Phrase): readonly Phrase[] {
  const exact = origin.end - origin.start === text.length
  return [...text.matchAll(/[^ \t\n\v\f\r]+/g)].map((found) => {
    const start = origin.start + found.index
    return { text: found[0], origin: exact ? { ...origin, start, end: start + found[0].length } : origin }
  })
}

type Settings = Omit<BridgeFact, 'ports' | 'patterns' | 'unrecognised' | 'origin'>

function readSettings(stanza: IfaceStanza): { readonly settings: Settings; readonly bad: readonly Option[] } {
  const bad: Option[] = []
  const read = <Value>(name: string, parse: (text: string) => Value | undefined): Setting<Value> | undefined => {
    const [option] = optionsOf(stanza, name)
    if (option === undefined) return undefined
    const value = parse(option.value.text)
    if (value === undefined) bad.push(option)
    return value === undefined ? undefined : { value, origin: option.origin }
  }
  const all = {
    stp: read('bridge-stp', parseSwitch),
    forwardDelay: read('bridge-fd', parseSeconds),
    ageing: read('bridge-ageing', parseSeconds),
    hello: read('bridge-hello', parseSeconds),
    maxAge: read('bridge-maxage', parseSeconds),
    maxWait: read('bridge-maxwait', parseSeconds),
    priority: read('bridge-bridgeprio', parsePriority),
    vlanAware: read('bridge-vlan-aware', (text) => text === 'yes'),
    hardware: optionsOf(stanza, 'bridge-hw')[0]?.value,
  }
  return { settings: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)), bad }
}

/** As brctl(8) reads it. */
function parseSwitch(text: string): boolean | undefined {
  if (['on', 'yes', '1'].includes(text)) return true
  return ['off', 'no', '0'].includes(text) ? false : undefined
}

function parseSeconds(text: string): number | undefined {
  return /^\d{1,9}(\.\d{0,9})?$/.test(text) ? Number(text) : undefined
}

function parsePriority(text: string): number | undefined {
  const value = /^(\d{1,5}|0x[0-9a-f]{1,4})$/i.test(text) ? Number(text) : Number.NaN
  return value <= 65535 ? value : undefined
}

const MODELLED = ['ports', 'stp', 'fd', 'ageing', 'hello', 'maxage', 'maxwait', 'bridgeprio', 'vlan-aware', 'hw']
/** Waiting for ports and collecting garbage change no answer. */
const HARMLESS = ['waitport', 'gcint']

function unmodelled(stanza: IfaceStanza): readonly NamedValue[] {
  const known = [...MODELLED, ...HARMLESS].map((name) => `bridge-${name}`)
  return stanza.options
    .filter((option) => option.key.startsWith('bridge-') && !known.includes(option.key))
    .map((option) => ({ name: option.name.text, value: option.value.text, origin: option.origin }))
}
