/** A virtual network about to start, and what is said when it does not. */
import type { LoweredNetwork, NetworkDocument } from '../../formats/libvirt/index.js'
import type { Booting, Stage } from './machine.js'

export type Starting = { readonly document: NetworkDocument; readonly lowered: LoweredNetwork }
/** With a bridge of libvirt's own. */
export type StartingVirtual = Starting & { readonly mode: 'nat' | 'route' | 'open' | 'isolated' }

/** `text`: in libvirt's words; `help`: what else to do than to change the network. */
export type Refusal = { readonly text: string; readonly help?: string }

export function refuseNetwork(booting: Booting, stage: Stage, document: NetworkDocument, refusal: Refusal): false {
  booting.diagnostics.push({
    code: 'boot/network-not-started',
    severity: 'warning',
    message: `${stage.phase} on ${stage.node} does not start: ${refusal.text}`,
    at: document.origin,
    because: 'libvirt refuses it, so guests on it do not start either',
    help: refusal.help ?? 'give it another bridge name or another subnet',
  })
  return false
}
