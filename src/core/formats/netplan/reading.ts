/** Reading of the YAML of all files into definitions, key by key, as netplan's parser does it. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { nearest } from '../../std/nearest.js'
import {
  type Anchors,
  resolve,
  textOf,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../yaml/node.js'
import { escapeText } from './c-text.js'
import type { DraftDefinition, Renderer } from './definition.js'
import type { AccessPoint, OpenvswitchGlobals } from './definition-parts.js'
import type { GlibTable } from './glib-table.js'
import type { Setting } from './setting.js'

/** netplan 0.106 is that of Debian 12; 1.1 that of Debian 13 and Ubuntu 24.10. */
export type Release = '0.106' | '1.1'

/**
 * What happens at an error. `stop`: nothing is read further, as `netplan generate` does. `skip`: the rest of the definition or file is
 * left out, as since 1.1 at boot. `all`: only the value is left out, so that everything wrong is found.
 */
export type Policy = 'stop' | 'skip' | 'all'

export type Missing = { readonly wantedBy: string; readonly node: YamlScalar }

export type Reading = {
  readonly release: Release
  readonly policy: Policy
  /** Only one of several files is looked at, so that what is missing may be in another. */
  readonly alone: boolean
  readonly hasOpenvswitch: boolean
  readonly definitions: GlibTable<DraftDefinition>
  readonly ordered: DraftDefinition[]
  readonly openvswitch: OpenvswitchGlobals
  /** By definition and SSID, for the order in which netplan writes them. */
  readonly accessPoints: Map<string, GlibTable<AccessPoint>>
  renderer?: Setting<Renderer>
  /** `renderer:` inside of a section, for the definitions behind it. */
  sectionRenderer?: Setting<Renderer>
  anchors: Anchors
  /** Ids that were referred to and not seen yet. */
  missing: GlibTable<Missing>
  found: number
  current?: DraftDefinition
  /** Of the pass through the file that is going on. */
  errors: Diagnostic[]
  readonly warnings: Map<string, Diagnostic>
  /** By list, what is in it: lists are long, and netplan adds nothing twice. */
  readonly known: Map<object, Set<string>>
  /** Values looked at: aliases can make much of little. */
  steps: number
}

export type Key<Target> = (
  | { readonly expects: 'scalar'; readonly read: (reading: Reading, node: YamlScalar, target: Target) => boolean }
  | { readonly expects: 'list'; readonly read: (reading: Reading, node: YamlList, target: Target) => boolean }
  | { readonly expects: 'map'; readonly read: (reading: Reading, node: YamlMap, target: Target) => boolean }
  | { readonly expects: 'any'; readonly read: (reading: Reading, node: YamlScalar | YamlList | YamlMap, target: Target) => boolean }
) & { /** netplan 0.106 does not know it. */ readonly isNew?: true }

export type Keys<Target> = Readonly<Record<string, Key<Target>>>

/** Enough for 10,000 devices, too few for a billion laughs. */
const MOST_STEPS = 300_000
/** In one file: nobody reads more. */
const MOST_ERRORS = 200

export function readMap<Target>(reading: Reading, node: YamlNode, keys: Keys<Target>, target: Target): boolean {
  const map = expectMap(reading, node)
  return map !== undefined && each(reading, map.entries, (entry) => readEntry(reading, entry, keys, target))
}

/** Goes through all of them, or up to the first that is refused. */
export function each<Item>(reading: Reading, items: readonly Item[], read: (item: Item) => boolean): boolean {
  let fine = true
  for (const item of items) {
    if (isTooMuch(reading)) return false
    if (read(item)) continue
    if (reading.policy !== 'all') return false
    fine = false
  }
  return fine
}

function isTooMuch(reading: Reading): boolean {
  reading.steps += 1
  if (reading.errors.length >= MOST_ERRORS) return true
  if (reading.steps <= MOST_STEPS) return false
  if (reading.steps === MOST_STEPS + 1) {
    reading.errors.push({ code: 'netplan/too-large', severity: 'error', message: `more than ${MOST_STEPS} values: the rest is not read` })
  }
  return true
}

function readEntry<Target>(reading: Reading, entry: YamlEntry, keys: Keys<Target>, target: Target): boolean {
  const name = expectScalar(reading, entry.key)
  if (name === undefined) return false
  const key = keyOf(keys, textOf(name), reading.release)
  if (key === undefined) return refuseKey(reading, name, keys)
  const node = resolve(reading.anchors, entry.value)
  switch (key.expects) {
    case 'scalar':
      return node.kind === 'scalar' ? key.read(reading, node, target) : refuseType(reading, entry, 'a single value')
    case 'list':
      return node.kind === 'list' ? key.read(reading, node, target) : refuseType(reading, entry, 'a list')
    case 'map':
      return node.kind === 'map' ? key.read(reading, node, target) : refuseType(reading, entry, 'a map')
    case 'any':
      return key.read(reading, node, target)
  }
}

