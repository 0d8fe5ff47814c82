/** One run of ifup or ifdown: which interfaces, in which order, with which stanzas. What is done with the commands decides who runs it. */
import type { Origin } from '../../diagnostics/origin.js'
import { matchesWildcard, parseGlob } from '../../std/wildcard.js'
import type { IfaceStanza, MappingStanza, Stanza } from './document.js'
import { type Direction, type IfupCall, type IfupStep, linkRun, type StanzaRun, scriptsStep, stanzaRun } from './ifup.js'
import { type AutoName, allowedNames } from './query.js'

/** `lo`, when no file has a loopback stanza. */
const NOWHERE: Origin = { capture: '', start: 0, end: 0 }

export type StanzaContext = {
  readonly device: string
  readonly logical: string
  readonly stanza: IfaceStanza
  readonly run: StanzaRun | undefined
}

export type Session = {
  readonly program: 'ifup' | 'ifdown'
  readonly stanzas: readonly Stanza[]
  /** `--force`: what is configured already is configured again. */
  readonly forced: boolean
  /** `--allow CLASS`. */
  readonly allowClass?: string
  /** `--no-loopback` is absent. */
  readonly loopback: boolean
  readonly call: Pick<IfupCall, 'forAll' | 'scripts' | 'dhcpClient' | 'waits' | 'acts' | 'overrides'>
  /** The state file: device and the logical name that it was brought up as, in this order. Changed by the session. */
  readonly configured: Map<string, string>
  /** Whether all went well. A failing step ends the interface. Where something is missing for the stanza there are no steps. */
  readonly perform: (steps: readonly IfupStep[], context: StanzaContext) => boolean
  /** A remark of the program itself. */
  readonly say: (text: string) => void
  /** What a mapping's script answers; undefined: it fails. */
  readonly map: (mapping: MappingStanza, device: string, logical: string) => string | undefined
  /** What a pattern stands for now. */
  readonly devicesMatching: (name: AutoName) => readonly string[]
}

/** `ifup -a`, or `ifdown -a` of what is configured. */
export function runAll(session: Session): boolean {
  const { program, stanzas, allowClass } = session
  const direction: Direction = program === 'ifup' ? 'up' : 'down'
  const about = (phase: string) => scriptsOf(session, phase, direction)
  about(direction === 'up' ? 'pre-up' : 'down')
  const names =
    direction === 'up' ? autoTargets(session, allowedNames({ stanzas }, allowClass ?? 'auto')) : [...session.configured.keys()].reverse()
  const results = names.map((name) => doInterface(session, name))
  about(direction === 'up' ? 'up' : 'post-down')
  return results.every((result) => result)
}

export function runNamed(session: Session, names: readonly string[]): boolean {
  return names.map((name) => doInterface(session, name)).every((result) => result)
}

function scriptsOf(session: Session, phase: string, direction: Direction): void {
  if (!session.call.scripts) return
  const stanza = loopbackStanza()
  session.perform([scriptsStep(phase, direction, NOWHERE)], { device: '--all', logical: 'auto', stanza, run: undefined })
}

/** lo comes first, as `auto lo` stood before everything. */
function autoTargets(session: Session, names: readonly AutoName[]): readonly string[] {
  const wanted = names.flatMap((name) => {
    if (!name.isPattern) return [name.logical === undefined ? name.name : `${name.name}=${name.logical}`]
    return session.devicesMatching(name).map((device) => (name.logical === undefined ? device : `${device}=${name.logical}`))
  })
  return [...new Set(session.loopback && session.allowClass === undefined ? ['lo', ...wanted] : wanted)]
}

/** A stanza of its own makes an end of lo's special treatment. */
export function hasLoopbackStanza(stanzas: readonly Stanza[]): boolean {
  return stanzas.some(
    (stanza) =>
      stanza.kind === 'iface' &&
      ['inet', 'inet6'].includes(stanza.family?.text ?? '') &&
      stanza.method?.text === 'loopback' &&
      !stanza.methodInherited,
  )
}

function loopbackStanza(): IfaceStanza {
  const phrase = (text: string) => ({ text, origin: NOWHERE })
  return {
    kind: 'iface',
    keyword: phrase('iface'),
    name: phrase('lo'),
    family: phrase('inet'),
    method: phrase('loopback'),
    options: [],
    origin: NOWHERE,
  }
}

function doInterface(session: Session, target: string): boolean {
  const equals = target.indexOf('=')
  const device = (equals < 0 ? target : target.slice(0, equals)).slice(0, 79)
  const logical = (equals < 0 ? device : target.slice(equals + 1)).slice(0, 79)
  if (isIgnored(session, device)) return true
  if (!isKnown(session, device, logical)) {
    session.say(`unknown interface ${logical}`)
    return false
  }
  if (session.program === 'ifdown') for (const child of childrenOf(session, device)) doInterface(session, child)
  if (!parentIsUp(session, device)) return false
  const state = session.configured.get(device)
  if (!session.forced && session.program === 'ifup' && state !== undefined) {
    if (!session.call.forAll) session.say(`interface ${device} already configured`)
    return true
  }
  if (!session.forced && session.program === 'ifdown' && state === undefined) {
    if (!session.call.forAll) session.say(`interface ${device} not configured`)
    return true
  }
  const chosen = session.program === 'ifup' ? mapped(session, device, logical) : session.forced ? logical : (state ?? logical)
  if (chosen === undefined) return false
  const good = applyStanzas(session, device, chosen)
  for (const child of allowedChildrenOf(session, device)) doInterface(session, child)
  return good
}

