/** How the modelled kernel answers a request: the node as it is afterwards, and what the caller is told. */
import type { Node, RequestResult } from '../model/index.js'

export type Applied = { readonly node: Node; readonly result: RequestResult }

export function done(node: Node): Applied {
  return { node, result: { kind: 'done' } }
}

/** `error`: the errno's name; `text`: what the tool prints. */
export function refused(node: Node, error: string, text: string): Applied {
  return { node, result: { kind: 'refused', error, text } }
}

export function noDevice(node: Node, name: string): Applied {
  return refused(node, 'ENODEV', `Cannot find device "${name}"`)
}

/** `ip addr flush` looks its device up among those that the kernel lists. */
export function noDeviceToFlush(node: Node, name: string): Applied {
  return refused(node, 'ENODEV', `Device "${name}" does not exist.`)
}
