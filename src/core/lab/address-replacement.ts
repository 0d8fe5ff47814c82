/** ifconfig(8) replaces an address where ip(8) adds one: which address has to go first, for each such request of a journal. */
import type { BootEvent } from '../load/journal.js'

type Held = { readonly interface: string; readonly label: string; readonly address: string; readonly length: number }

/** By index of the event: the ip(8) lines that must run before it. */
export function followAddresses(journal: readonly BootEvent[]): ReadonlyMap<number, readonly (readonly string[])[]> {
  const held = new Map<string, readonly Held[]>()
  const before = new Map<number, readonly (readonly string[])[]>()
  for (const [index, event] of journal.entries()) {
    if (event.kind !== 'request' || event.result.kind === 'refused' || event.result.kind === 'unmodelled') continue
    const { request, node } = event
    const all = held.get(node) ?? []
    if (request.kind === 'address-flush')
      held.set(
        node,
        all.filter((one) => one.interface !== request.interface),
      )
    if (request.kind === 'link-delete')
      held.set(
        node,
        all.filter((one) => one.interface !== request.name),
      )
    if (request.kind === 'address-delete')
      held.set(
        node,
        all.filter((one) => one.interface !== request.interface || one.address !== request.address),
      )
    if (request.kind !== 'address-add') continue
    const added: Held = {
      interface: request.interface,
      label: request.label ?? request.interface,
      address: request.address,
      length: request.length,
    }
    const old = request.replaces === true ? all.filter((one) => one.interface === added.interface && one.label === added.label) : []
    if (old.length > 0)
      before.set(
        index,
        old.map((one) => ['addr', 'del', `${one.address}/${one.length}`, 'dev', one.interface]),
      )
    held.set(node, [...all.filter((one) => !old.includes(one)), ...(added.address === '0.0.0.0' ? [] : [added])])
  }
  return before
}
