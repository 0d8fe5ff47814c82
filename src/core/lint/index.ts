/** All rules; a test compares this list with the folder. */
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { LintContext, Rule } from './rule.js'
import { addressOnBridgePort } from './rules/address-on-bridge-port.js'
import { contradictingNetwork } from './rules/contradicting-network.js'
import { gatewayOutsideSubnet } from './rules/gateway-outside-subnet.js'
import { twoDefaultGateways } from './rules/two-default-gateways.js'
import { twoNicsInOneSubnet } from './rules/two-nics-in-one-subnet.js'

export { lintContext } from './context.js'
export type { LintContext, Rule } from './rule.js'

export const RULES: readonly Rule[] = [
  addressOnBridgePort,
  contradictingNetwork,
  gatewayOutsideSubnet,
  twoDefaultGateways,
  twoNicsInOneSubnet,
]

export function lint(context: LintContext): readonly Diagnostic[] {
  return RULES.flatMap((rule) => rule.check(context))
}