function keyOf<Target>(keys: Keys<Target>, name: string, release: Release): Key<Target> | undefined {
  const key = Object.hasOwn(keys, name) ? keys[name] : undefined
  return key?.isNew === true && release === '0.106' ? undefined : key
}

const MOST_SHOWN = 20

function refuseKey<Target>(reading: Reading, name: YamlScalar, keys: Keys<Target>): boolean {
  const text = textOf(name)
  const known = Object.keys(keys)
  const guess = nearest(text, known)
  const help = Object.hasOwn(keys, text)
    ? 'netplan 0.106 does not know it; 1.1 does'
    : text === '<<'
      ? 'netplan knows no merge keys: write the keys out, or use an alias for the whole map'
      : guess !== undefined
        ? `did you mean ${guess}?`
        : known.length > MOST_SHOWN
          ? 'see netplan(5) for the keys of this section'
          : `known here: ${known.join(', ')}`
  return refuse(reading, 'unknown-key', name.origin, { message: `unknown key '${shown(text)}'`, help })
}

function refuseType(reading: Reading, entry: YamlEntry, wanted: string): boolean {
  const key = entry.key.kind === 'scalar' ? textOf(entry.key) : 'this key'
  const empty = entry.value.kind === 'scalar' && entry.value.text === ''
  const origin = empty && entry.key.kind === 'scalar' ? entry.key.origin : entry.value.origin
  const help = wanted === 'a list' ? `write ${shown(key)}: [value] or one "- value" line for each` : 'check the indentation'
  return refuse(reading, 'wrong-type', origin, {
    message: `${shown(key)} needs ${wanted}${empty ? ', and nothing stands here' : ''}`,
    help,
  })
}

export function expectMap(reading: Reading, node: YamlNode): YamlMap | undefined {
  const value = resolve(reading.anchors, node)
  if (value.kind === 'map') return value
  refuse(reading, 'wrong-type', node.origin, { message: 'a map is needed here', help: 'check the indentation' })
  return undefined
}

export function expectScalar(reading: Reading, node: YamlNode): YamlScalar | undefined {
  const value = resolve(reading.anchors, node)
  if (value.kind === 'scalar') return value
  refuse(reading, 'wrong-type', node.origin, { message: 'a single value is needed here', help: 'check the indentation' })
  return undefined
}

/** Every item of a list of texts, with where it stands. */
export function eachText(reading: Reading, list: YamlList, read: (text: string, origin: Origin) => boolean): boolean {
  return each(reading, list.items, (item) => {
    const scalar = expectScalar(reading, item)
    return scalar !== undefined && read(textOf(scalar), item.origin)
  })
}

type Remark = Pick<Diagnostic, 'message' | 'help' | 'related' | 'because'>

/** What may be right once the other files are read too. */
const INCOMPLETE = ['undefined-interface', 'missing-property']

/** An error: netplan refuses it. Always false, to be returned. */
export function refuse(reading: Reading, rule: string, origin: Origin, remark: Remark): false {
  const lacks = reading.alone && INCOMPLETE.includes(rule)
  reading.errors.push({
    code: `netplan/${rule}`,
    severity: lacks ? 'warning' : 'error',
    at: origin,
    because: lacks ? 'netplan refuses this, unless an earlier file has what is missing' : REFUSES[reading.release],
    ...remark,
    message: named(reading, remark.message),
  })
  return false
}

const REFUSES = {
  '0.106': 'netplan refuses the whole configuration for it, at boot too, and no interface is configured',
  '1.1': '`netplan generate` refuses the whole configuration for it; at boot netplan leaves out the rest of the definition or file',
} as const

/** Accepted, to the harm of whoever wrote it. Told once, however often the file is gone through. */
export function warn(reading: Reading, rule: string, origin: Origin, remark: Remark): void {
  const message = named(reading, remark.message)
  reading.warnings.set(`${rule} ${origin.capture} ${origin.start} ${message}`, {
    code: `netplan/${rule}`,
    severity: 'warning',
    at: origin,
    ...remark,
    message,
  })
}

function named(reading: Reading, message: string): string {
  return reading.current === undefined ? message : `${reading.current.id}: ${message}`
}

/** Whether the list has nothing of that kind yet; from now on it has. */
export function isNewIn(reading: Reading, list: object, key: string): boolean {
  const known = reading.known.get(list) ?? new Set<string>()
  reading.known.set(list, known)
  if (known.has(key)) return false
  known.add(key)
  return true
}

/** The text as netplan keeps it: since 1.0 without line breaks and other control characters. */
export function escaped({ release }: Reading, text: string): string {
  return release === '0.106' ? text : escapeText(text)
}

/** As it may stand in a message: short, without control characters. */
export function shown(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
  return clean.length > 60 ? `${clean.slice(0, 57)}...` : clean
}
