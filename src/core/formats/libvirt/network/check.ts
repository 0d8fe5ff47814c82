/** What libvirt refuses in a virtual network although every part of it is readable (end of virNetworkDefParseXML, networkValidate). */
import type { Origin } from '../../../diagnostics/origin.js'
import { attributeOf, childOf, complain, type Reading, shorten, warnOfDefine } from '../reading.js'
import { checkPool, checkPortGroups } from './check-ports.js'
import type { NetworkDocument, NetworkIp } from './document.js'
import { isReachable } from './route.js'

export function checkNetwork(reading: Reading, document: NetworkDocument): void {
  const { name } = document
  const called = name === undefined ? 'this network' : `the network ${shorten(name.value)}`
  checkName(reading, document)
  checkMode(reading, document, called)
  checkDhcp(reading, document.ips)
  checkPool(reading, document, called)
  checkPortGroups(reading, document, called)
  for (const route of document.routes) {
    if (isReachable(route, document.ips)) continue
    complain(reading, {
      code: 'gateway-out-of-reach',
      message: `The gateway ${route.gateway} is in no subnet of ${called}`,
      at: route.origin,
    })
  }
}

function checkName(reading: Reading, { name, element }: NetworkDocument): void {
  const at = name?.origin ?? element.nameOrigin
  if (name === undefined) complain(reading, { code: 'no-name', message: 'The network has no name', at, help: 'add <name>…</name>' })
  else if (/[/\n]/.test(name.value)) {
    complain(reading, { code: 'bad-name', message: `The name of a network has no slash and no line break: ${shorten(name.value)}`, at })
  }
}

function checkMode(reading: Reading, document: NetworkDocument, called: string): void {
  const { forward, element } = document
  const at = forward.origin ?? document.origin
  switch (forward.mode) {
    case 'isolated':
    case 'unrecognised':
      return
    case 'open': {
      const [device] = forward.interfaces
      if (device === undefined) return
      const message = `In forward mode open ${called} cannot have a forward device`
      complain(reading, { code: 'device-in-open-mode', message, at: device.origin, because: 'an open network limits nothing' })
      return
    }
    case 'nat':
    case 'route':
      if (childOf(element, 'ip') === undefined) {
        const message = `Forward mode ${forward.mode} needs an <ip>, and ${called} has none`
        complain(reading, { code: 'no-ip', message, at, help: "add <ip address='…' netmask='…'/>" })
      }
      if (forward.interfaces[1] !== undefined) {
        const message = `In forward mode ${forward.mode} ${called} can have one forward interface only`
        complain(reading, { code: 'several-devices', message, at: forward.interfaces[1].origin })
      }
      return
    case 'bridge':
    case 'private':
    case 'vepa':
    case 'passthrough':
    case 'hostdev':
      checkForeign(reading, document, called)
  }
}

type Forbidden = { readonly what: string; readonly at: Origin | undefined; readonly code?: string; readonly loads?: true }

/** Modes in which libvirt makes no bridge of its own. */
function checkForeign(reading: Reading, document: NetworkDocument, called: string): void {
  const { forward, bridge } = document
  const because = 'libvirt does not create or change the bridge or device, and gives no addresses there'
  for (const { what, at, code = 'not-in-this-mode', loads } of forbiddenIn(document)) {
    if (at === undefined) continue
    const tell = loads === true ? warnOfDefine : complain
    tell(reading, { code, message: `In forward mode ${forward.mode} ${called} cannot have ${what}`, at, because, help: 'leave it out' })
  }
  const pool = forward.interfaces[0] ?? forward.physicalFunction
  if (bridge.name === undefined || pool === undefined || forward.mode !== 'bridge') return
  const message = `${called} has a bridge and a forward device, and can have one of them only`
  complain(reading, { code: 'bridge-and-device', message, at: pool.origin, related: [{ message: 'the bridge', at: bridge.name.origin }] })
}

function forbiddenIn({ forward, bridge, ips, dns, element, mtu, mac, domain, bandwidth }: NetworkDocument): readonly Forbidden[] {
  const own = childOf(element, 'bridge')
  const setting = (name: string): Origin | undefined => {
    const found = attributeOf(own, name)
    return found === undefined || found.value === '' || (name === 'delay' && Number(found.value) === 0) ? undefined : found.origin
  }
  const withBridge = forward.mode === 'bridge'
  const record = [...dns.texts, ...dns.hosts, ...dns.services][0]?.origin
  const code = 'setting-of-foreign-bridge'
  return [
    { what: 'stp', at: setting('stp'), code },
    { what: 'delay', at: setting('delay'), code },
    { what: 'zone', at: setting('zone'), code },
    { what: 'macTableManager', at: withBridge ? undefined : setting('macTableManager'), code },
    { what: 'a bridge', at: withBridge ? undefined : bridge.name?.origin },
    { what: 'an <mtu>', at: mtu?.value === 0 ? undefined : mtu?.origin },
    { what: 'an <ip>', at: ips[0]?.origin, code: 'ip-of-foreign-bridge', loads: true },
    { what: 'a <mac>', at: mac?.origin, loads: true },
    { what: 'a <domain>', at: domain?.origin, loads: true },
    { what: 'DNS records', at: record, loads: true },
    { what: '<bandwidth>', at: withBridge && bridge.name !== undefined ? undefined : bandwidth?.origin, loads: true },
  ]
}

/** One address of each family can serve DHCP. */
function checkDhcp(reading: Reading, ips: readonly NetworkIp[]): void {
  for (const family of ['ipv4', 'ipv6'] as const) {
    const [first, second] = ips.filter((ip) => ip.family === family && servesLeases(ip))
    if (first?.dhcp === undefined || second?.dhcp === undefined) continue
    const name = family === 'ipv4' ? 'IPv4' : 'IPv6'
    warnOfDefine(reading, {
      code: 'second-dhcp',
      message: `A second ${name} address of the network serves DHCP`,
      at: second.dhcp.origin,
      help: `leave one <dhcp> for ${name}`,
      related: [{ message: 'the first one', at: first.dhcp.origin }],
    })
  }
}

/** An empty `<dhcp/>` is none. */
export function servesLeases({ dhcp }: NetworkIp): boolean {
  return dhcp !== undefined && (dhcp.ranges.length > 0 || dhcp.hosts.length > 0)
}
