/** What netplan checks and settles once all files are read. */
import { LARGEST_UNSIGNED } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import type { Family, Route } from './definition-address.js'
import type { Reading } from './reading.js'
import { refuse, shown, warn } from './reading.js'
import type { Setting } from './setting.js'

/** Whether the configuration as a whole holds together. */
export function finish(reading: Reading): boolean {
  delete reading.current
  const hashed = reading.definitions.entries().map(({ value }) => value)
  const adopts = all(reading, hashed, adoptTable)
  if (!adopts && reading.policy !== 'all') return false
  warnAboutDefaultRoutes(reading, hashed)
  warnAboutRegulatoryDomains(reading, hashed)
  for (const definition of hashed) definition.renderer ??= reading.renderer ?? { value: 'networkd', origin: definition.origin }
  if (reading.policy === 'skip') return true
  return all(reading, hashed, (_, definition) => checkTunnel(reading, definition) && checkSriov(reading, definition)) && adopts
}

function all(
  reading: Reading,
  definitions: readonly DraftDefinition[],
  check: (reading: Reading, definition: DraftDefinition) => boolean,
): boolean {
  let isFine = true
  for (const definition of definitions) {
    reading.current = definition
    isFine = check(reading, definition) && isFine
    if (!isFine && reading.policy !== 'all') break
  }
  delete reading.current
  return isFine
}

/** Routes and rules of a VRF go to its table. */
function adoptTable(reading: Reading, definition: DraftDefinition): boolean {
  if (definition.kind !== 'vrfs') return true
  const table = definition.vrfTable ?? { value: LARGEST_UNSIGNED, origin: definition.origin }
  if (reading.release === '0.106' && definition.routes.length > 0 && definition.rules.length === 0) {
    return refuse(reading, 'crash', definition.origin, {
      message: 'netplan 0.106 crashes on a VRF that has routes and no routing-policy',
      help: 'add a routing-policy, or move the routes to an interface of the VRF with table:',
    })
  }
  return (
    definition.routes.every((route) => adopt(reading, route, { words: 'routes', table })) &&
    definition.rules.every((rule) => {
      if (rule.priority === undefined) {
        warn(reading, 'missing-priority', rule.origin, { message: 'no priority specified for a routing-policy', help: 'add priority:' })
      }
      return adopt(reading, rule, { words: 'routing-policy', table })
    })
  )
}

type Adoption = { readonly words: string; readonly table: Setting<number> }

function adopt(reading: Reading, entry: { table?: Setting<number> }, { words, table }: Adoption): boolean {
  const own = entry.table?.value ?? 0
  if (own === table.value) return true
  if (own !== 0) {
    return refuse(reading, 'table-mismatch', entry.table?.origin ?? table.origin, {
      message: `VRF ${words} table mismatch (${table.value} != ${own})`,
      help: 'leave the table out, or write that of the VRF',
    })
  }
  entry.table = table
  return true
}

type DefaultRoute = {
  readonly key: string
  readonly definition: DraftDefinition
  readonly origin: Setting<string>['origin']
  readonly words: string
}

function defaultRoutesOf(definition: DraftDefinition): readonly DefaultRoute[] {
  const gateways = ([[4, definition.gateway4] as const, [6, definition.gateway6] as const] as const).flatMap(([family, gateway]) =>
    gateway === undefined ? [] : [defaultRoute(definition, family, gateway.origin)],
  )
  const routes = definition.routes.flatMap((route) => {
    const to = route.to?.value
    const isDefault = to === 'default' || (to?.lastIndexOf('/') === (to?.length ?? 0) - 2 && to?.endsWith('/0') === true)
    return isDefault ? [defaultRoute(definition, route.family, route.origin, route)] : []
  })
  return [...gateways, ...routes]
}

function defaultRoute(
  definition: DraftDefinition,
  family: Family | undefined,
  origin: DefaultRoute['origin'],
  route?: Route,
): DefaultRoute {
  const table = route?.table?.value ?? 0
  const metric = route?.metric?.value ?? LARGEST_UNSIGNED
  const words = `IPv${family} (table: ${table === 0 ? 'main' : table}, metric: ${metric === LARGEST_UNSIGNED ? 'default' : metric})`
  return { key: `${family} ${table} ${metric}`, definition, origin, words }
}

