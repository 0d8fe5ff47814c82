/** libvirtd starts the networks that are marked for it: bridge, address, firewall, dnsmasq. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { contains } from '../../addresses/prefix.js'
import { withOrigin } from '../../diagnostics/origin.js'
import { lowerIptables } from '../../formats/iptables/index.js'
import { type LoweredNetwork, lowerNetwork, type NetworkDocument, parseNetwork, parseStatus } from '../../formats/libvirt/index.js'
import type { KernelRequest, NameAndLeaseServer } from '../../model/index.js'
import type { Capture } from '../../snapshot/snapshot.js'
import { lastPartOf } from '../../std/posix-path.js'
import { fileOf, filesIn } from './captures.js'
import { chainCalls, type FirewallCall, firewallCalls } from './libvirt-firewall.js'
import { type Booting, change, keepUnmodelled, nodeIn, profileIn, readDocument, request, type Stage } from './machine.js'

const NETWORKS = '/etc/libvirt/qemu/networks'

/** Starts what is in autostart/, by name; the others are known and inactive. */
export function startLibvirt(booting: Booting, node: string): void {
  const defined = filesIn(booting.snapshot, { node, directory: NETWORKS, suffix: '.xml' })
  const automatic = new Set(
    filesIn(booting.snapshot, { node, directory: `${NETWORKS}/autostart`, suffix: '.xml' }).map((capture) => lastPartOf(capture.path)),
  )
  if (defined.length > 0 && profileIn(booting, node).libvirtChains === 'own-chains')
    makeChains(booting, { node, phase: 'libvirtd', owner: 'libvirt' })
  for (const capture of defined) {
    const active = automatic.has(lastPartOf(capture.path))
    defineNetwork(booting, node, capture, active)
  }
}

function makeChains(booting: Booting, stage: Stage): void {
  for (const call of chainCalls()) callIptables(booting, stage, call)
}

function callIptables(booting: Booting, stage: Stage, call: FirewallCall): void {
  const origin = withOrigin(call.origin)
  const words = ['iptables', '-t', call.table, ...call.words.split(' ')].map((text) => ({ text, ...origin }))
  for (const wanted of lowerIptables(words)) request(booting, stage, wanted)
}

function defineNetwork(booting: Booting, node: string, capture: Capture, active: boolean): void {
  const parsed = parseNetwork(capture.text, capture.id)
  booting.diagnostics.push(...parsed.diagnostics)
  const bridge = parsed.document.bridge.name === undefined ? freeBridge(booting, node) : undefined
  const lowered = lowerNetwork(parsed.document, { active, ...(bridge === undefined ? {} : { bridge }) })
  const stage: Stage = { node, phase: `libvirt network ${lowered.network.name}`, owner: 'libvirt' }
  // libvirt defines no network whose XML is wrong.
  const isValid = parsed.diagnostics.every((found) => found.severity !== 'error')
  const started = active && isValid && startNetwork(booting, stage, { document: parsed.document, lowered })
  change(booting, node, (now) => ({ ...now, libvirtNetworks: [...now.libvirtNetworks, { ...lowered.network, active: started }] }))
}

function freeBridge(booting: Booting, node: string): InterfaceName | undefined {
  const used = new Set<string>(nodeIn(booting, node).interfaces.map((device) => device.name))
  const free = Array.from({ length: 256 }, (_, index) => `virbr${index}`).find((name) => !used.has(name))
  return free === undefined ? undefined : parseInterfaceName(free)
}

type Starting = { readonly document: NetworkDocument; readonly lowered: LoweredNetwork }

function startNetwork(booting: Booting, stage: Stage, starting: Starting): boolean {
  const { network } = starting.lowered
  keepUnmodelled(booting, stage, starting.lowered.unmodelled)
  switch (network.mode) {
    case 'bridge':
      return true
    case 'unrecognised':
      return false
    case 'nat':
    case 'route':
    case 'open':
    case 'isolated':
      return startVirtual(booting, stage, { ...starting, mode: network.mode })
  }
}

