/** The steps of one stanza on the modelled machine, one after the other, until one fails. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import type { Origin } from '../../diagnostics/origin.js'
import {
  environmentOf,
  type IfaceFacts,
  type IfupStep,
  lowerStatic,
  runNamed,
  type Session,
  type StanzaContext,
} from '../../formats/interfaces/index.js'
import type { RequestResult } from '../../model/index.js'
import { runCommandLine } from './command-line.js'
import { runHooks } from './ifupdown-hooks.js'
import { obtainLease } from './lease.js'
import { type Booting, nodeIn, profileIn, request, type Stage } from './machine.js'
import { makeVlan, type VlanWanted } from './vlan-hook.js'

export type Call = {
  readonly booting: Booting
  readonly node: string
  readonly session: () => Session
  readonly context: StanzaContext
}

export type StanzaBoot = Call & {
  readonly stage: Stage
  readonly facts: IfaceFacts
  /** Without the alias's suffix. */
  readonly device: InterfaceName
  /** As it was named, e.g. `eth0:1`. */
  readonly label: string
}

export function performSteps(call: Call, steps: readonly IfupStep[]): boolean {
  const { booting, node, context } = call
  const { device: label, stanza, run } = context
  if (label === '--all') return true
  const stage: Stage = { node, phase: `ifup ${label}`, owner: 'ifupdown' }
  const lowered = lowerStatic(stanza)
  if (run !== undefined) booting.diagnostics.push(...lowered.diagnostics)
  const device = parseInterfaceName(label.split(':')[0] ?? '')
  if (device === undefined) return failed(call, stage, stanza.origin, `"${label}" is not an interface name`)
  const boot: StanzaBoot = { ...call, stage, facts: lowered.facts, device, label }
  if (run !== undefined && run.missing.length > 0)
    return failed(call, stage, stanza.origin, `missing required variable: ${run.missing.join(', ')}`)
  if (run !== undefined) tellUnmodelled(boot)
  return runSteps(boot, steps, 'pre-up')
}

/** What nobody here understands, word by word. Options of other packages have no effect on packets unless they build devices. */
function tellUnmodelled({ booting, stage, facts, label }: StanzaBoot): void {
  for (const option of facts.unrecognised) {
    const touches =
      /^(tunnel|vxlan|team|batman|gre|vrf|link-type|vlan-id|mstpctl|clag)/.test(option.name) &&
      !['tunnel', 'v4tunnel', '6to4'].includes(facts.method)
        ? 'anything'
        : 'harmless'
    request(booting, stage, { kind: 'unmodelled', text: `${option.name} ${option.value}`, touches, origin: option.origin })
  }
  const unknown = UNPREDICTED[`${facts.family} ${facts.method}`]
  if (unknown !== undefined)
    request(booting, stage, {
      kind: 'unmodelled',
      text: `iface ${label} ${facts.family} ${facts.method}: ${unknown}`,
      touches: 'harmless',
      origin: facts.origin,
    })
}

const UNPREDICTED: Readonly<Record<string, string>> = {
  'inet6 auto': 'addresses that routers advertise are not predicted',
  'inet6 dhcp': 'DHCPv6 is not predicted',
}

type Phase = 'pre-up' | 'post-up'

/** A DHCP client that gets no answer yet goes on with the rest as soon as it has one. */
function runSteps(boot: StanzaBoot, steps: readonly IfupStep[], begun: Phase): boolean {
  let phase = begun
  for (const [index, step] of steps.entries()) {
    if (isDhcp(boot, step)) {
      askForLease(boot, step, () => runSteps(boot, steps.slice(index + 1), 'post-up'))
      return true
    }
    const good = step.kind === 'scripts' ? runHooks(boot, step) : runStep(boot, step, phase)
    if (step.kind === 'scripts') phase = 'post-up'
    if (!good && !step.forgiving) return false
  }
  return true
}

function isDhcp({ facts }: StanzaBoot, step: IfupStep): boolean {
  return step.kind === 'method' && facts.family === 'inet' && facts.method === 'dhcp' && / dhclient -4 /.test(step.text)
}

/** dhclient brings the device up before it asks. */
function askForLease(boot: StanzaBoot, step: IfupStep, then: () => void): void {
  const { booting, stage, device, label, facts } = boot
  const up = request(booting, stage, { kind: 'link-set', name: device, up: true, origin: step.origin })
  if (up.kind === 'refused') return void failed(boot, stage, step.origin, up.text)
  const metric = facts.metric === undefined ? {} : { metric: facts.metric.value }
  obtainLease(booting, stage, { device, label, origin: facts.origin, protocol: 'boot', ...metric }, then)
}

