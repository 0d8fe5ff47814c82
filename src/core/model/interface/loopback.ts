/** The loopback interface `lo`. */
import type { InterfaceBase } from './base.js'

export type Loopback = InterfaceBase & { readonly kind: 'loopback' }
