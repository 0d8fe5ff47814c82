/** An intent as interfaces(5) for Debian's ifupdown, and what it has no words for. */
import { broadcastOf } from '../../addresses/prefix.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Address, Address6, Intent, IntentInterface, KernelRequest, Written } from '../../model/index.js'
import { linkLines } from './write-link.js'

export const INTERFACES_FILE = '/etc/network/interfaces'

/** A request as a command line of ip(8) or bridge(8), for what no option says; undefined where ip(8) cannot say it either. */
export type CommandOf = (request: KernelRequest) => string | undefined

type Block = { readonly head: readonly string[]; readonly lines: readonly string[] }

export function writeInterfaces(intent: Intent, commandOf: CommandOf): Written {
  const unsaid: Diagnostic[] = []
  const ordered = lowerFirst(intent)
  const homeless = ordered.find((device) => device.link.kind !== 'loopback')
  const blocks = ordered.flatMap((device) => {
    const extra = [
      ...addressCommands(device),
      ...routeCommands(device, device === homeless ? intent : undefined),
      ...neighbourCommands(device),
    ]
    const commands = extra.flatMap((request) => {
      const line = commandOf(request)
      if (line === undefined) unsaid.push(cannotSay(`${device.name}: a ${request.kind}`, device))
      return line === undefined ? [] : [`up ${line}`]
    })
    return stanzasOf(device, intent, { commandOf, commands })
  })
  const text = `${['# interfaces(5): the network of this host, brought up by ifupdown', ...blocks.map(blockText)].join('\n\n')}\n`
  return { files: [{ path: INTERFACES_FILE, text }], unsaid }
}

function blockText({ head, lines }: Block): string {
  return [...head, ...lines.map((line) => `    ${line}`)].join('\n')
}

function cannotSay(text: string, device: IntentInterface): Diagnostic {
  return {
    code: 'convert/interfaces-cannot-say',
    severity: 'warning',
    message: text,
    ...(device.origin === undefined ? {} : { at: device.origin }),
    because: 'neither interfaces(5) nor ip(8) has words for it, so it is missing from what was written',
  }
}

/** ifupdown goes through the file from top to bottom: what others stand on comes first, and masters make their ports' stanzas unnecessary. */
function lowerFirst({ interfaces }: Intent): readonly IntentInterface[] {
  const depth = (device: IntentInterface): number => {
    const below = 'lower' in device.link && device.link.lower !== undefined ? device.link.lower : undefined
    const lower = interfaces.find((other) => other !== device && (other.name === below || other.master === device.name))
    return lower === undefined ? 0 : 1 + depth(lower)
  }
  return [...interfaces].sort((a, b) => depth(a) - depth(b))
}

type Commands = { readonly commandOf: CommandOf; readonly commands: readonly string[] }

/** One stanza an address, since only the first of a stanza counts; alone `manual`, or `dhcp`. */
function stanzasOf(device: IntentInterface, intent: Intent, { commandOf, commands }: Commands): readonly Block[] {
  const link = linkLines(device, intent, commandOf)
  if (link === undefined) return []
  const common = [...link, ...settings(device), ...resolver(device)]
  const sayable = device.addresses.filter(hasBroadcast)
  const labels = [...new Set(sayable.map((entry) => entry.label ?? device.name))].filter((label) => label !== device.name)
  const own = sayable.filter((entry) => (entry.label ?? device.name) === device.name)
  const main = device.link.kind === 'loopback' ? 'loopback' : device.dhcp4 !== undefined ? 'dhcp' : own.length > 0 ? 'static' : 'manual'
  const first: readonly string[] =
    main === 'static' ? addressLines(own[0]) : device.dhcp4?.metric === undefined ? [] : [`metric ${device.dhcp4.metric}`]
  const gateway = main === 'static' ? gatewayLines(device) : []
  const rest = main === 'static' ? own.slice(1) : own
  const stanza = (name: string, method: string, lines: readonly string[], head: readonly string[] = []): Block => ({
    head: [...head, `iface ${name} ${method}`],
    lines,
  })
  return [
    stanza(device.name, `inet ${main}`, [...first, ...gateway, ...common, ...commands], device.up ? [`auto ${device.name}`] : []),
    ...rest.map((entry) => stanza(device.name, 'inet static', addressLines(entry))),
    ...device.addresses6.map((entry) => stanza(device.name, 'inet6 static', address6Lines(entry))),
    ...labels.flatMap((label) =>
      sayable.filter((entry) => entry.label === label).map((entry) => stanza(label, 'inet static', addressLines(entry), [`auto ${label}`])),
    ),
  ]
}

