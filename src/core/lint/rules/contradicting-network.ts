/** A `network` line that says another network than `address` and `netmask` do. */
import { formatPrefix } from '../../addresses/prefix.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Rule } from '../rule.js'
import { type Ipv4Stanza, ipv4Stanzas, optionOf, subnetOf } from '../static-stanza.js'

export const contradictingNetwork: Rule = {
  code: 'lint/contradicting-network',
  summary: '`network` contradicts `address` and `netmask`',
  check: ({ interfaces }) => interfaces.flatMap((node) => ipv4Stanzas(node).flatMap(check)),
}

function check({ stanza }: Ipv4Stanza): readonly Diagnostic[] {
  const network = optionOf(stanza, 'network')
  const found = subnetOf(stanza)
  if (network === undefined || found === undefined || network.value.text.split('/')[0] === found.subnet.address) return []
  const { subnet, option } = found
  return [
    {
      code: contradictingNetwork.code,
      severity: 'warning',
      message: `${stanza.name.text}: network ${network.value.text} contradicts its address, which lies in ${formatPrefix(subnet)}`,
      at: network.origin,
      because: 'Linux computes the network from address and netmask and ignores this line, so one of the two is a mistake',
      help: `write \`network ${subnet.address}\`, or remove the line: it is not needed; if ${network.value.text} was meant, change the address`,
      related: [{ message: `${option.value.text} lies in ${formatPrefix(subnet)}`, at: option.origin }],
    },
  ]
}