/** `ifup --allow CLASS` brings up the VLANs of a device that are in the class too. */
function allowedChildrenOf({ stanzas, allowClass, program }: Session, device: string): readonly string[] {
  if (program !== 'ifup' || allowClass === undefined || device.includes('.')) return []
  return allowedNames({ stanzas }, allowClass)
    .map((allowed) => allowed.name)
    .filter((name) => name.startsWith(`${device}.`))
}

function isIgnored({ stanzas, allowClass, call, program }: Session, device: string): boolean {
  if (allowClass !== undefined && !allowedNames({ stanzas }, allowClass).some((name) => name.origin !== undefined && device === name.name))
    return true
  if (!call.forAll || program !== 'ifdown') return false
  return stanzas.some(
    (stanza) => stanza.kind === 'no-auto-down' && stanza.names.some((name) => matchesWildcard(parseGlob(name.text), device)),
  )
}

function ifacesOf(session: Session): readonly IfaceStanza[] {
  const own = session.stanzas.filter((stanza) => stanza.kind === 'iface')
  return session.loopback && !hasLoopbackStanza(session.stanzas) ? [loopbackStanza(), ...own] : own
}

function mappingsFor({ stanzas }: Session, logical: string): readonly MappingStanza[] {
  return stanzas
    .filter((stanza) => stanza.kind === 'mapping')
    .filter((mapping) => mapping.patterns.some((pattern) => matchesWildcard(parseGlob(pattern.text), logical)))
}

function isKnown(session: Session, device: string, logical: string): boolean {
  if (session.program === 'ifdown' && session.configured.has(device)) return true
  return ifacesOf(session).some((stanza) => stanza.name.text === logical) || mappingsFor(session, logical).length > 0
}

/** The VLANs of a device go down before it. */
function childrenOf(session: Session, device: string): readonly string[] {
  if (device.includes('.')) return []
  const names = ifacesOf(session).map((stanza) => stanza.name.text)
  return names.filter((name) => name.startsWith(`${device}.`) && (session.forced || session.configured.has(name)))
}

/** The device that a VLAN stands on comes up first, if there is anything known about it. */
function parentIsUp(session: Session, device: string): boolean {
  const dot = device.indexOf('.')
  if (dot <= 0 || session.program !== 'ifup') return true
  const parent = device.slice(0, dot)
  if (!isKnown(session, parent, parent) || (!session.forced && session.configured.has(parent))) return true
  if (doInterface(session, parent)) return true
  session.say(`could not bring up parent interface ${parent}`)
  return false
}

/** Every mapping that fits, in the order of the files; each begins with what the one before has answered. */
function mapped(session: Session, device: string, logical: string): string | undefined {
  let name = logical
  for (const mapping of session.stanzas) {
    if (mapping.kind !== 'mapping') continue
    for (const pattern of mapping.patterns) {
      if (!matchesWildcard(parseGlob(pattern.text), name)) continue
      session.say(`running mapping script ${mapping.script?.text ?? '(null)'} on ${name}`)
      const answer = session.map(mapping, device, name)
      if (answer === undefined) return undefined
      name = answer
      break
    }
  }
  return name
}

function applyStanzas(session: Session, device: string, logical: string): boolean {
  const direction: Direction = session.program === 'ifup' ? 'up' : 'down'
  const stanzas = ifacesOf(session).filter((stanza) => stanza.name.text === logical)
  const [first] = stanzas
  const call = callFor(session, device, logical)
  if (direction === 'down') session.configured.delete(device)
  else session.configured.set(device, logical)
  const link = (stanza: IfaceStanza) => session.perform(linkRun(stanza, call, direction), { device, logical, stanza, run: undefined })
  if (first === undefined || (direction === 'up' && !link(first))) {
    if (session.forced) return true
    session.say(`ignoring unknown interface ${device}=${logical}`)
    session.configured.delete(device)
    return true
  }
  let failed = false
  for (const stanza of stanzas) {
    failed = !applyStanza(session, call, stanza)
    if (failed) break
  }
  if (direction === 'down') return link(first)
  if (failed) {
    session.say(`failed to bring up ${logical}`)
    session.configured.delete(device)
  }
  return !failed
}

function callFor(session: Session, device: string, logical: string): IfupCall {
  const specialLoopback = session.loopback && !hasLoopbackStanza(session.stanzas)
  const unscripted = session.stanzas.some(
    (stanza) => stanza.kind === 'no-scripts' && stanza.names.some((name) => matchesWildcard(parseGlob(name.text), logical)),
  )
  return { ...session.call, device, logical, specialLoopback, scripts: session.call.scripts && !unscripted }
}

function applyStanza(session: Session, call: IfupCall, stanza: IfaceStanza): boolean {
  const { device, logical } = call
  const direction: Direction = session.program === 'ifup' ? 'up' : 'down'
  const run = stanzaRun(stanza, call, direction)
  const family = stanza.family?.text ?? ''
  session.say(`configuring interface ${device}=${logical} (${family})`)
  if (run === undefined) return false
  for (const name of run.missing) session.say(`missing required variable: ${name}`)
  if (run.missing.length > 0 && direction === 'up') {
    session.say(`missing required configuration variables for interface ${logical}/${family}`)
    session.perform([], { device, logical, stanza, run })
    return false
  }
  return session.perform(run.steps, { device, logical, stanza, run })
}
