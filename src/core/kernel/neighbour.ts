/** Neighbour entries that are configured, of either family (net/core/neighbour.c). */
import { withOrigin } from '../diagnostics/origin.js'
import type { Node, RequestOf } from '../model/index.js'
import type { NeighbourOf } from '../model/routing.js'
import { deviceOf } from './device.js'
import { type Applied, done, noDevice, refused } from './result.js'

export function addNeighbour(node: Node, request: RequestOf<'neighbour-add'>): Applied {
  return add(node, request, { entries: node.neighbours, put: (neighbours) => ({ ...node, neighbours }) })
}

export function addNeighbour6(node: Node, request: RequestOf<'neighbour6-add'>): Applied {
  return add(node, request, {
    entries: node.inet6.neighbours,
    put: (neighbours) => ({ ...node, inet6: { ...node.inet6, neighbours } }),
  })
}

type Table<Ip> = { readonly entries: readonly NeighbourOf<Ip>[]; readonly put: (entries: readonly NeighbourOf<Ip>[]) => Node }
type AddRequest<Ip> = Omit<RequestOf<'neighbour-add'>, 'kind' | 'address'> & { readonly address: Ip }

function add<Ip>(node: Node, request: AddRequest<Ip>, { entries, put }: Table<Ip>): Applied {
  if (deviceOf(node, request.interface) === undefined) return noDevice(node, request.interface)
  const isProxy = request.state === 'proxy'
  if (!isProxy && request.mac === undefined) return refused(node, 'EINVAL', 'Error: No link layer address given.')
  const entry: NeighbourOf<Ip> = {
    interface: request.interface,
    address: request.address,
    state: request.state,
    ...(request.mac === undefined ? {} : { mac: request.mac }),
    ...withOrigin(request.origin),
  }
  const isSame = (old: NeighbourOf<Ip>) =>
    old.interface === entry.interface && old.address === entry.address && (old.state === 'proxy') === isProxy
  if (request.exclusive === true && !isProxy && entries.some(isSame)) return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  return done(put([...entries.filter((old) => !isSame(old)), entry]))
}
