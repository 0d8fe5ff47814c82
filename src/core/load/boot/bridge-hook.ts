/** bridge-utils' hook before an interface comes up, /etc/network/if-pre-up.d/bridge: the bridge, its ports, its parameters. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { BridgeFact, NamedValue } from '../../formats/interfaces/index.js'
import type { KernelRequest, RequestOf, RequestResult } from '../../model/index.js'
import { matchesWildcard, parseSimpleRegex } from '../../std/wildcard.js'
import { type Booting, nodeIn, profileIn, request, type Stage } from './machine.js'
import { makeVlan } from './vlan-hook.js'

export type HookCall = { readonly device: InterfaceName; readonly bridge: BridgeFact; readonly mtu: number | undefined }

/** Only a bridge that cannot be made stops ifup. A port that is not there or a parameter that is refused stops nothing. */
export function buildBridge(booting: Booting, stage: Stage, { device, bridge, mtu }: HookCall): RequestResult {
  const { origin } = bridge
  const ask = (wanted: KernelRequest) => request(booting, stage, wanted)
  if (!isThere(booting, stage, device)) {
    const made = ask({ kind: 'link-add', name: device, link: 'bridge', text: `brctl addbr ${device}`, origin })
    if (made.kind === 'refused') return made
    const mac = hardwareOf(booting, stage, bridge)
    if (mac !== undefined) ask({ kind: 'link-set', name: device, mac, origin: bridge.hardware?.origin ?? origin })
    if (bridge.vlanAware !== undefined)
      ask({ kind: 'bridge-set', name: device, vlanFiltering: bridge.vlanAware.value, origin: bridge.vlanAware.origin })
  }
  for (const { name, value, origin: written } of bridge.unrecognised.filter((option) => portParameter(option) === undefined))
    ask({ kind: 'unmodelled', text: `${name} ${value}`, touches: 'anything', origin: written })
  for (const port of portsOf(booting, stage, bridge)) plugPort(booting, stage, { device, port, mtu })
  for (const parameter of parametersOf(device, bridge, profileIn(booting, stage.node).delayBeforeStp)) ask(parameter)
  ask({ kind: 'link-set', name: device, up: true, origin })
  return { kind: 'done' }
}

function isThere(booting: Booting, stage: Stage, name: InterfaceName): boolean {
  return nodeIn(booting, stage.node).interfaces.some((candidate) => candidate.name === name)
}

/** `bridge_hw`: an address, or the interface whose address it is. */
function hardwareOf(booting: Booting, stage: Stage, { hardware }: BridgeFact): Mac | undefined {
  if (hardware === undefined) return undefined
  return parseMac(hardware.text) ?? nodeIn(booting, stage.node).interfaces.find(({ name }) => name === hardware.text)?.mac
}

type Port = { readonly name: InterfaceName; readonly origin: Origin }

/** The ports that are named, then those whose name fits a pattern. */
function portsOf(booting: Booting, stage: Stage, bridge: BridgeFact): readonly Port[] {
  const named = bridge.ports.flatMap((port) => {
    const name = parseInterfaceName(port.text)
    return name === undefined ? [] : [{ name, origin: port.origin }]
  })
  const devices = nodeIn(booting, stage.node).interfaces.map((device) => device.name)
  const matched = bridge.patterns.flatMap((pattern) => {
    const wildcard = parseSimpleRegex(pattern.text)
    if (wildcard === undefined)
      request(booting, stage, {
        kind: 'unmodelled',
        text: `bridge_ports regex ${pattern.text}`,
        touches: 'anything',
        origin: pattern.origin,
      })
    return devices
      .filter((name) => wildcard !== undefined && matchesWildcard(wildcard, name))
      .map((name) => ({ name, origin: pattern.origin }))
  })
  return [...named, ...matched]
}

