/** What ifup and ifdown run for one interface, command by command, without running anything. */
import type { Origin } from '../../diagnostics/origin.js'
import { expandTemplate } from './command-template.js'
import { convert, tokensOf } from './conversions.js'
import type { IfaceStanza } from './document.js'
import type { DhcpClientProgram, Method, MethodState, MethodStep } from './method.js'
import { LINK, methodOf } from './methods.js'
import { isCommand, isTrue, originOfVariable, type Variable, valueNamed, variablesOf } from './variables.js'

export type Direction = 'up' | 'down'

/** How ifup was called, and what it finds on the machine. */
export type IfupCall = {
  /** The interface as it was named: `eth0`, `eth0.5`, `eth0:1`. */
  readonly device: string
  /** The name of the stanzas that are applied to it. */
  readonly logical: string
  /** `-a`. */
  readonly forAll: boolean
  /** The scripts of /etc/network/if-*.d run; `no-scripts` and an option prevent it. */
  readonly scripts: boolean
  /** `lo` is treated specially: no stanza of the files is a loopback one. */
  readonly specialLoopback: boolean
  readonly dhcpClient?: DhcpClientProgram
  /** /lib/ifupdown/wait-for-ll6.sh and settle-dad.sh are there. */
  readonly waits: boolean
  /** Commands are run, not only shown (`-n`). */
  readonly acts: boolean
  /** `-o NAME=VALUE`. */
  readonly overrides: readonly (readonly [name: string, value: string])[]
}

export type IfupStep = {
  /**
   * `scripts` runs what is in a directory; `own` is a command that the stanza itself gives (`pre-up`, `up` …);
   * `lacking` is none: what `text` names is missing, and ifdown goes on.
   */
  readonly kind: 'link' | 'scripts' | 'own' | 'method' | 'lacking'
  /** Empty: an optional command that is left out. */
  readonly text: string
  /** Its failure stops nothing. */
  readonly forgiving: boolean
  readonly origin: Origin
}

export type StanzaRun = {
  /** Names of options without which ifup runs no command of the stanza, and ifdown leaves some out. */
  readonly missing: readonly string[]
  readonly steps: readonly IfupStep[]
  /** Values as the commands and scripts see them. */
  readonly variables: readonly Variable[]
}

/** Before the first stanza of an interface, or behind the last when it goes down. */
export function linkRun(stanza: IfaceStanza, call: IfupCall, direction: Direction): readonly IfupStep[] {
  const variables: Variable[] = []
  convert(variables, LINK.conversions ?? [], call.device)
  const description = variablesOf(stanza).find((variable) => variable.name === 'description')
  if (direction === 'up' && description !== undefined) variables.push(description)
  return expandSteps(LINK, stanza, { call, variables, direction }).steps.map((step) => ({ ...step, kind: 'link' }))
}

/** One stanza, `inherits` resolved. Undefined: it has no method that ifupdown knows. */
export function stanzaRun(stanza: IfaceStanza, call: IfupCall, direction: Direction): StanzaRun | undefined {
  const method = methodOf(stanza.family?.text ?? '', stanza.method?.text ?? '')
  if (method === undefined) return undefined
  const variables = variablesOf(stanza)
  for (const [name, value] of method.defaults ?? []) {
    if (!variables.some((variable) => variable.name === name)) variables.push({ name, value })
  }
  for (const [name, value] of call.overrides) override(variables, name, value)
  convert(variables, method.conversions ?? [], call.device)
  const { steps, missing } = expandSteps(method, stanza, { call, variables, direction })
  if (missing.length > 0 && direction === 'up') return { missing, steps: [], variables }
  const own = (name: string): readonly IfupStep[] =>
    variables.filter((variable) => variable.name === name).map((variable) => ownStep(variable, stanza))
  const scripts = (phase: string): readonly IfupStep[] => (call.scripts ? [scriptsStep(phase, direction, stanza.origin)] : [])
  const order =
    direction === 'up'
      ? [own('pre-up'), scripts('pre-up'), steps, own('up'), scripts('up')]
      : [scripts('down'), own('down'), steps, scripts('post-down'), own('post-down')]
  return { missing, steps: order.flat(), variables }
}

/** What `-a` does before the first interface and behind the last. */
export function scriptsStep(phase: string, direction: Direction, origin: Origin): IfupStep {
  const text = `run-parts ${direction === 'up' ? '--exit-on-error ' : ''}--verbose /etc/network/if-${phase}.d`
  return { kind: 'scripts', text, forgiving: false, origin }
}

function ownStep({ value, origin }: Variable, stanza: IfaceStanza): IfupStep {
  return { kind: 'own', ...forgiven(value), origin: origin ?? stanza.origin }
}

/** ifupdown takes a `-` off the front of whatever it runs, and then does not mind if it fails. */
function forgiven(text: string): Pick<IfupStep, 'text' | 'forgiving'> {
  return text.startsWith('-') ? { text: text.slice(1), forgiving: true } : { text, forgiving: false }
}

function override(variables: Variable[], name: string, value: string): void {
  const place = isCommand(name) ? -1 : variables.findIndex((variable) => variable.name === name)
  const { origin } = variables[place] ?? {}
  variables[place < 0 ? variables.length : place] = { name, value, ...(origin === undefined ? {} : { origin }) }
}

type Run = { readonly call: IfupCall; readonly variables: readonly Variable[]; readonly direction: Direction }

/** Up to the first command for which something is missing: ifup tries all of them before it begins. ifdown goes on. */
function expandSteps(method: Method, stanza: IfaceStanza, run: Run): Pick<StanzaRun, 'steps' | 'missing'> {
  const state = stateOf(run)
  const steps: IfupStep[] = []
  const lacking: string[] = []
  for (const step of run.direction === 'up' ? method.up : method.down) {
    if (step.when !== undefined && !step.when(state)) continue
    const { text, missing } = expandTemplate(step.run, state.value)
    const origin = originOfStep(step, stanza, run)
    lacking.push(...missing)
    if (missing.length > 0 && run.direction === 'up') break
    if (missing.length === 0) steps.push({ kind: 'method', ...forgiven(text), origin })
    else steps.push(...missing.map((name) => ({ kind: 'lacking', text: name, forgiving: true, origin }) as const))
  }
  return { steps, missing: lacking }
}

function originOfStep({ from }: MethodStep, stanza: IfaceStanza, { variables }: Run): Origin {
  return (from === undefined ? undefined : originOfVariable(variables, from)) ?? stanza.origin
}

function stateOf({ call, variables }: Run): MethodState {
  const value = (name: string) => (name === 'iface' ? call.device : valueNamed(variables, name))
  return {
    device: call.device,
    value,
    isTrue: (name) => isTrue(value(name)),
    isLink: tokensOf(call.device, ':.').length < 2,
    isLoopback: call.specialLoopback && call.logical === 'lo',
    forAll: call.forAll,
    dhcpClient: call.dhcpClient,
    waits: call.waits,
    acts: call.acts,
  }
}
