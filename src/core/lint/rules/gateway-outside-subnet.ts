/** A gateway that no address of its interface has in its subnet. */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { contains, formatPrefix, type Prefix } from '../../addresses/prefix.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Option } from '../../formats/interfaces/index.js'
import type { NodeName } from '../../model/network.js'
import { refusalOf } from '../refusal.js'
import type { LintContext, NodeInterfaces, Rule } from '../rule.js'
import { type Ipv4Stanza, ipv4Stanzas, optionOf, type Subnet, subnetOf } from '../static-stanza.js'

export const gatewayOutsideSubnet: Rule = {
  code: 'lint/gateway-outside-subnet',
  summary: 'a gateway lies outside the subnet of its interface',
  check: (context) => context.interfaces.flatMap((node) => checkNode(context, node)),
}

function checkNode(context: LintContext, node: NodeInterfaces): readonly Diagnostic[] {
  const stanzas = ipv4Stanzas(node)
  return stanzas.flatMap((one) => {
    const gateway = optionOf(one.stanza, 'gateway')
    const address = gateway === undefined ? undefined : parseIpv4(gateway.value.text)
    const own = subnetOf(one.stanza)
    if (gateway === undefined || address === undefined || own === undefined) return []
    const isOnLink = subnetsOf(stanzas, one.device).some((subnet) => contains(subnet, address)) || hasOwnRoute(one, address)
    return isOnLink ? [] : [complain(context, node.node, one, { gateway, address, own })]
  })
}

function subnetsOf(stanzas: readonly Ipv4Stanza[], device: string): readonly Prefix[] {
  return stanzas.filter((one) => one.device === device).flatMap(({ stanza }) => subnetOf(stanza)?.subnet ?? [])
}

/** A point-to-point peer, or a command of the stanza that names the gateway: somebody thought of it. */
function hasOwnRoute({ stanza }: Ipv4Stanza, gateway: Ipv4): boolean {
  if (optionOf(stanza, 'pointopoint')?.value.text === gateway) return true
  const commands = stanza.options.filter(({ key }) => ['pre-up', 'up', 'post-up'].includes(key))
  return commands.some(({ value }) => value.text.split(/[\s/]+/).includes(gateway))
}

type Found = { readonly gateway: Option; readonly address: Ipv4; readonly own: Subnet }

function complain(context: LintContext, node: NodeName, { stanza }: Ipv4Stanza, { gateway, address, own }: Found): Diagnostic {
  const subnet = formatPrefix(own.subnet)
  const refusal = refusalOf(context.journal, node, gateway.origin)
  const words = refusal === undefined ? '' : ` ("${refusal}")`
  return {
    code: gatewayOutsideSubnet.code,
    severity: 'error',
    message: `${stanza.name.text}: gateway ${address} is outside its subnet ${subnet}`,
    at: gateway.origin,
    because: `a gateway must be reachable without a gateway: the kernel refuses the default route${words}, and only ${subnet} itself can be reached`,
    help: `${remedy(context, own)}, or give ${stanza.name.text} an address in the network of ${address}`,
    related: [{ message: `${own.option.value.text} lies in ${subnet}`, at: own.option.origin }],
  }
}

/** Names a router that is there, if the model has one in the subnet. */
function remedy({ network }: LintContext, own: Subnet): string {
  const there = Object.values(network.nodes)
    .filter((node) => node.kind !== 'guest')
    .flatMap((node) => node.addresses.map(({ address, interface: name }) => ({ address, name, node: node.name })))
    .find(({ address }) => address !== own.address && contains(own.subnet, address))
  if (there === undefined) return `use the address of a router in ${formatPrefix(own.subnet)}`
  return `write \`gateway ${there.address}\` (${there.node}'s ${there.name})`
}