function plugPort(
  booting: Booting,
  stage: Stage,
  { device, port, mtu }: { readonly device: InterfaceName; readonly port: Port; readonly mtu: number | undefined },
): void {
  const { name, origin } = port
  if (!isThere(booting, stage, name)) makeVlanPort(booting, stage, port)
  const there = nodeIn(booting, stage.node).interfaces.find((candidate) => candidate.name === name)
  if (there === undefined || there.master === device) return
  withoutLinkLocal(booting, stage, port)
  if (mtu !== undefined) request(booting, stage, { kind: 'link-set', name, mtu, origin })
  const plugged = request(booting, stage, { kind: 'link-set', name, master: device, origin })
  if (plugged.kind !== 'refused') request(booting, stage, { kind: 'link-set', name, up: true, origin })
}

/** A port needs no IPv6 address of its own. Old releases switch IPv6 off on it. */
function withoutLinkLocal(booting: Booting, stage: Stage, { name, origin }: Port): void {
  const key = profileIn(booting, stage.node).delayBeforeStp ? 'disable_ipv6' : 'addr_gen_mode'
  request(booting, stage, { kind: 'sysctl-set', key: `net.ipv6.conf.${name.replaceAll('.', '/')}.${key}`, value: '1', origin })
}

/** `bridge_pathcost PORT COST` and `bridge_portprio PORT PRIORITY`. */
function portParameter({ name, value, origin }: NamedValue): KernelRequest | undefined {
  const key = name.replaceAll('_', '-')
  const [port = '', number = '', ...more] = value.split(/\s+/)
  const device = parseInterfaceName(port)
  if (device === undefined || !/^\d{1,5}$/.test(number) || more.length > 0) return undefined
  if (key === 'bridge-pathcost') return { kind: 'port-set', name: device, flags: { cost: Number(number) }, origin }
  return key === 'bridge-portprio' ? { kind: 'port-set', name: device, flags: { priority: Number(number) }, origin } : undefined
}

/** create_vlan_port in bridge-utils.sh: `eth0.5` on an eth0 that is there. */
function makeVlanPort(booting: Booting, stage: Stage, { name, origin }: Port): void {
  const lower = parseInterfaceName(name.replace(/\.[^.]*$/, ''))
  if (lower === undefined || lower === name || !isThere(booting, stage, lower)) return
  withoutLinkLocal(booting, stage, { name: lower, origin })
  makeVlan({ booting, stage }, { lower, name, id: name.replace(/^.*\.0*/, ''), origin })
}

function parametersOf(name: InterfaceName, bridge: BridgeFact, delayFirst: boolean): readonly KernelRequest[] {
  const { ageing, priority, forwardDelay, hello, maxAge, stp } = bridge
  const set = (parameters: Omit<RequestOf<'bridge-set'>, 'kind' | 'name' | 'origin'>, origin: Origin) =>
    [{ kind: 'bridge-set', name, ...parameters, origin }] as const
  const ports = (key: string) =>
    bridge.unrecognised.filter((option) => option.name.endsWith(key)).flatMap((option) => portParameter(option) ?? [])
  const tree = stp === undefined ? [] : set({ stp: stp.value }, stp.origin)
  const delay = forwardDelay === undefined ? [] : set({ forwardDelay: centiseconds(forwardDelay.value) }, forwardDelay.origin)
  return [
    ...(ageing === undefined ? [] : set({ ageing: centiseconds(ageing.value) }, ageing.origin)),
    ...(priority === undefined ? [] : set({ priority: priority.value }, priority.origin)),
    ...(delayFirst ? delay : []),
    ...(hello === undefined ? [] : set({ helloTime: centiseconds(hello.value) }, hello.origin)),
    ...(maxAge === undefined ? [] : set({ maxAge: centiseconds(maxAge.value) }, maxAge.origin)),
    ...ports('pathcost'),
    ...ports('portprio'),
    ...tree,
    ...(delayFirst ? [] : delay),
  ]
}

function centiseconds(seconds: number): number {
  return Math.round(seconds * 100)
}
