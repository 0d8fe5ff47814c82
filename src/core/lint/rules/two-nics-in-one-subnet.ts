/** Two interfaces of a node with addresses in one subnet. */
import { formatPrefix, networkOf, type Prefix, samePrefix } from '../../addresses/prefix.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Node } from '../../model/network.js'
import type { Address } from '../../model/routing.js'
import type { Rule } from '../rule.js'

export const twoNicsInOneSubnet: Rule = {
  code: 'lint/two-nics-in-one-subnet',
  summary: 'two interfaces of a node have addresses in one subnet',
  check: ({ network }) => Object.values(network.nodes).flatMap(checkNode),
}

function checkNode(node: Node): readonly Diagnostic[] {
  const candidates = node.addresses.filter((address) => address.length < 32 && address.scope === 'global' && isItsOwnNic(node, address))
  const seen = new Set<string>()
  return candidates.flatMap((address, index) => {
    const subnet = networkOf(address.address, address.length)
    const key = `${address.interface} ${formatPrefix(subnet)}`
    const first = candidates.slice(0, index).find((other) => other.interface !== address.interface && isIn(other, subnet))
    if (first === undefined || seen.has(key)) return []
    seen.add(key)
    return [complain(first, address, subnet)]
  })
}

function isIn(address: Address, subnet: Prefix): boolean {
  return samePrefix(networkOf(address.address, address.length), subnet)
}

/** An address on a bridge port is another rule's concern. */
function isItsOwnNic(node: Node, address: Address): boolean {
  const iface = node.interfaces.find((one) => one.name === address.interface)
  return iface !== undefined && iface.kind !== 'loopback' && iface.master === undefined
}

function complain(first: Address, second: Address, subnet: Prefix): Diagnostic {
  const [one, two, net] = [first.interface, second.interface, formatPrefix(subnet)]
  return {
    code: twoNicsInOneSubnet.code,
    severity: 'warning',
    message: `${two}: ${second.address} is in ${net}, where ${one} already has ${first.address}`,
    ...(second.origin === undefined ? {} : { at: second.origin }),
    because: `all traffic to ${net} leaves by one of them, and under strict rp_filter only that one answers, for both addresses: if it fails, both are gone`,
    help: `give ${two} another subnet, or join ${one} and ${two} in a bridge or bond that has the addresses`,
    ...(first.origin === undefined ? {} : { related: [{ message: `${first.address} on ${one}`, at: first.origin }] }),
  }
}
