/** A VRF: its ports look up a table of their own (Documentation/networking/vrf.rst). */
import type { InterfaceBase } from './base.js'

export type Vrf = InterfaceBase & { readonly kind: 'vrf' /** As in `Route.table`. */; readonly table: string }
