/** Chains as text for iptables-restore, and rules as words for iptables. */
import type { Chain, Rule } from '../../model/netfilter.js'
import { splitWords } from './words.js'

/** One table after the other, each with its chains first, as iptables-save writes it. The chains are of one family. */
export function printChains(chains: readonly Chain[]): string {
  const tables = [...new Set(chains.map((chain) => chain.table))]
  return tables
    .map((table) =>
      printTable(
        table,
        chains.filter((chain) => chain.table === table),
      ),
    )
    .join('')
}

function printTable(table: string, chains: readonly Chain[]): string {
  const declarations = chains.map(({ name, base }) => `:${name} ${base === undefined ? '-' : base.policy.toUpperCase()} [0:0]`)
  const rules = chains.flatMap((chain) => chain.rules.map((rule) => rule.text))
  return [`*${table}`, ...declarations, ...rules, 'COMMIT', ''].join('\n')
}

/** What stands behind `iptables -t TABLE` to make this rule. */
export function ruleArgv(rule: Rule): readonly string[] {
  return splitWords(rule.text, '', 0).words.map((word) => word.text)
}
