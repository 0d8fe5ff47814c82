/** Policy rules and permanent neighbours of a .network as requests (networkd-routing-policy-rule.c, networkd-neighbor.c of systemd 252). */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { type Ipv6, parseIpv6 } from '../../addresses/ipv6.js'
import { parseMac } from '../../addresses/mac.js'
import { networkOf, type Prefix, parsePrefix } from '../../addresses/prefix.js'
import { networkOf6, type Prefix6, parsePrefix6 } from '../../addresses/prefix6.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { KernelRequest, PolicyRule } from '../../model/index.js'
import type { Section } from './document.js'
import type { NetworkContext } from './facts.js'
import { tableOf } from './table-name.js'
import { sectionsNamed, settingIn, type Unit } from './unit.js'
import { booleanOf, macTextOf, unsignedOf } from './value.js'

/** What the model's rules cannot say. */
const BEYOND = ['TypeOfService', 'SourcePort', 'DestinationPort', 'IPProtocol', 'User', 'SuppressInterfaceGroup', 'GoTo', 'L3MasterDevice']

export function lowerRules(unit: Unit, context: NetworkContext): readonly KernelRequest[] {
  return sectionsNamed(unit, 'RoutingPolicyRule').flatMap((section) => lowerRule(section, context))
}

function lowerRule(section: Section, context: NetworkContext): readonly KernelRequest[] {
  const { origin } = section
  const beyond = BEYOND.find((key) => settingIn([section], key) !== undefined)
  const inverted = booleanOf(settingIn([section], 'InvertRule')?.value.text ?? 'no') === true
  const table = tableOf(settingIn([section], 'Table')?.value.text ?? 'main', context.tables)
  const type = settingIn([section], 'Type')?.value.text
  const odd = beyond ?? (inverted ? 'InvertRule' : table === undefined ? 'a Table= that nobody defines' : undefined)
  if (odd !== undefined || table === undefined || type === 'goto' || type === 'nop')
    return [{ kind: 'unmodelled', text: `a policy rule with ${odd ?? `Type=${type ?? ''}`}`, touches: 'anything', origin }]
  const families = familiesOf(section)
  const common = { section, origin, action: actionOf(section, table, type) }
  return [...(families.includes(4) ? [rule4(common)] : []), ...(families.includes(6) ? [rule6(common)] : [])]
}

function actionOf(section: Section, table: string, type: string | undefined): PolicyRule['action'] {
  if (type === 'blackhole' || type === 'unreachable' || type === 'prohibit') return { kind: type }
  const suppress = unsignedOf(settingIn([section], 'SuppressPrefixLength')?.value.text ?? '')
  return { kind: 'lookup', table, ...(suppress === undefined ? {} : { suppressPrefixLength: suppress }) }
}

/** Without an address and without Family= a rule is for IPv4 alone. */
function familiesOf(section: Section): readonly (4 | 6)[] {
  const texts = ['From', 'To'].flatMap((key) => settingIn([section], key)?.value.text ?? [])
  if (texts.length > 0) return [texts.some((text) => text.includes(':')) ? 6 : 4]
  const family = settingIn([section], 'Family')?.value.text
  if (family === 'both') return [4, 6]
  return [family === 'ipv6' ? 6 : 4]
}

type Common = { readonly section: Section; readonly origin: Origin; readonly action: PolicyRule['action'] }

type Selector = {
  readonly preference?: number
  readonly inInterface?: InterfaceName
  readonly outInterface?: InterfaceName
  readonly mark?: { readonly value: number; readonly mask: number }
}

function selectorOf(section: Section): Selector {
  const preference = unsignedOf(settingIn([section], 'Priority')?.value.text ?? '')
  const into = parseInterfaceName(settingIn([section], 'IncomingInterface')?.value.text ?? '')
  const out = parseInterfaceName(settingIn([section], 'OutgoingInterface')?.value.text ?? '')
  const [value, mask] = (settingIn([section], 'FirewallMark')?.value.text ?? '').split('/').map(unsignedOf)
  return {
    ...(preference === undefined ? {} : { preference }),
    ...(into === undefined ? {} : { inInterface: into }),
    ...(out === undefined ? {} : { outInterface: out }),
    ...(value === undefined ? {} : { mark: { value, mask: mask ?? 0xffffffff } }),
  }
}

function rule4({ section, origin, action }: Common): KernelRequest {
  const prefix = (key: string): Prefix | undefined => parsePrefix(settingIn([section], key)?.value.text ?? '')
  const from = prefix('From')
  const to = prefix('To')
  const rule = {
    ...selectorOf(section),
    ...(from === undefined ? {} : { from: networkOf(from.address, from.length) }),
    ...(to === undefined ? {} : { to: networkOf(to.address, to.length) }),
    action,
  }
  return { kind: 'rule-add', rule, origin }
}

function rule6({ section, origin, action }: Common): KernelRequest {
  const prefix = (key: string): Prefix6 | undefined => parsePrefix6(settingIn([section], key)?.value.text ?? '')
  const from = prefix('From')
  const to = prefix('To')
  const rule = {
    ...selectorOf(section),
    ...(from === undefined ? {} : { from: networkOf6(from.address, from.length) }),
    ...(to === undefined ? {} : { to: networkOf6(to.address, to.length) }),
    action,
  }
  return { kind: 'rule6-add', rule, origin }
}

export function lowerNeighbours(unit: Unit, { device }: NetworkContext): readonly KernelRequest[] {
  return sectionsNamed(unit, 'Neighbor').flatMap((section): readonly KernelRequest[] => {
    const { origin } = section
    const address = settingIn([section], 'Address')?.value.text ?? ''
    const hardware = settingIn([section], 'LinkLayerAddress') ?? settingIn([section], 'MACAddress')
    const mac = parseMac(macTextOf(hardware?.value.text ?? '') ?? '')
    if (hardware === undefined) return []
    if (mac === undefined) return [{ kind: 'unmodelled', text: `a neighbour with ${hardware.value.text}`, touches: 'harmless', origin }]
    const four: Ipv4 | undefined = parseIpv4(address)
    const six: Ipv6 | undefined = parseIpv6(address)
    const common = { interface: device, mac, state: 'permanent', origin } as const
    if (four !== undefined) return [{ kind: 'neighbour-add', address: four, ...common }]
    return six === undefined ? [] : [{ kind: 'neighbour6-add', address: six, ...common }]
  })
}
