/** What a network, a port group and a guest's interface may all say about a port: VLAN tags, virtual port, bandwidth, isolation. */
import type { Origin } from '../../diagnostics/origin.js'
import type { GrammarSource } from './grammar.js'
import type { Located } from './located.js'
import { attributeOf, childOf, childrenOf, complain, present, type Reading, shorten, textAttribute, valueAttribute } from './reading.js'
import { COUNT, choiceOf, LONG, NUMBER, type ValueKind, YES_NO } from './value.js'
import type { XmlElement } from './xml/document.js'

export type VlanTags = {
  readonly trunk: boolean
  readonly tags: readonly { readonly id: number; readonly native?: 'tagged' | 'untagged'; readonly origin: Origin }[]
  readonly origin: Origin
}

export const VIRTUAL_PORT_TYPES = ['802.1Qbg', '802.1Qbh', 'openvswitch', 'midonet'] as const

export type VirtualPort = {
  /** Absent: that of the network. */
  readonly type?: (typeof VIRTUAL_PORT_TYPES)[number] | 'unrecognised'
  readonly parameters: Readonly<Record<string, Located<string>>>
  readonly origin: Origin
}

/** KiB per second, and KiB for `burst`. */
export type Rate = { readonly average?: number; readonly peak?: number; readonly burst?: number; readonly floor?: number }
export type Bandwidth = { readonly classId?: number; readonly inbound?: Rate; readonly outbound?: Rate; readonly origin: Origin }

/** The entries for all of them below one element. */
export function portGrammar(path: string): GrammarSource {
  return {
    [`${path}/vlan`]: { attributes: 'trunk', children: 'tag*' },
    [`${path}/vlan/tag`]: { attributes: 'id!:count nativeMode:tagged|untagged' },
    [`${path}/virtualport`]: { attributes: 'type', children: 'parameters' },
    [`${path}/virtualport/parameters`]: {
      attributes: 'managerid typeid typeidversion instanceid:uuid profileid interfaceid:uuid',
    },
    [`${path}/bandwidth`]: { attributes: 'classID:count', children: 'inbound outbound' },
    [`${path}/bandwidth/inbound`]: { attributes: 'average:long peak:long burst:long floor:long' },
    [`${path}/bandwidth/outbound`]: { attributes: 'average:long peak:long burst:long floor:long' },
    [`${path}/port`]: { attributes: 'isolated:yes-no' },
  }
}

/** virNetDevVlanParse */
export function readVlan(reading: Reading, parent: XmlElement): VlanTags | undefined {
  const element = childOf(parent, 'vlan')
  if (element === undefined) return undefined
  const tags = childrenOf(element, 'tag').flatMap((tag) => {
    const id = valueAttribute(tag, 'id', COUNT)
    if (id === undefined) return []
    if (id.value > 4095) complain(reading, { code: 'bad-vlan', message: `VLAN ${id.value} is above 4095`, at: id.origin })
    const native = valueAttribute(tag, 'nativeMode', choiceOf(['tagged', 'untagged']))?.value
    return [{ id: id.value, ...present({ native }), origin: tag.origin }]
  })
  checkVlan(reading, element, tags)
  const trunk = textAttribute(element, 'trunk')?.value.toLowerCase()
  return { trunk: trunk === undefined ? tags.length > 1 : trunk === 'yes', tags, origin: element.origin }
}

function checkVlan(reading: Reading, element: XmlElement, tags: VlanTags['tags']): void {
  const at = element.nameOrigin
  if (childOf(element, 'tag') === undefined)
    complain(reading, { code: 'vlan-without-tag', message: 'This <vlan> has no tag', at, help: "add <tag id='…'/>" })
  const natives = tags.filter((tag) => tag.native !== undefined)
  if (natives[1] !== undefined)
    complain(reading, { code: 'second-native-vlan', message: 'Only one tag of a <vlan> can be native', at: natives[1].origin })
  const trunk = textAttribute(element, 'trunk')
  if (trunk === undefined || trunk.value.toLowerCase() === 'yes') return
  const bad = trunk.value.toLowerCase() !== 'no' || tags.length > 1 || natives.length > 0
  if (!bad) return
  const reason = tags.length > 1 ? 'several tags' : natives.length > 0 ? 'a native tag' : undefined
  const message = reason === undefined ? `trunk='${shorten(trunk.value)}' of <vlan> is not yes or no` : `A <vlan> with ${reason} is a trunk`
  complain(reading, { code: 'bad-trunk', message, at: trunk.origin, help: "write trunk='yes', or leave it out" })
}

