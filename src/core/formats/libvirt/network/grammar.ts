/** Elements and attributes of `<network>`: docs/formatnetwork.rst and src/conf/schemas/network.rng of libvirt. */
import { defineGrammar } from '../grammar.js'
import { portGrammar } from '../port-settings.js'

const LEASE = { attributes: 'expiry unit:seconds|minutes|hours' }

export const NETWORK_GRAMMAR = defineGrammar({
  'network': {
    attributes: 'ipv6 trustGuestRxFilters:yes-no connections:count',
    children:
      'name uuid title description metadata forward bridge mtu mac domain dns ip* route* portgroup* virtualport bandwidth vlan port',
  },
  'network/forward': { attributes: 'mode dev managed', children: 'nat interface* pf address* driver' },
  'network/forward/nat': { attributes: 'ipv6:yes-no', children: 'address port' },
  'network/forward/nat/address': { attributes: 'start!:ipv4 end!:ipv4' },
  'network/forward/nat/port': { attributes: 'start end' },
  'network/forward/interface': { attributes: 'dev! connections:count' },
  'network/forward/pf': { attributes: 'dev!' },
  'network/forward/address': { attributes: 'type! domain:number bus:number slot:number function:number multifunction connections:count' },
  'network/forward/driver': { attributes: 'name model' },
  'network/bridge': { attributes: 'name stp delay:long macTableManager:kernel|libvirt zone' },
  'network/mtu': { attributes: 'size:count' },
  'network/mac': { attributes: 'address:unicast' },
  'network/domain': { attributes: 'name localOnly:yes-no register:yes-no' },
  'network/dns': { attributes: 'enable:yes-no forwardPlainNames:yes-no', children: 'forwarder* txt* host* srv*' },
  'network/dns/forwarder': { attributes: 'domain addr:address' },
  'network/dns/txt': { attributes: 'name! value!' },
  'network/dns/host': { attributes: 'ip!:address', children: 'hostname*' },
  'network/dns/host/hostname': {},
  'network/dns/srv': { attributes: 'service! protocol! domain target port priority weight' },
  'network/ip': { attributes: 'family:family address! netmask prefix:count localPtr:yes-no', children: 'dhcp tftp' },
  'network/ip/tftp': { attributes: 'root' },
  'network/ip/dhcp': { children: 'range* host* bootp' },
  'network/ip/dhcp/range': { attributes: 'start! end!', children: 'lease' },
  'network/ip/dhcp/range/lease': LEASE,
  'network/ip/dhcp/host': { attributes: 'mac name ip! id', children: 'lease' },
  'network/ip/dhcp/host/lease': LEASE,
  'network/ip/dhcp/bootp': { attributes: 'file server' },
  'network/route': { attributes: 'family:family address! netmask prefix:count gateway! metric:positive' },
  'network/portgroup': { attributes: 'name! default trustGuestRxFilters:yes-no', children: 'virtualport bandwidth vlan' },
  ...portGrammar('network'),
  ...portGrammar('network/portgroup'),
})
