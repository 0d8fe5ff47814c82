/** What a command of ufw makes of the rules that are there (backend_iptables.py, set_rule; frontend.py, set_rule). */
import { normaliseAddress } from './address.js'
import { splitPorts } from './applications.js'
import type { UfwCommand } from './command.js'
import type { UfwProfile } from './document.js'
import { readPorts, sortPorts } from './ports.js'
import { applicationKey, hasManyPorts, inFamily, isOfApplication, type UfwRule, type UfwSide } from './rule.js'

export type UfwRules = { readonly v4: readonly UfwRule[]; readonly v6: readonly UfwRule[] }

export type UfwChange =
  | { readonly kind: 'done'; readonly rules: UfwRules /** Which of the files ufw writes. */; readonly written: readonly ('v4' | 'v6')[] }
  | { readonly kind: 'refused'; readonly error: string }

type Family = 'v4' | 'v6'
type Job = { readonly rule: UfwRule; readonly removes: boolean; readonly position: number }
type State = { rules: UfwRules; readonly written: Set<Family> }

export function changeRules(rules: UfwRules, command: UfwCommand, ipv6: boolean, profiles: readonly UfwProfile[]): UfwChange {
  if (command.kind === 'refused') return command
  const wanted = command.kind === 'delete-number' ? deletionOf(rules, command.number) : command
  if (wanted.kind === 'refused' || wanted.kind === 'delete-number')
    return { kind: 'refused', error: wanted.kind === 'refused' ? wanted.error : '' }
  const removes = wanted.kind === 'delete'
  const single = expandApplications(rules, wanted, profiles)
  if (typeof single === 'string') return { kind: 'refused', error: single }
  if (wanted.families === 'v6' && !ipv6) return { kind: 'refused', error: 'IPv6 support not enabled' }
  const state: State = { rules, written: new Set() }
  const counts = { v4: countRules(rules.v4), v6: countRules(rules.v6) }
  const position = wanted.position ?? 0
  if (position > counts.v4 + counts.v6) return { kind: 'refused', error: `Invalid position '${position}'` }
  for (const [index, rule] of (position === 0 ? single : [...single].reverse()).entries()) {
    const error = changeOne(state, { rule, removes, position }, { families: wanted.families, ipv6, index, counts })
    // Of an application ufw takes back what it had added.
    if (error !== undefined) return { kind: 'refused', error }
  }
  return { kind: 'done', rules: state.rules, written: [...state.written] }
}

function deletionOf(rules: UfwRules, number: number): UfwCommand {
  const seen = new Set<string>()
  const listed = [...rules.v4, ...rules.v6].filter((rule) => {
    const key = applicationKey(rule)
    const isNew = key === '' || !seen.has(key)
    seen.add(key)
    return isNew
  })
  const rule = listed[number - 1]
  if (rule === undefined) return { kind: 'refused', error: `Could not find rule '${number}'` }
  return { kind: 'delete', rule, families: rule.v6 ? 'v6' : 'v4' }
}

/** One rule for each port of the profile; to delete them, those that are there. */
function expandApplications(
  rules: UfwRules,
  command: Extract<UfwCommand, { readonly kind: 'add' | 'delete' }>,
  profiles: readonly UfwProfile[],
): readonly UfwRule[] | string {
  const { kind, families } = command
  if (!isOfApplication(command.rule)) return [command.rule]
  const named = nameProfiles(command.rule, profiles)
  if (kind === 'add') return typeof named === 'string' ? named : fromProfiles(named, profiles)
  const rule = typeof named === 'string' ? command.rule : named
  const inside = (family: Family): readonly UfwRule[] => {
    const key = applicationKey(normalise(inFamily(rule, family === 'v6')))
    return rules[family].map(normalise).filter((one) => applicationKey(one) === key)
  }
  const v4 = families === 'v6' ? [] : inside('v4')
  const v6 = families === 'v4' ? [] : inside('v6')
  const others = families === 'both' ? v6.filter((one) => v4.some((four) => matchRules(four, { ...one, v6: false }) === 'same')) : v6
  const found = [...v4, ...others].map((one) => ({ ...one, action: rule.action, log: rule.log }))
  return found.length === 0 ? 'Could not delete non-existent rule' : found
}

