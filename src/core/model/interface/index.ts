/** The closed union of interface kinds. */
import type { Bridge } from './bridge.js'
import type { Dummy } from './dummy.js'
import type { Ethernet } from './ethernet.js'
import type { Loopback } from './loopback.js'
import type { Unrecognised } from './unrecognised.js'

export type { InterfaceBase, Owner, PortFlags } from './base.js'
export { DEFAULT_PORT_FLAGS } from './base.js'
export type { Bridge, Dummy, Ethernet, Loopback, Unrecognised }

export type Interface = Bridge | Dummy | Ethernet | Loopback | Unrecognised
