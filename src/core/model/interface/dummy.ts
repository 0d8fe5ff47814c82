/** A dummy interface: swallows whatever is sent to it. */
import type { InterfaceBase } from './base.js'

export type Dummy = InterfaceBase & { readonly kind: 'dummy' }