function nameProfiles(rule: UfwRule, profiles: readonly UfwProfile[]): UfwRule | string {
  const named = (side: UfwSide): UfwSide | undefined => {
    const { application } = side
    if (application === undefined) return side
    const exact = profiles.find((profile) => profile.name === application)
    const found = exact ?? profiles.find((profile) => profile.name.toLowerCase() === application.toLowerCase())
    return found === undefined ? undefined : { ...side, application: found.name, ports: found.name }
  }
  const [source, destination] = [named(rule.source), named(rule.destination)]
  if (source === undefined || destination === undefined) return 'Could not find a profile matching the application'
  const { application } = source
  // ufw takes the found name for a destination port (frontend.py, do_action).
  const isMistaken = application !== rule.source.application && destination.application === undefined
  if (isMistaken && application !== undefined && readPorts(application) === undefined) return `Bad port '${application}'`
  return { ...rule, source, destination }
}

function fromProfiles(rule: UfwRule, profiles: readonly UfwProfile[]): readonly UfwRule[] {
  const portsOf = (side: UfwSide): readonly string[] => profiles.find(({ name }) => name === side.application)?.ports ?? []
  const set = (one: UfwRule, side: 'source' | 'destination', text: string): UfwRule => {
    const { ports, protocol } = splitPorts(text)
    return { ...one, protocol: protocol === 'any' ? one.protocol : protocol, [side]: { ...one[side], ports: readPorts(ports) ?? ports } }
  }
  const { source, destination } = rule
  if (destination.application === undefined) return portsOf(source).map((text) => set(rule, 'source', text))
  return portsOf(destination).flatMap((text) => {
    const to = set(rule, 'destination', text)
    if (source.application === undefined) return [to]
    if (source.application === destination.application) return [set(to, 'source', text)]
    return portsOf(source)
      .map((from) => set({ ...to, protocol: 'any' }, 'source', from))
      .map((one) => (one.protocol === 'any' ? { ...one, protocol: to.protocol } : one))
  })
}

/** As `ufw status numbered` counts: an application rule once. */
function countRules(rules: readonly UfwRule[]): number {
  const keys = rules.map(applicationKey)
  return keys.filter((key, index) => key === '' || keys.indexOf(key) === index).length
}

type Around = {
  readonly families: 'v4' | 'v6' | 'both'
  readonly ipv6: boolean
  /** Which of several rules of one application. */
  readonly index: number
  /** Rules that were there, as far as ufw keeps count. */
  readonly counts: { v4: number; readonly v6: number }
}

function changeOne(state: State, job: Job, around: Around): string | undefined {
  const { families, ipv6, counts } = around
  if (!ipv6) return setRule(state, 'v4', { ...job, position: job.position < 0 ? prepending(around, 'v4') : job.position })
  if (families === 'both') return changeBoth(state, job, around)
  if (job.position < 0) return setRule(state, families, { ...job, position: prepending(around, families) })
  if (families === 'v4' && job.position > counts.v4) return `Invalid position '${job.position}'`
  if (families === 'v6' && job.position !== 0 && job.position <= counts.v4) return `Invalid position '${job.position}'`
  return setRule(state, families, { ...job, position: families === 'v4' ? job.position : Math.max(0, job.position - counts.v4) })
}

/** The first of an empty list is appended. */
function prepending({ index, counts }: Around, family: Family): number {
  return index === 0 && counts[family] === 0 ? 0 : 1
}

/** The position counts in one of the two lists; in the other it is the place of the rule that stands there as well. */
function changeBoth(state: State, job: Job, around: Around): string | undefined {
  const { index, counts } = around
  const wanted = job.position
  let four = wanted
  if (wanted < 0) four = prepending(around, 'v4')
  else if (!job.removes && wanted > counts.v4) four = otherPosition(state.rules, wanted - counts.v4 + index, 'v6')
  const error = setRule(state, 'v4', { ...job, position: four })
  if (error !== undefined) return error
  if (!job.removes && wanted > 0) counts.v4 = countRules(state.rules.v4)
  let six = job.removes || wanted <= 0 ? four : wanted + 1
  if (wanted < 0) six = prepending(around, 'v6')
  else if (!job.removes && six > 0 && six <= counts.v4) {
    const found = otherPosition(state.rules, six, 'v4')
    six = found > 0 ? found - index : 0
  }
  if (!job.removes && six > counts.v4 && wanted >= 0) six -= counts.v4
  return setRule(state, 'v6', { ...job, position: six })
}

