/** One device under networkd: what it is told at once, and what it gets when it has carrier (link_configure in networkd-link.c). */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { contains, networkOf, type Prefix } from '../../addresses/prefix.js'
import { contains6 } from '../../addresses/prefix6.js'
import { type Origin, withOrigin } from '../../diagnostics/origin.js'
import type { RouteFact } from '../../formats/networkd/index.js'
import { vlansOf } from '../../kernel/bridge-vlan.js'
import { hasCarrier } from '../../kernel/carrier.js'
import type { KernelRequest, Node } from '../../model/index.js'
import { type Booting, keepUnmodelled, nodeIn, request } from './machine.js'
import { startLeasing } from './networkd-lease.js'
import { startLeaseServer } from './networkd-server.js'
import type { ManagedLink, Networkd } from './networkd-state.js'
import { addNameServers } from './resolved.js'

export type Attaching = {
  readonly device: InterfaceName
  readonly link: ManagedLink
  /** Whether a .netdev makes what the key names. */
  readonly isKnown: (key: string, name: string) => boolean
  readonly make: (name: string, lower: InterfaceName) => void
}

/** Parameters, master, the devices on top of it, then up. */
export function attach(booting: Booting, networkd: Networkd, { device, link, isKnown, make }: Attaching): void {
  const { facts } = link
  const on = (wanted: KernelRequest) => ask(booting, link, wanted)
  keepUnmodelled(booting, link.stage, facts.kept)
  for (const sysctl of facts.sysctls) on(sysctl)
  if (facts.link !== undefined) on(facts.link)
  const { master } = facts
  const isMaster = (name: string) => nodeIn(booting, networkd.node).interfaces.some((one) => one.name === name)
  if (master !== undefined && isKnown(master.by, master.name) && isMaster(master.name)) {
    if (master.by === 'Bond' && isUp(nodeIn(booting, networkd.node), device))
      on({ kind: 'link-set', name: device, up: false, origin: master.origin })
    on({ kind: 'link-set', name: device, master: master.name as InterfaceName, origin: master.origin })
    if (Object.keys(facts.bond).length > 0)
      on({ kind: 'bond-set', name: master.name as InterfaceName, settings: facts.bond, origin: master.origin })
  }
  if (facts.port !== undefined) on(facts.port)
  setVlans(booting, networkd, device, link)
  for (const { by, name } of facts.stacked) if (isKnown(by, name)) make(name, device)
  activate(booting, link, device)
}

/** Since 256 VLANs that the file does not name are taken away; before, the bridge's own stays. */
function setVlans(booting: Booting, networkd: Networkd, name: InterfaceName, link: ManagedLink): void {
  const { vlans } = link.facts
  const node = nodeIn(booting, networkd.node)
  const device = node.interfaces.find((one) => one.name === name)
  const [first] = vlans
  if (device === undefined || first === undefined) return
  const of = device.kind === 'bridge' ? 'bridge' : 'port'
  const others = networkd.version < 256 ? [] : (vlansOf(node, device) ?? []).filter(({ id }) => !vlans.some((one) => one.id === id))
  for (const vlan of others) ask(booting, link, { kind: 'vlan-delete', name, vlan, of, origin: first.origin })
  for (const { origin, ...vlan } of vlans) ask(booting, link, { kind: 'vlan-add', name, vlan, of, origin })
}

function activate(booting: Booting, link: ManagedLink, device: InterfaceName): void {
  const { activation, link: asked, addresses } = link.facts
  const origin = withOrigin(asked?.origin ?? addresses[0]?.origin)
  if (activation === 'up' || activation === 'always-up') ask(booting, link, { kind: 'link-set', name: device, up: true, ...origin })
  if (activation === 'down' || activation === 'always-down') ask(booting, link, { kind: 'link-set', name: device, up: false, ...origin })
}

/** Something is to come once there is carrier. */
export function hasStarted({ facts }: ManagedLink): boolean {
  return facts.activation === 'up' || facts.activation === 'always-up'
}

/** Whether anything was done. */
export function configure(booting: Booting, networkd: Networkd, name: string, link: ManagedLink): boolean {
  const node = nodeIn(booting, networkd.node)
  const device = node.interfaces.find((one) => one.name === name)
  if (device === undefined || !device.up) return false
  const carrier = hasCarrier(node, device)
  const before = link.waiting.length
  if (!link.isConfigured && (carrier || link.facts.withoutCarrier)) configureStatic(booting, networkd, device.name, link)
  else if (before > 0) retryRoutes(booting, link)
  const isNew = carrier && !link.isLeasing && link.isConfigured
  if (isNew) {
    link.isLeasing = true
    startLeasing(booting, networkd, device.name, link)
  }
  return isNew || link.waiting.length !== before
}

