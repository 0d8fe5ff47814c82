/** What a node reaches without a router, and who is one. */
import { contains } from '../addresses/prefix.js'
import type { Address, Node } from '../model/index.js'

/** The addresses of a node that lie in a network of the asker's own. */
export function addressesNear(asker: Node, node: Node): readonly Address[] {
  const own = asker.addresses.filter((entry) => entry.interface !== 'lo')
  return node.addresses.filter((entry) => own.some((other) => contains(other, entry.address)))
}

export function isRouter(node: Node): boolean {
  return node.sysctls['net.ipv4.ip_forward']?.value === '1'
}
