/** A device whose kind is not modelled. It is kept, and every answer that crosses it is `undetermined`. */
import type { InterfaceBase } from './base.js'

export type Unrecognised = InterfaceBase & { readonly kind: 'unrecognised'; readonly kernelKind: string }