/** Where the rule at a position of one family stands in the other; 0 if it does not. */
function otherPosition(rules: UfwRules, position: number, family: Family): number {
  const own = rules[family]
  const other = rules[family === 'v4' ? 'v6' : 'v4']
  const keys = own.slice(0, position).map(applicationKey)
  const offset = keys.filter((key, index) => key !== '' && keys.indexOf(key) !== index).length
  const wanted = own[position - 1 + offset]
  if (wanted === undefined) return 0
  const moved = inFamily(wanted, family === 'v4')
  return other.findIndex((rule) => matchRules(rule, moved) === 'same') + 1
}

function normalise(rule: UfwRule): UfwRule {
  const side = (one: UfwSide): UfwSide => ({ ...one, address: normaliseAddress(one.address, rule.v6), ports: sortPorts(one.ports) })
  return { ...rule, source: side(rule.source), destination: side(rule.destination) }
}

function setRule(state: State, family: Family, job: Job): string | undefined {
  const wanted = inFamily(job.rule, family === 'v6')
  if (hasManyPorts(wanted) && wanted.protocol !== 'tcp' && wanted.protocol !== 'udp')
    return "Must specify 'tcp' or 'udp' with multiple ports"
  const rules = state.rules[family]
  if (job.position < 0 || job.position > rules.length) return `Invalid position '${job.position}'`
  const after = placed(rules.map(normalise), normalise(wanted), job)
  if (after === undefined) return undefined
  state.rules = { ...state.rules, [family]: after }
  state.written.add(family)
  return undefined
}

/** Undefined: nothing to do. */
function placed(rules: readonly UfwRule[], wanted: UfwRule, job: Job): readonly UfwRule[] | undefined {
  const result: UfwRule[] = []
  const seen = { found: false, modified: false, inserted: false, matches: 0 }
  let position = job.position
  let last: string | undefined
  for (const [index, rule] of rules.entries()) {
    const own = isOfApplication(rule) ? groupOf(rule) : undefined
    if (index + 1 === position) {
      // The rules of one application stay together.
      if (own === undefined || last !== own) {
        seen.inserted = true
        result.push(wanted)
      } else position += 1
    }
    last = own
    const match = matchRules(rule, wanted)
    if (match !== 'different') seen.matches += 1
    if (match === 'same' && !seen.found && !seen.inserted) {
      seen.found = true
      if (!job.removes) result.push(wanted)
    } else if (match === 'but-comment' && job.removes && wanted.comment === undefined) seen.found = true
    else if ((match === 'but-comment' || match === 'but-action') && !job.removes && !seen.inserted) {
      seen.found = true
      seen.modified = true
      result.push(wanted)
    } else result.push(rule)
  }
  if (seen.inserted) return seen.matches > 0 ? undefined : result
  if (!seen.found) return job.removes ? undefined : [...result, wanted]
  return job.removes || seen.modified ? result : undefined
}

function groupOf({ source, destination }: UfwRule): string {
  return [destination.address, source.address, destination.application ?? '', source.application ?? ''].join('\n')
}

function matchRules(a: UfwRule, b: UfwRule): 'same' | 'but-comment' | 'but-action' | 'different' {
  const sides = (side: UfwSide): readonly unknown[] => [side.address, side.ports, side.application]
  const keys = (rule: UfwRule): string =>
    JSON.stringify([
      sides(rule.source),
      sides(rule.destination),
      rule.protocol,
      rule.v6,
      rule.interfaceIn ?? '',
      rule.interfaceOut ?? '',
      rule.direction,
      rule.route,
    ])
  if (keys(a) !== keys(b)) return 'different'
  if (a.action !== b.action || a.log !== b.log) return 'but-action'
  return (a.comment ?? '') === (b.comment ?? '') ? 'same' : 'but-comment'
}
