/** Every suite of another project that Bridgework is compared with. */
import type { Suite } from '../suite.js'
import { ANSIBLE_INTERFACES } from './ansible-interfaces.js'
import { DOCKER } from './docker.js'
import { IFUPDOWN } from './ifupdown.js'
import { IPTABLES } from './iptables.js'
import { filtersSuite, guestsSuite, hostInterfacesSuite, networksSuite, poolsSuite, portsSuite, volumesSuite } from './libvirt-accepts.js'
import { dnsmasqSuite, iptablesSuite, nftablesSuite } from './libvirt-network.js'
import { NETPLAN } from './netplan.js'
import { OVS_FLOWS } from './ovs-flows.js'
import { OVS_VSCTL } from './ovs-vsctl.js'
import { UFW } from './ufw.js'

export const SUITES: readonly Suite[] = [
  IFUPDOWN,
  ANSIBLE_INTERFACES,
  dnsmasqSuite,
  iptablesSuite,
  nftablesSuite,
  networksSuite,
  guestsSuite,
  poolsSuite,
  volumesSuite,
  filtersSuite,
  portsSuite,
  hostInterfacesSuite,
  NETPLAN,
  OVS_VSCTL,
  OVS_FLOWS,
  IPTABLES,
  DOCKER,
  UFW,
]