/** What each type cannot have (virNetDevVPortProfileCheckNoExtras). */
const EXTRA: ReadonlyMap<string, readonly string[]> = new Map([
  ['802.1Qbg', ['profileid', 'interfaceid']],
  ['802.1Qbh', ['managerid', 'typeid', 'typeidversion', 'instanceid', 'interfaceid']],
  ['openvswitch', ['managerid', 'typeid', 'typeidversion', 'instanceid']],
])
/** What a guest's own port must have (virNetDevVPortProfileCheckComplete); libvirt makes up a missing instanceid or interfaceid. */
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['802.1Qbg', ['managerid', 'typeid', 'typeidversion']],
  ['802.1Qbh', ['profileid']],
  ['midonet', ['interfaceid']],
])
const LIMITS: ReadonlyMap<string, number> = new Map([
  ['managerid', 0xff],
  ['typeid', 0xff_ffff],
  ['typeidversion', 0xff],
])

export type PortNeeds = { readonly type: boolean; readonly complete: boolean }

/** virNetDevVPortProfileParse */
export function readVirtualPort(reading: Reading, parent: XmlElement, needs: PortNeeds): VirtualPort | undefined {
  const element = childOf(parent, 'virtualport')
  if (element === undefined) return undefined
  const written = textAttribute(element, 'type')
  const type = written === undefined ? undefined : (VIRTUAL_PORT_TYPES.find((known) => known === written.value) ?? 'unrecognised')
  if (written !== undefined && type === 'unrecognised') {
    const message = `libvirt knows no virtual port of type ${shorten(written.value)}`
    complain(reading, { code: 'bad-virtual-port', message, at: written.origin, help: `it knows ${VIRTUAL_PORT_TYPES.join(', ')}` })
  }
  if (written === undefined && needs.type) {
    const message = 'This <virtualport> has no type'
    complain(reading, { code: 'bad-virtual-port', message, at: element.nameOrigin, help: `add type='openvswitch' or another` })
  }
  const parameters = Object.fromEntries(
    (childOf(element, 'parameters')?.attributes ?? []).map(({ name, value, valueOrigin: origin }) => [name, { value, origin }]),
  )
  const port: VirtualPort = { ...present({ type }), parameters, origin: element.origin }
  checkParameters(reading, port, needs.complete)
  return port
}

function checkParameters(reading: Reading, { type, parameters, origin }: VirtualPort, complete: boolean): void {
  const extra = EXTRA.get(type ?? '') ?? []
  const needed = complete ? (NEEDED.get(type ?? '') ?? []) : []
  for (const [name, { value, origin: at }] of Object.entries(parameters)) {
    const limit = LIMITS.get(name)
    const number = limit === undefined ? 0 : NUMBER.parse(value)
    const range = limit === undefined || (number !== undefined && number <= limit)
    if (!range) complain(reading, { code: 'bad-number', message: `${name}='${shorten(value)}' is not a number up to ${limit}`, at })
    if (name === 'profileid' && value.length > 39)
      complain(reading, { code: 'bad-virtual-port', message: 'A profileid has at most 39 characters', at })
    if (extra.includes(name))
      complain(reading, { code: 'bad-virtual-port', message: `A virtual port of type ${type} has no ${name}`, at, help: 'leave it out' })
  }
  const missing = needed.find((name) => !Object.hasOwn(parameters, name))
  if (missing !== undefined)
    complain(reading, { code: 'bad-virtual-port', message: `A virtual port of type ${type} needs a ${missing}`, at: origin })
}

/** virNetDevBandwidthParse. `floor` is what a guest on a network may be guaranteed. */
export function readBandwidth(reading: Reading, parent: XmlElement, floorAllowed: boolean): Bandwidth | undefined {
  const element = childOf(parent, 'bandwidth')
  if (element === undefined) return undefined
  const classId = attributeOf(element, 'classID')
  if (classId !== undefined)
    complain(reading, { code: 'bad-bandwidth', message: 'A classID cannot be chosen here', at: classId.origin, help: 'leave it out' })
  const rate = (name: string, floor: boolean): Rate | undefined => readRate(reading, childOf(element, name), floor)
  return { ...present({ inbound: rate('inbound', floorAllowed), outbound: rate('outbound', false) }), origin: element.origin }
}

function readRate(reading: Reading, element: XmlElement | undefined, floorAllowed: boolean): Rate | undefined {
  if (element === undefined) return undefined
  const number = (name: string, kind: ValueKind<number> = LONG): number | undefined => valueAttribute(element, name, kind)?.value
  const rate = present({ average: number('average'), peak: number('peak'), burst: number('burst'), floor: number('floor') })
  const refuse = (message: string): void => complain(reading, { code: 'bad-bandwidth', message, at: element.origin })
  const has = (name: string): boolean => attributeOf(element, name) !== undefined
  if (!has('average') && !has('floor')) refuse(`<${element.name}> needs an average`)
  else if (!has('average') && (has('peak') || has('burst'))) refuse(`peak and burst of <${element.name}> need an average`)
  if (has('floor') && !floorAllowed) refuse(`<${element.name}> cannot have a floor here`)
  return rate
}

/** `<port isolated>`: no frames to the other isolated ports of its bridge. */
export function readIsolation(parent: XmlElement): boolean {
  return valueAttribute(childOf(parent, 'port'), 'isolated', YES_NO)?.value ?? false
}
