/** `ifup -a`: what ifupdown does with each stanza, step by step, until one step fails. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { DEFAULT_ROUTE } from '../../addresses/prefix.js'
import type { Origin } from '../../diagnostics/origin.js'
import { type AutoName, autoNames, type IfaceFacts, type IfaceStanza, ifaceStanzas, lowerStatic } from '../../formats/interfaces/index.js'
import type { KernelRequest, RequestResult } from '../../model/index.js'
import { matchesWildcard, parseGlob } from '../../std/wildcard.js'
import { buildBridge } from './bridge-hook.js'
import { runCommandLine } from './command-line.js'
import { readInterfaces } from './interfaces-files.js'
import { obtainLease } from './lease.js'
import { type Booting, change, nodeIn, profileIn, request, requestAll, type Stage } from './machine.js'

export function bringUpInterfaces(booting: Booting, node: string): void {
  const files = readInterfaces(booting, node)
  if (files.refused) return
  for (const auto of autoNames(files)) {
    for (const name of namesFor(booting, node, auto)) {
      for (const stanza of ifaceStanzas(files, auto.logical ?? name))
        ifup(booting, { node, phase: `ifup ${name}`, owner: 'ifupdown' }, { name, stanza })
    }
  }
}

/** A pattern such as `/eth*` stands for the interfaces that exist. */
function namesFor(booting: Booting, node: string, auto: AutoName): readonly string[] {
  if (!auto.isPattern) return [auto.name]
  const glob = auto.name.replace(/^\//, '').replace(/\/.*$/, '')
  const wildcard = parseGlob(glob)
  return nodeIn(booting, node)
    .interfaces.map((device) => device.name)
    .filter((name) => matchesWildcard(wildcard, name))
}

type Ifup = {
  readonly booting: Booting
  readonly stage: Stage
  readonly facts: IfaceFacts
  readonly device: InterfaceName
  readonly label: string
}

function ifup(booting: Booting, stage: Stage, what: { readonly name: string; readonly stanza: IfaceStanza }): void {
  const lowered = lowerStatic(what.stanza)
  booting.diagnostics.push(...lowered.diagnostics)
  const facts = lowered.facts
  const device = parseInterfaceName(what.name.split(':')[0] ?? '')
  if (device === undefined) return fail(booting, stage, facts.origin, `"${what.name}" is not an interface name`)
  const run: Ifup = { booting, stage, facts, device, label: what.name }
  if (facts.family !== 'inet') return keepOther(run)
  const unusable = facts.failures.find((failure) => failure.step === 'stanza')
  if (unusable !== undefined) return fail(booting, stage, unusable.origin, unusable.text)
  if (!commands(run, facts.commands.preUp)) return
  const built =
    facts.bridge === undefined ? undefined : buildBridge(booting, stage, { device, bridge: facts.bridge, mtu: facts.mtu?.value })
  if (built?.kind === 'refused') return fail(booting, stage, facts.bridge?.origin ?? facts.origin, built.text)
  byMethod(run)
}

/** Only IPv4 is predicted; an inet6 stanza cannot change what IPv4 packets do, its commands can. */
function keepOther(run: Ifup): void {
  if (run.facts.family === 'inet6') {
    request(run.booting, run.stage, { kind: 'unmodelled', text: `iface ${run.label} inet6`, touches: 'harmless', origin: run.facts.origin })
    if (commands(run, run.facts.commands.preUp)) commands(run, run.facts.commands.up)
    return
  }
  request(run.booting, run.stage, {
    kind: 'unmodelled',
    text: `iface ${run.label} ${run.facts.family}`,
    touches: 'anything',
    origin: run.facts.origin,
  })
}

function byMethod(run: Ifup): void {
  for (const option of run.facts.unrecognised) {
    request(run.booting, run.stage, {
      kind: 'unmodelled',
      text: `${option.name} ${option.value}`,
      touches: touches(option.name),
      origin: option.origin,
    })
  }
  switch (run.facts.method) {
    case 'loopback':
    case 'manual':
      if (linkUp(run)) finish(run)
      return
    case 'static':
      if (addresses(run) && linkUp(run) && gateway(run)) finish(run)
      return
    case 'dhcp':
      if (linkUp(run)) dhcp(run)
      return
    default:
      request(run.booting, run.stage, {
        kind: 'unmodelled',
        text: `method ${run.facts.method}`,
        touches: 'anything',
        origin: run.facts.origin,
      })
  }
}

/** Options of wireless tools, resolvers and the like do not change where packets go; bonds, VLANs and tunnels do. */
function touches(option: string): 'harmless' | 'anything' {
  return /^(bond|vlan|ovs|tunnel|vxlan|slaves|team|batman|gre)/.test(option) ? 'anything' : 'harmless'
}

function fail(booting: Booting, stage: Stage, origin: Origin, text: string): void {
  booting.diagnostics.push({
    code: 'boot/ifup-failed',
    severity: 'warning',
    message: `${stage.phase} on ${stage.node} fails: ${text}`,
    at: origin,
    because: 'ifupdown stops at the first step that fails; what came before it stays',
    help: 'correct the stanza; `ifup --verbose` shows the command that fails',
  })
}

function ask(run: Ifup, wanted: readonly KernelRequest[], origin: Origin): boolean {
  const result = requestAll(run.booting, run.stage, wanted)
  if (result.kind === 'refused') fail(run.booting, run.stage, origin, result.text)
  return result.kind !== 'refused'
}

function planned(run: Ifup, step: 'address' | 'link' | 'gateway'): boolean {
  const failure = run.facts.failures.find((candidate) => candidate.step === step)
  if (failure !== undefined) fail(run.booting, run.stage, failure.origin, failure.text)
  return failure === undefined
}

function addresses(run: Ifup): boolean {
  const wanted = run.facts.addresses.map(
    (entry): KernelRequest => ({
      kind: 'address-add',
      interface: run.device,
      address: entry.address,
      length: entry.length,
      label: run.label,
      origin: entry.origin,
      ...(entry.broadcast === undefined ? {} : { broadcast: entry.broadcast }),
      ...(entry.scope === undefined ? {} : { scope: entry.scope }),
    }),
  )
  return planned(run, 'address') && ask(run, wanted, run.facts.addresses[0]?.origin ?? run.facts.origin)
}

function linkUp(run: Ifup): boolean {
  const { mtu, hwaddress, origin } = run.facts
  const mac = hwaddress === undefined || hwaddress.value === 'random' ? {} : { mac: hwaddress.value }
  const wanted: KernelRequest = {
    kind: 'link-set',
    name: run.device,
    up: true,
    origin,
    ...mac,
    ...(mtu === undefined ? {} : { mtu: mtu.value }),
  }
  return planned(run, 'link') && ask(run, [wanted], origin)
}

function gateway(run: Ifup): boolean {
  const { gateway: wanted, metric } = run.facts
  if (!planned(run, 'gateway')) return false
  if (wanted === undefined) return true
  const onlink = profileIn(run.booting, run.stage.node).gatewayOnlink ? { onlink: true } : {}
  const route: KernelRequest = {
    kind: 'route-add',
    mode: 'add',
    type: 'unicast',
    to: DEFAULT_ROUTE,
    hops: [{ interface: run.device, gateway: wanted.address, ...onlink }],
    origin: wanted.origin,
    ...(metric === undefined ? {} : { metric: metric.value }),
  }
  return ask(run, [route], wanted.origin)
}

function dhcp(run: Ifup): void {
  obtainLease(
    run.booting,
    run.stage,
    {
      device: run.device,
      label: run.label,
      origin: run.facts.origin,
      ...(run.facts.metric === undefined ? {} : { metric: run.facts.metric.value }),
    },
    () => finish(run),
  )
}

/** The last part: names, then the `up` commands. */
function finish(run: Ifup): void {
  const { nameServers, search } = run.facts
  if (nameServers.length > 0 || search.length > 0) {
    change(run.booting, run.stage.node, (node) => ({
      ...node,
      resolver: {
        ...node.resolver,
        nameServers: [...node.resolver.nameServers, ...nameServers],
        search: [...node.resolver.search, ...search],
      },
    }))
  }
  commands(run, run.facts.commands.up)
}

function commands(run: Ifup, lines: IfaceFacts['commands']['up']): boolean {
  const variables = {
    IFACE: run.label,
    LOGICAL: run.label,
    ADDRFAM: run.facts.family,
    METHOD: run.facts.method,
    MODE: 'start',
    PHASE: 'post-up',
  }
  for (const line of lines) {
    const result: RequestResult = runCommandLine(run.booting, run.stage, { ...line, variables })
    if (result.kind !== 'refused') continue
    fail(run.booting, run.stage, line.origin, `"${line.text}": ${result.text}`)
    return false
  }
  return true
}