function startVirtual(
  booting: Booting,
  stage: Stage,
  starting: Starting & { readonly mode: 'nat' | 'route' | 'open' | 'isolated' },
): boolean {
  const { document, lowered, mode } = starting
  const bridge = lowered.network.bridge
  if (bridge === undefined) return false
  if (nodeIn(booting, stage.node).interfaces.some((device) => device.name === bridge))
    return refuse(booting, stage, document, `bridge name '${bridge}' already in use`)
  const clash = overlapping(booting, stage.node, document)
  if (clash !== undefined) return refuse(booting, stage, document, `Network is already in use by interface ${clash}`)
  for (const wanted of bridgeRequests(document, bridge)) request(booting, stage, wanted)
  const device = document.forward.device?.value
  const calls = firewallCalls(
    {
      mode,
      bridge,
      subnets: lowered.network.subnets,
      origin: document.forward.origin ?? document.origin,
      ...(device === undefined ? {} : { device }),
    },
    profileIn(booting, stage.node),
  )
  for (const call of calls) callIptables(booting, stage, call)
  if (mode !== 'isolated') request(booting, stage, { kind: 'sysctl-set', key: 'net.ipv4.ip_forward', value: '1', origin: document.origin })
  if (lowered.server !== undefined) serve(booting, stage, lowered, lowered.server)
  return true
}

function refuse(booting: Booting, stage: Stage, document: NetworkDocument, text: string): false {
  booting.diagnostics.push({
    code: 'boot/network-not-started',
    severity: 'warning',
    message: `${stage.phase} on ${stage.node} does not start: ${text}`,
    at: document.origin,
    because: 'libvirt refuses it, so guests on it do not start either',
    help: 'give it another bridge name or another subnet',
  })
  return false
}

/** networkCheckRouteCollision: a subnet that the host already has a route to. */
function overlapping(booting: Booting, node: string, document: NetworkDocument): string | undefined {
  for (const ip of document.ips) {
    if (ip.family !== 'ipv4') continue
    const hit = nodeIn(booting, node).addresses.find(
      (entry) => entry.length === ip.length && entry.interface !== 'lo' && contains(entry, ip.address),
    )
    if (hit !== undefined) return hit.interface
  }
  return undefined
}

/** The bridge as virNetDevBridgeCreate makes it; the delay is set before STP, so 0 becomes the least that STP allows. */
function bridgeRequests(document: NetworkDocument, bridge: InterfaceName): readonly KernelRequest[] {
  const origin = document.bridge.origin ?? document.origin
  const mac = document.mac === undefined ? {} : { mac: document.mac.value }
  return [
    { kind: 'link-add', name: bridge, link: 'bridge', text: `bridge ${bridge}`, origin },
    ...(document.mac === undefined ? [] : [{ kind: 'link-set', name: bridge, ...mac, origin: document.mac.origin } as const]),
    { kind: 'bridge-set', name: bridge, forwardDelay: Math.round(document.bridge.delay * 100), origin },
    { kind: 'bridge-set', name: bridge, stp: document.bridge.stp, origin },
    ...document.ips.flatMap((ip): KernelRequest[] =>
      ip.family === 'ipv4'
        ? [{ kind: 'address-add', interface: bridge, address: ip.address, length: ip.length, broadcast: '+', origin: ip.origin }]
        : [],
    ),
    { kind: 'link-set', name: bridge, up: true, origin },
    ...document.routes.map(
      (route): KernelRequest => ({
        kind: 'route-add',
        mode: 'append',
        type: 'unicast',
        to: route.to,
        hops: [{ gateway: route.gateway, interface: bridge }],
        origin: route.origin,
        ...(route.metric === undefined ? {} : { metric: route.metric }),
      }),
    ),
  ]
}

function serve(booting: Booting, stage: Stage, lowered: LoweredNetwork, server: NameAndLeaseServer): void {
  const node = nodeIn(booting, stage.node)
  const complete: NameAndLeaseServer = {
    ...server,
    hosts: [...server.hosts, ...leasesOf(booting, stage.node, lowered.network.bridge ?? '')],
    records: [...server.records, ...(lowered.hostsFromHost ? node.resolver.hosts.map((host) => ({ ...host, wildcard: false })) : [])],
    upstream: lowered.upstreamFromHost ? node.resolver.nameServers.map((entry) => entry.address) : server.upstream,
  }
  change(booting, stage.node, (now) => ({ ...now, servers: [...now.servers, complete] }))
  booting.journal.push({ node: stage.node, phase: stage.phase, kind: 'server', server: complete })
}

/** Leases that it gave before: a known MAC gets its address again. */
function leasesOf(booting: Booting, node: string, bridge: string): NameAndLeaseServer['hosts'] {
  const capture = fileOf(booting.snapshot, node, `/var/lib/libvirt/dnsmasq/${bridge}.status`)
  if (capture === undefined) return []
  return readDocument(booting, capture, parseStatus).leases.map(({ mac, address, origin }) => ({ mac, address, origin }))
}
