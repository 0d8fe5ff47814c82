/** A virtual network with a bridge of its own starts: bridge, firewall, addresses, routes, forwarding, dnsmasq (networkStartNetworkVirtual). */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { derivedMac, type Mac, parseMac } from '../../addresses/mac.js'
import { withOrigin } from '../../diagnostics/origin.js'
import type { NetworkDocument } from '../../formats/libvirt/index.js'
import type { KernelRequest } from '../../model/index.js'
import { addFirewall, setUpFirewall } from './libvirt-firewall.js'
import { firstObstacle, laterObstacle } from './libvirt-obstacle.js'
import { serve } from './libvirt-server.js'
import type { Refusal, StartingVirtual } from './libvirt-starting.js'
import { type Booting, nodeIn, request, requestAll, type Stage } from './machine.js'

/** Undefined: it has started. */
export function startVirtual(booting: Booting, stage: Stage, starting: StartingVirtual): Refusal | undefined {
  const { document, lowered } = starting
  const bridge = lowered.network.bridge
  if (bridge === undefined) return nameless(document)
  const first = firstObstacle(booting, stage.node, { document, bridge })
  if (first !== undefined) return first
  const later = laterObstacle(booting, stage.node, document)
  if (later !== undefined) {
    if (starting.mode !== 'open') setUpFirewall(booting, stage)
    return (later.at === 'server' ? enableForwarding(booting, stage, starting) : undefined) ?? later.refusal
  }
  requestAll(booting, stage, makeBridge(stage, document, bridge))
  for (const wanted of ipv6Settings(document, bridge)) request(booting, stage, wanted)
  addFirewall(booting, stage, starting, bridge)
  const failed = requestAll(booting, stage, configureBridge(document, bridge))
  if (failed.kind === 'refused') {
    request(booting, stage, { kind: 'link-delete', name: bridge, origin: document.origin })
    return { text: failed.text }
  }
  for (const route of routesOf(document, bridge)) request(booting, stage, route)
  const unforwarded = enableForwarding(booting, stage, starting)
  if (unforwarded !== undefined) return unforwarded
  if (lowered.server !== undefined) serve(booting, stage, lowered, lowered.server)
  if (document.bandwidth !== undefined) {
    const { origin } = document.bandwidth
    request(booting, stage, { kind: 'unmodelled', text: `bandwidth limits on ${bridge}`, touches: 'harmless', origin })
  }
  return undefined
}

function nameless({ name }: NetworkDocument): Refusal {
  const text = `network '${name?.value ?? ''}' has no bridge name defined`
  return { text, help: "add <bridge name='virbr0'/>, or let virsh net-define choose a name" }
}

/** The bridge as virNetDevBridgeCreate makes it; the delay is set before STP, so 0 becomes the least that STP allows. */
function makeBridge(stage: Stage, document: NetworkDocument, name: InterfaceName): readonly KernelRequest[] {
  const { mtu, bridge } = document
  const origin = bridge.origin ?? document.origin
  return [
    { kind: 'link-add', name, link: 'bridge', text: `bridge ${name}`, mac: macOf(stage, document, name), origin },
    ...(mtu === undefined || mtu.value === 0 ? [] : [{ kind: 'link-set', name, mtu: mtu.value, origin: mtu.origin } as const]),
    { kind: 'bridge-set', name, forwardDelay: Math.round(bridge.delay * 100), origin },
    { kind: 'bridge-set', name, stp: bridge.stp, origin },
  ]
}

/** libvirt makes one up for a network that has none, and keeps it in the file. */
function macOf(stage: Stage, { mac }: NetworkDocument, bridge: InterfaceName): Mac {
  const derived = derivedMac(`${stage.node} ${bridge}`)
  return mac?.value ?? parseMac(`52:54:00${derived.slice(8)}`) ?? derived
}

/** Guests must not tell the host about routers, and without an IPv6 address the bridge has no IPv6 at all (networkSetIPv6Sysctls). */
function ipv6Settings(document: NetworkDocument, bridge: InterfaceName): readonly KernelRequest[] {
  const six = document.ips.find((ip) => ip.family === 'ipv6')
  const origin = six?.origin ?? document.origin
  const set = (leaf: string, value: string): KernelRequest => ({
    kind: 'sysctl-set',
    key: `net.ipv6.conf.${bridge}.${leaf}`,
    value,
    origin,
  })
  return [set('disable_ipv6', six === undefined ? '1' : '0'), set('accept_ra', '0'), set('autoconf', '0')]
}

function configureBridge(document: NetworkDocument, bridge: InterfaceName): readonly KernelRequest[] {
  const origin = document.bridge.origin ?? document.origin
  return [
    ...document.ips.map(
      (ip): KernelRequest =>
        ip.family === 'ipv4'
          ? { kind: 'address-add', interface: bridge, address: ip.address, length: ip.length, broadcast: '+', origin: ip.origin }
          : { kind: 'address6-add', interface: bridge, address: ip.address, length: ip.length, origin: ip.origin },
    ),
    ...(document.bridge.macTableByLibvirt ? [{ kind: 'bridge-set', name: bridge, vlanFiltering: true, origin } as const] : []),
    { kind: 'link-set', name: bridge, up: true, origin },
  ]
}

/** One that is refused is passed over. Without a metric it is 1 (virNetDevIPRouteGetMetric). */
function routesOf(document: NetworkDocument, bridge: InterfaceName): readonly KernelRequest[] {
  return document.routes.map((route): KernelRequest => {
    const common = { mode: 'add', type: 'unicast', origin: route.origin } as const
    const { metric = 1 } = route
    return route.family === 'ipv4'
      ? { kind: 'route-add', ...common, to: route.to, hops: [{ gateway: route.gateway, interface: bridge }], metric }
      : { kind: 'route6-add', ...common, to: route.to, hops: [{ gateway: route.gateway, interface: bridge }], metric }
  })
}

/** Of the families that the network has. */
function enableForwarding(booting: Booting, stage: Stage, { document, mode }: StartingVirtual): Refusal | undefined {
  if (mode === 'isolated') return undefined
  const [four, six] = (['ipv4', 'ipv6'] as const).map((family) => document.ips.find((ip) => ip.family === family))
  const announced = six === undefined ? undefined : wouldLoseRoutes(booting, stage.node)
  if (announced !== undefined) return announced
  if (four !== undefined)
    request(booting, stage, { kind: 'sysctl-set', key: 'net.ipv4.ip_forward', value: '1', ...withOrigin(document.origin) })
  if (six !== undefined)
    request(booting, stage, { kind: 'sysctl-set', key: 'net.ipv6.conf.all.forwarding', value: '1', ...withOrigin(six.origin) })
  return undefined
}

/** virNetDevIPCheckIPv6Forwarding: a host that forwards drops the routes that routers told it, unless accept_ra is 2. */
function wouldLoseRoutes(booting: Booting, node: string): Refusal | undefined {
  const { inet6, sysctls } = nodeIn(booting, node)
  for (const route of inet6.routes) {
    const device = route.hops[0]?.interface
    if (route.protocol !== 'ra' || device === undefined) continue
    const accepted = sysctls[`net.ipv6.conf.${device}.accept_ra`] ?? sysctls['net.ipv6.conf.all.accept_ra']
    if (accepted?.value === '2') continue
    const text = `${device} has routes that a router told it, which it loses when it forwards IPv6`
    return { text, help: `sysctl -w net.ipv6.conf.${device}.accept_ra=2` }
  }
  return undefined
}