function runStep(boot: StanzaBoot, step: IfupStep, phase: Phase): boolean {
  const { booting, stage } = boot
  if (step.kind === 'own') return runOwn(boot, step, phase)
  const vlan = step.kind === 'link' ? vlanIn(step) : undefined
  if (vlan !== undefined) {
    makeVlan(boot, { ...vlan, origin: step.origin })
    return true
  }
  const planned = step.kind === 'method' ? plannedFailure(boot, step) : undefined
  if (planned !== undefined) return failed(boot, stage, planned.origin, planned.text)
  const text = commandFor(boot, step)
  if (text === '') return true
  const [line = '', ...more] = step.kind === 'method' ? text.split('\n') : [text]
  const result = runCommandLine(booting, stage, { text: line, origin: step.origin, variables: {} })
  if (more.length > 0) return failed(boot, stage, step.origin, `"${more[0]}": a value goes on in a second line, which is no command`)
  return result.kind !== 'refused' || (step.forgiving ? false : failed(boot, stage, step.origin, result.text))
}

/** `if test -d … then … ip link add link LINK name NAME type vlan id ID`. */
function vlanIn({ text }: IfupStep): Pick<VlanWanted, 'lower' | 'name' | 'id'> | undefined {
  const found = /ip link add link (\S+) name (\S+) type vlan id (\S+);/.exec(text)
  const [, lower = '', name = '', id = ''] = found ?? []
  return found === null ? undefined : { lower, name, id }
}

/** A value that the command's program refuses. */
function plannedFailure({ facts }: StanzaBoot, { text }: IfupStep): { readonly text: string; readonly origin: Origin } | undefined {
  const step = /^\s*ip addr add/.test(text)
    ? 'address'
    : /^\s*ip link set/.test(text)
      ? 'link'
      : /^\s*ip route add/.test(text)
        ? 'gateway'
        : undefined
  return text.includes('\n') ? undefined : facts.failures.find((failure) => failure.step === step)
}

/** What has no effect here is left out: modules, waiting, names for people, and forgetting addresses that no router advertised. */
const WITHOUT_EFFECT = /^(modprobe |\/lib\/ifupdown\/|ip link set \S+ alias |ip addr flush dev \S+ mngtmpaddr$)/

function commandFor({ booting, node, device, label }: StanzaBoot, { text }: IfupStep): string {
  const plain = text.trim()
  if (WITHOUT_EFFECT.test(plain)) return ''
  const onDevice = label === device ? plain : plain.replaceAll(` dev ${label}`, ` dev ${device}`)
  const onlink = profileIn(booting, node).gatewayOnlink ? onDevice : onDevice.replace(/ onlink$/, '')
  return mtuChoice({ booting, node, device }, onlink).replace(/ address random\b/, '')
}

/** For inet6: the device's own MTU is raised where it is too small, else only that of IPv6 is set. */
function mtuChoice({ booting, node, device }: Pick<StanzaBoot, 'booting' | 'node' | 'device'>, text: string): string {
  const found = /^if \[ .* -lt (\d+) \]; then (.*); else (.*); fi$/.exec(text)
  if (found === null) return text
  const [, wanted = '', raise = '', set = ''] = found
  const mtu = nodeIn(booting, node).interfaces.find((candidate) => candidate.name === device)?.mtu ?? 0
  return mtu < Number(wanted) ? raise : set
}

function runOwn(boot: StanzaBoot, step: IfupStep, phase: Phase): boolean {
  const { booting, stage, session } = boot
  const names = /^(?:\/usr)?(?:\/sbin\/)?ifup((?: +[\w.:@-]+)+)$/.exec(step.text)?.[1]?.trim().split(/ +/)
  if (names?.every((name) => !name.startsWith('-'))) return runNamed({ ...session(), call: { ...session().call, forAll: false } }, names)
  const result: RequestResult = runCommandLine(booting, stage, {
    text: step.text,
    origin: step.origin,
    variables: variablesFor(boot, phase),
  })
  if (result.kind !== 'refused' || step.forgiving) return true
  return failed(boot, stage, step.origin, `"${step.text}": ${result.text}`)
}

export function variablesFor({ context, facts, label }: StanzaBoot, phase: Phase): Readonly<Record<string, string>> {
  return {
    ...environmentOf(context.run?.variables ?? []),
    IFACE: label,
    LOGICAL: context.logical,
    ADDRFAM: facts.family,
    METHOD: facts.method,
    MODE: 'start',
    PHASE: phase,
  }
}

export function failed({ booting }: Pick<Call, 'booting'>, stage: Stage, origin: Origin, text: string): false {
  booting.diagnostics.push({
    code: 'boot/ifup-failed',
    severity: 'warning',
    message: `${stage.phase} on ${stage.node} fails: ${text}`,
    at: origin,
    because: 'ifupdown stops at the first step that fails; what came before it stays',
    help: 'correct the stanza; `ifup --verbose` shows the command that fails',
  })
  return false
}
