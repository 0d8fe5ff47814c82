/** A configured entry of a forwarding table: of a bridge, or of a VXLAN device (`bridge fdb`). */
import type { InterfaceName } from '../addresses/interface-name.js'
import type { Mac } from '../addresses/mac.js'
import type { Origin } from '../diagnostics/origin.js'

export type FdbEntry = {
  /** The bridge's port, or the device whose own table it is. */
  readonly interface: InterfaceName
  readonly mac: Mac
  /** `master`: of the bridge that the interface is a port of. `self`: of the interface. */
  readonly of: 'master' | 'self'
  /** `local`, which `permanent` and no word at all mean too: frames to it go up to the bridge's own host. */
  readonly state: 'local' | 'static' | 'dynamic'
  /** Absent: in whichever VLAN. */
  readonly vlan?: number
  /** It stays where it is even when its address is seen elsewhere. */
  readonly sticky?: true
  /** Of a VXLAN: the address behind which it is. */
  readonly remote?: string
  readonly origin?: Origin
}