/** netplan tells of the first conflict only. */
function warnAboutDefaultRoutes(reading: Reading, definitions: readonly DraftDefinition[]): void {
  const known = new Map<string, DefaultRoute>()
  for (const route of definitions.flatMap(defaultRoutesOf)) {
    const first = known.get(route.key)
    if (first === undefined) known.set(route.key, route)
    else {
      warn(reading, 'default-route-conflict', route.origin, {
        message: `Conflicting default route declarations for ${route.words}, first declared in ${first.definition.id} but also in ${route.definition.id}`,
        because: 'which of the two the kernel uses depends on which comes up first',
        help: 'give them different metrics, or tables with routing-policy',
        related: [{ message: 'first declared here', at: first.origin }],
      })
    }
  }
}

function warnAboutRegulatoryDomains(reading: Reading, definitions: readonly DraftDefinition[]): void {
  const domains = definitions.flatMap((definition) =>
    definition['regulatory-domain'] === undefined ? [] : [definition['regulatory-domain']],
  )
  const [first] = domains
  const other = domains.find((domain) => domain.value !== first?.value)
  if (first === undefined || other === undefined) return
  warn(reading, 'conflict', other.origin, {
    message: `Conflicting regulatory-domain (${shown(first.value)} vs ${shown(other.value)})`,
    because: 'the machine has one regulatory domain; the last one written counts',
    related: [{ message: 'the other one', at: first.origin }],
  })
}

const WITH_KEYS: Readonly<Record<'networkd' | 'NetworkManager', readonly string[]>> = {
  networkd: ['vti', 'vti6', 'wireguard', 'gre', 'ip6gre', 'gretap', 'ip6gretap'],
  NetworkManager: ['gre', 'ip6gre', 'wireguard', 'gretap', 'ip6gretap'],
}

function checkTunnel(reading: Reading, { kind, renderer, tunnel }: DraftDefinition): boolean {
  if (kind !== 'tunnels' || renderer === undefined || renderer.value === 'openvswitch') return true
  const mode = tunnel.mode?.value ?? ''
  if (mode === 'isatap' && renderer.value === 'networkd') {
    return refuse(reading, 'unsupported', tunnel.mode?.origin ?? renderer.origin, {
      message: 'ISATAP tunnel mode is not supported by networkd',
      help: 'use sit',
    })
  }
  const isOld = reading.release === '0.106' && renderer.value === 'NetworkManager'
  if (isOld && (mode === 'gretap' || mode === 'ip6gretap')) {
    return refuse(reading, 'unsupported', tunnel.mode?.origin ?? renderer.origin, {
      message: `${mode} tunnel mode is not supported by NetworkManager`,
    })
  }
  if (WITH_KEYS[renderer.value].includes(mode)) return true
  for (const [name, key] of [['input-key', tunnel.input] as const, ['output-key', tunnel.output] as const]) {
    if (key !== undefined)
      return refuse(reading, 'misplaced-key', key.origin, { message: `'${name}' is not required for this tunnel type`, help: 'remove it' })
  }
  return true
}

function checkSriov(reading: Reading, definition: DraftDefinition): boolean {
  const rebind = definition['delay-virtual-functions-rebind']
  const mode = reading.release === '0.106' ? definition['embedded-switch-mode'] : undefined
  const needsCard = rebind?.value === true ? rebind : mode
  if (definition.kind !== 'ethernets' || needsCard === undefined) return true
  const isCounted = (definition['virtual-function-count']?.value ?? LARGEST_UNSIGNED) < LARGEST_UNSIGNED
  const hasFunctions = reading.ordered.some(({ sriovLink }) => sriovLink?.value === definition.id)
  const hasMode = definition['embedded-switch-mode'] !== undefined && reading.release !== '0.106'
  return (
    isCounted ||
    hasFunctions ||
    hasMode ||
    refuse(reading, 'unsupported', needsCard.origin, {
      message: 'This is not a SR-IOV PF',
      help: 'add virtual-function-count: or a definition with link: to it',
    })
  )
}