/** ifupdown gives every address a broadcast address (`-` is the one with all host bits clear); only ip(8) can leave it out. */
function hasBroadcast(entry: Address): boolean {
  return entry.broadcast !== undefined || entry.length >= 31
}

function addressCommands(device: IntentInterface): readonly KernelRequest[] {
  return device.addresses
    .filter((entry) => !hasBroadcast(entry))
    .map(({ address, length, scope, label }) => ({
      kind: 'address-add',
      interface: device.name,
      address,
      length,
      ...(scope === 'global' ? {} : { scope }),
      ...(label === undefined ? {} : { label }),
    }))
}

function addressLines(entry: Address | undefined): readonly string[] {
  if (entry === undefined) return []
  const usual = entry.length < 31 ? broadcastOf(entry.address, entry.length) : undefined
  return [
    `address ${entry.address}/${entry.length}`,
    ...(entry.broadcast === undefined || entry.broadcast === usual ? [] : [`broadcast ${entry.broadcast}`]),
    ...(entry.scope === 'global' ? [] : [`scope ${entry.scope}`]),
  ]
}

function address6Lines(entry: Address6): readonly string[] {
  return [`address ${entry.address}/${entry.length}`, ...(entry.scope === 'global' ? [] : [`scope ${entry.scope}`])]
}

function settings(device: IntentInterface): readonly string[] {
  return [
    ...(device.mac === undefined ? [] : [`hwaddress ether ${device.mac}`]),
    ...(device.mtu === undefined ? [] : [`mtu ${device.mtu}`]),
  ]
}

function resolver({ nameServers, search }: IntentInterface): readonly string[] {
  return [
    ...(nameServers.length === 0 ? [] : [`dns-nameservers ${nameServers.join(' ')}`]),
    ...(search.length === 0 ? [] : [`dns-search ${search.join(' ')}`]),
  ]
}

function isGateway(route: IntentInterface['routes'][number]): boolean {
  const plain = route.table === 'main' && route.type === 'unicast' && route.source === undefined && route.mtu === undefined
  return plain && route.to.length === 0 && route.hops.length === 1 && route.hops[0]?.gateway !== undefined
}

/** `gateway` makes the default route of a static stanza, with its metric. */
function gatewayLines(device: IntentInterface): readonly string[] {
  const route = device.routes.find(isGateway)
  if (route === undefined) return []
  return [`gateway ${route.hops[0]?.gateway ?? ''}`, ...(route.metric === 0 ? [] : [`metric ${route.metric}`])]
}

function routeCommands(device: IntentInterface, rest: Intent | undefined): readonly KernelRequest[] {
  const isStatic =
    device.dhcp4 === undefined && device.addresses.some((entry) => hasBroadcast(entry) && (entry.label ?? device.name) === device.name)
  const gateway = isStatic ? device.routes.find(isGateway) : undefined
  const routes = [...device.routes.filter((route) => route !== gateway), ...(rest?.routes ?? [])]
  const routes6 = [...device.routes6, ...(rest?.routes6 ?? [])]
  return [
    ...routes.map((route): KernelRequest => {
      const { protocol: _protocol, ...words } = route
      return { kind: 'route-add', mode: 'add', ...words }
    }),
    ...routes6.map((route): KernelRequest => {
      const { protocol: _protocol, scope: _scope, ...words } = route
      return { kind: 'route6-add', mode: 'add', ...words }
    }),
    ...(rest?.rules ?? []).map((rule): KernelRequest => ({ kind: 'rule-add', rule })),
    ...(rest?.rules6 ?? []).map((rule): KernelRequest => ({ kind: 'rule6-add', rule })),
  ]
}

function neighbourCommands(device: IntentInterface): readonly KernelRequest[] {
  return device.neighbours.flatMap((entry): KernelRequest[] => {
    const mac = entry.mac === undefined ? {} : { mac: entry.mac as NonNullable<IntentInterface['mac']> }
    const base = { interface: entry.interface, state: entry.state, ...mac }
    return [
      isV6(entry)
        ? { kind: 'neighbour6-add', address: entry.address, ...base }
        : { kind: 'neighbour-add', address: entry.address, ...base },
    ]
  })
}

type Neighbours = IntentInterface['neighbours'][number]

function isV6(entry: Neighbours): entry is Extract<IntentInterface['neighbours'][number], { address: Address6['address'] }> {
  return entry.address.includes(':')
}
