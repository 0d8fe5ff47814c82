/** The commands of ovs-vsctl(8): how many arguments and which options each takes, and what it does. */

/** `changes`: modelled here. `reads`: prints only. `aside`: changes nothing that packets meet. `other`: may. */
export type Effect = 'changes' | 'reads' | 'aside' | 'other'

export type Syntax = {
  readonly name: string
  readonly least: number
  readonly most: number
  /** `=` behind the name: takes an argument; `?`: may take one. */
  readonly options: readonly string[]
  readonly effect: Effect
}

const ANY = Number.POSITIVE_INFINITY

const TABLE: readonly (readonly [name: string, least: number, most: number, effect: Effect, options?: string])[] = [
  ['init', 0, 0, 'reads'],
  ['show', 0, 0, 'reads', '--filter='],
  ['add-br', 1, 3, 'changes', '--may-exist'],
  ['del-br', 1, 1, 'changes', '--if-exists'],
  ['list-br', 0, 0, 'reads', '--real,--fake'],
  ['br-exists', 1, 1, 'changes'],
  ['br-to-vlan', 1, 1, 'reads'],
  ['br-to-parent', 1, 1, 'reads'],
  ['br-set-external-id', 2, 3, 'changes'],
  ['br-get-external-id', 1, 2, 'reads'],
  ['list-ports', 1, 1, 'reads'],
  ['add-port', 2, ANY, 'changes', '--may-exist'],
  ['del-port', 1, 2, 'changes', '--if-exists,--with-iface'],
  ['port-to-br', 1, 1, 'reads'],
  ['add-bond', 4, ANY, 'changes', '--may-exist,--fake-iface'],
  ['add-bond-iface', 2, 2, 'changes', '--may-exist'],
  ['del-bond-iface', 1, 2, 'changes', '--if-exists'],
  ['list-ifaces', 1, 1, 'reads'],
  ['iface-to-br', 1, 1, 'reads'],
  ['get-controller', 1, 1, 'reads'],
  ['del-controller', 1, 1, 'changes'],
  ['set-controller', 1, ANY, 'changes', '--inactivity-probe='],
  ['get-fail-mode', 1, 1, 'reads'],
  ['del-fail-mode', 1, 1, 'changes'],
  ['set-fail-mode', 2, 2, 'changes'],
  ['get-manager', 0, 0, 'reads'],
  ['del-manager', 0, 0, 'aside'],
  ['set-manager', 1, ANY, 'aside', '--inactivity-probe='],
  ['get-ssl', 0, 0, 'reads'],
  ['del-ssl', 0, 0, 'aside'],
  ['set-ssl', 3, 3, 'aside', '--bootstrap'],
  ['add-aa-mapping', 3, 3, 'aside'],
  ['del-aa-mapping', 3, 3, 'aside'],
  ['get-aa-mapping', 1, 1, 'reads'],
  ['emer-reset', 0, 0, 'other'],
  ['add-zone-tp', 3, ANY, 'aside', '--may-exist'],
  ['del-zone-tp', 2, 2, 'aside', '--if-exists'],
  ['list-zone-tp', 1, 1, 'reads'],
  ['list-dp-cap', 1, 1, 'reads'],
  ['set-zone-limit', 3, 3, 'aside'],
  ['del-zone-limit', 2, 2, 'aside', '--if-exists'],
  ['list-zone-limits', 1, 1, 'reads'],
  ['comment', 0, ANY, 'reads'],
  ['get', 2, ANY, 'reads', '--if-exists,--id='],
  ['list', 1, ANY, 'reads', '--if-exists,--columns='],
  ['find', 1, ANY, 'reads', '--columns='],
  ['set', 3, ANY, 'changes', '--if-exists'],
  ['add', 4, ANY, 'changes', '--if-exists'],
  ['remove', 4, ANY, 'changes', '--if-exists'],
  ['clear', 3, ANY, 'changes', '--if-exists'],
  ['create', 2, ANY, 'other', '--id='],
  ['destroy', 1, ANY, 'other', '--if-exists,--all'],
  ['wait-until', 2, ANY, 'reads'],
]

export const VSCTL_COMMANDS: ReadonlyMap<string, Syntax> = new Map(
  TABLE.map(([name, least, most, effect, options = '']) => [
    name,
    { name, least, most, effect, options: options.split(',').filter((option) => option !== '') },
  ]),
)
