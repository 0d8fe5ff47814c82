/** Chains and rules, by what they match and do, however they were written. */
import type { Chain, Match, Rule } from '../../src/core/model/index.js'
import type { Facts } from './facts.js'

/** A built-in chain that nobody touched may be there or not. */
export function chainLines({ chains, interfaces }: Pick<Facts, 'chains' | 'interfaces'>): readonly string[] {
  const bridges = interfaces.filter((device) => device.kind === 'bridge').map((device) => device.name)
  return chains
    .filter((chain) => chain.rules.length > 0 || chain.base === undefined || chain.base.policy !== 'accept')
    .map((chain) => ({ name: `${chain.family} ${chain.table} ${chain.name}`, chain }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, chain }) => [
      `chain ${name}${chain.base === undefined ? '' : ` policy ${chain.base.policy}`}`,
      ...inOrder(chain, bridges).map((rule, index) => `rule ${name} ${index + 1}: ${ruleText(rule)}`),
    ])
}

/**
 * libvirt starts its networks in an order that is another one every time (virhash.c: virHashTableSeed), and puts each one's rules in front.
 * Here they stand by network.
 */
function inOrder({ name, rules }: Chain, bridges: readonly string[]): readonly Rule[] {
  if (!name.startsWith('LIBVIRT_')) return rules
  const networkOf = ({ matches }: Rule) => {
    const bridge = matches.flatMap((match) => ('name' in match && bridges.includes(match.name) ? [match.name] : []))[0]
    return bridge ?? matches.flatMap((match) => (match.kind === 'source' ? [match.prefix.address] : []))[0] ?? ''
  }
  return [...rules].sort((a, b) => (networkOf(a) < networkOf(b) ? -1 : networkOf(a) > networkOf(b) ? 1 : 0))
}

function ruleText({ matches, target }: Rule): string {
  const { kind, ...details } = target
  // The order of the matches of one rule changes nothing.
  const conditions = matches.map(matchText).sort()
  return [...conditions, '→', kind, ...Object.values(details).map(valueText)].join(' ').trim()
}

function matchText({ negate, kind, ...values }: Match): string {
  return [`${negate ? '!' : ''}${kind}`, ...Object.values(values).map(valueText)].join(' ')
}

function valueText(value: unknown): string {
  // Conntrack states, TCP flags, address types: sets.
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return [...value].sort().join(',')
  return typeof value === 'object' ? JSON.stringify(value).replace(/"/g, '') : String(value)
}
