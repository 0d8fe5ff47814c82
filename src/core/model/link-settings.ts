/** What a device that is to be created is asked to be, for the kinds that have parameters. */

import type { InterfaceBase } from './interface/base.js'
import type { Bond, Macvlan, Tunnel, Veth, Vlan, Vrf, Vxlan } from './interface/index.js'

type Own<Kind> = Omit<Kind, keyof InterfaceBase>

export type LinkSettings = Own<Bond> | Own<Macvlan> | Own<Tunnel> | Own<Veth> | Own<Vlan> | Own<Vrf> | Own<Vxlan>
