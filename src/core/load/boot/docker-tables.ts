/** Tables under construction, by calls in the order in which dockerd makes them. Local to one dump. */

type Table = 'raw' | 'filter' | 'nat'

export type DockerTables = {
  readonly make: (table: Table, ...chains: readonly string[]) => void
  readonly append: (table: Table, chain: string, rule: string) => void
  readonly insert: (table: Table, chain: string, rule: string) => void
  /** Chains by their names, the built-in ones first. */
  readonly chains: Readonly<Record<Table, Map<string, string[]>>>
}

const BUILT_IN: Readonly<Record<Table, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
}

export function openTables(): DockerTables {
  const chainsOf = (table: Table) => new Map<string, string[]>(BUILT_IN[table].map((name) => [name, []]))
  const chains = { raw: chainsOf('raw'), filter: chainsOf('filter'), nat: chainsOf('nat') }
  return {
    chains,
    make: (table, ...names) => {
      for (const name of names) chains[table].set(name, [])
    },
    append: (table, chain, rule) => chains[table].get(chain)?.push(rule),
    insert: (table, chain, rule) => chains[table].get(chain)?.unshift(rule),
  }
}

/** As iptables-save -t TABLE of one after the other prints them, without its comments. */
export function printTables({ chains }: DockerTables): string {
  return (['raw', 'filter', 'nat'] as const)
    .map((table) => {
      const all = [...chains[table]]
      const built = all.filter(([name]) => BUILT_IN[table].includes(name))
      const own = all.filter(([name]) => !BUILT_IN[table].includes(name)).sort(([a], [b]) => (a < b ? -1 : 1))
      const declared = [...built.map(([name]) => `:${name} ACCEPT [0:0]`), ...own.map(([name]) => `:${name} - [0:0]`)]
      const rules = [...built, ...own].flatMap(([name, list]) => list.map((rule) => `-A ${name} ${rule}`))
      return [`*${table}`, ...declared, ...rules, 'COMMIT', ''].join('\n')
    })
    .join('')
}
