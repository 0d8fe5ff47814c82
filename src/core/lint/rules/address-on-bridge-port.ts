/** An address on an interface that is a port of a bridge. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Node } from '../../model/network.js'
import type { Rule } from '../rule.js'

export const addressOnBridgePort: Rule = {
  code: 'lint/address-on-bridge-port',
  summary: 'an address sits on a bridge port instead of the bridge',
  check: ({ network }) => Object.values(network.nodes).flatMap(checkNode),
}

function checkNode(node: Node): readonly Diagnostic[] {
  return node.addresses.flatMap((address) => {
    const port = node.interfaces.find((one) => one.name === address.interface)
    if (port?.master === undefined) return []
    const bridge = node.interfaces.find((one) => one.name === port.master)
    const origin = address.origin ?? port.origin
    return [
      {
        code: addressOnBridgePort.code,
        severity: 'warning' as const,
        message: `${port.name}: address ${address.address} sits on a port of ${port.master}`,
        ...(origin === undefined ? {} : { at: origin }),
        because: `what arrives on ${port.name} is handed to ${port.master}, so nobody on that cable is answered by way of ${port.name}; routes over it are dead`,
        help: `move the address to ${port.master}, and make ${port.name} \`inet manual\``,
        ...(bridge?.origin === undefined
          ? {}
          : { related: [{ message: `${port.master} takes ${port.name} as a port`, at: bridge.origin }] }),
      },
    ]
  })
}
