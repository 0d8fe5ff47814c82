/** Neighbours that were configured, from `ip -json neigh [show proxy]`. What was learnt is not among them. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { type Entry, has, textIn, textsIn } from '../../diagnostics/json-entries.js'
import type { Neighbour, Neighbour6 } from '../../model/index.js'
import type { IprouteDocument } from './document.js'

export type Neighbours = { readonly neighbours: readonly Neighbour[]; readonly neighbours6: readonly Neighbour6[] }

export function neighboursOf({ entries }: IprouteDocument): Neighbours {
  return {
    neighbours: entries.flatMap((entry) => neighbourOf(entry, parseIpv4) ?? []),
    neighbours6: entries.flatMap((entry) => neighbourOf(entry, parseIpv6) ?? []),
  }
}

type AnyNeighbour<Ip> = Omit<Neighbour, 'address'> & { readonly address: Ip }

/** The kernel keeps NOARP entries by itself for multicast and broadcast; those do not count as configured. */
function neighbourOf<Ip>({ fields, origin }: Entry, address: (text: string) => Ip | undefined): AnyNeighbour<Ip> | undefined {
  const found = address(textIn(fields, 'dst') ?? '')
  const name = parseInterfaceName(textIn(fields, 'dev') ?? '')
  const states = textsIn(fields, 'state')
  if (found === undefined || name === undefined) return undefined
  if (has(fields, 'proxy')) return { interface: name, address: found, state: 'proxy', origin }
  if (!states.includes('PERMANENT')) return undefined
  const mac = textIn(fields, 'lladdr')
  return { interface: name, address: found, ...(mac === undefined ? {} : { mac }), state: 'permanent', origin }
}