function configureStatic(booting: Booting, networkd: Networkd, device: InterfaceName, link: ManagedLink): void {
  const { facts } = link
  link.isConfigured = true
  for (const wanted of [...facts.addresses, ...facts.neighbours]) ask(booting, link, wanted)
  masquerade(booting, link)
  link.waiting = [...facts.routes]
  retryRoutes(booting, link)
  for (const rule of facts.rules) ask(booting, link, withPreference(nodeIn(booting, networkd.node), rule))
  addNameServers(booting, networkd.node, facts)
  startLeaseServer(booting, link.stage, device, facts)
}

/** Before the rules of the kernel: the highest preference below 32766 that is free (routing_policy_rule_acquire_priority). */
function withPreference(node: Node, wanted: KernelRequest): KernelRequest {
  if ((wanted.kind !== 'rule-add' && wanted.kind !== 'rule6-add') || wanted.rule.preference !== undefined) return wanted
  const taken = new Set([...node.rules, ...node.inet6.rules].map((rule) => rule.preference))
  let preference = 32765
  while (taken.has(preference)) preference -= 1
  return wanted.kind === 'rule-add'
    ? { ...wanted, rule: { ...wanted.rule, preference } }
    : { ...wanted, rule: { ...wanted.rule, preference } }
}

/** A route is asked for when its gateways are within a network of their interface, and its source is an own address. */
export function retryRoutes(booting: Booting, link: ManagedLink): void {
  const ready = link.waiting.filter((route) => isReady(nodeIn(booting, link.stage.node), route))
  link.waiting = link.waiting.filter((route) => !ready.includes(route))
  for (const route of ready) ask(booting, link, route.request)
}

function isReady(node: Node, { request: wanted }: RouteFact): boolean {
  if (wanted.kind === 'route-add') {
    const { source } = wanted
    const isOwn = source === undefined || node.addresses.some((entry) => entry.address === source)
    const covers = (name: string, gateway: Parameters<typeof contains>[1]) =>
      node.routes.some((route) => leaves(route, name) && route.to.length > 0 && contains(route.to, gateway))
    return (
      isOwn &&
      wanted.hops.every(({ interface: name, gateway, onlink }) => gateway === undefined || onlink === true || covers(name ?? '', gateway))
    )
  }
  const { source } = wanted
  const isOwn = source === undefined || node.inet6.addresses.some((entry) => entry.address === source)
  const covers = (name: string, gateway: Parameters<typeof contains6>[1]) =>
    node.inet6.routes.some((route) => leaves(route, name) && route.to.length > 0 && contains6(route.to, gateway))
  return (
    isOwn &&
    wanted.hops.every(
      ({ interface: name, gateway, onlink }) =>
        gateway === undefined || onlink === true || gateway.startsWith('fe80:') || covers(name ?? '', gateway),
    )
  )
}

function leaves(route: { readonly hops: readonly { readonly interface: string }[] }, name: string): boolean {
  return route.hops.some((hop) => hop.interface === name)
}

function isUp(node: Node, name: string): boolean {
  return node.interfaces.find((one) => one.name === name)?.up === true
}

/** Asks; what is refused leaves the link failed, but what was asked before and after it still comes. */
export function ask(booting: Booting, { stage }: ManagedLink, wanted: KernelRequest): boolean {
  const result = request(booting, stage, wanted)
  if (result.kind !== 'refused') return true
  booting.diagnostics.push({
    code: 'boot/networkd-refused',
    severity: 'warning',
    message: `${stage.node}: ${stage.phase} fails: ${result.text}`,
    ...(wanted.origin === undefined ? {} : { at: wanted.origin }),
    because: 'the kernel refuses it, and systemd-networkd leaves the interface as failed',
    help: 'correct the line; `networkctl status` shows the same',
  })
  return false
}

/** One rule for the network of each address: networkd keeps a set of them in a table of its own, behind that of iptables. */
function masquerade(booting: Booting, link: ManagedLink): void {
  const wanted = link.facts.masquerade
  if (wanted === undefined) return
  for (const address of link.facts.addresses) {
    if (address.kind === 'address-add' && wanted.families.includes('ip') && (address.scope ?? 'global') === 'global')
      ask(booting, link, masqueradeRule(networkOf(address.address, address.length), wanted.origin))
  }
  if (wanted.families.includes('ip6'))
    ask(booting, link, { kind: 'unmodelled', text: 'IPMasquerade= of IPv6', touches: 'harmless', origin: wanted.origin })
}

export function masqueradeRule(prefix: Prefix, origin: Origin): KernelRequest {
  return {
    kind: 'netfilter-rule',
    operation: 'append',
    family: 'ip',
    table: 'nat',
    chain: 'POSTROUTING',
    rule: {
      matches: [{ negate: false, kind: 'source', prefix }],
      target: { kind: 'masquerade' },
      text: `-A POSTROUTING -s ${prefix.address}/${prefix.length} -j MASQUERADE`,
      origin,
    },
    origin,
  }
}
