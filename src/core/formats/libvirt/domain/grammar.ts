/** Elements and attributes of `<domain>`, as far as they are read: docs/formatdomain.rst, src/conf/schemas/domaincommon.rng of libvirt. */
import { defineGrammar, type GrammarSource } from '../grammar.js'
import { portGrammar } from '../port-settings.js'

const DEVICES =
  'emulator disk* controller* lease* filesystem* interface* input* sound* audio* hostdev* graphics* video* console* parallel* serial* ' +
  'channel* smartcard* hub* redirdev* redirfilter* rng* tpm* shmem* memory* crypto* watchdog* memballoon nvram panic* iommu vsock pstore'

const INTERFACE_CHILDREN =
  'source target model driver mac backend backenddomain script downscript alias address virtualport vlan link mtu bandwidth filterref ' +
  'boot rom guest ip* route* acpi coalesce tune port teaming portForward* actual'

const OFFLOADS = 'csum:on-off gso:on-off tso4:on-off tso6:on-off ecn:on-off ufo:on-off mrg_rxbuf:on-off'

const INTERFACE: GrammarSource = {
  'interface': { attributes: 'type managed trustGuestRxFilters:yes-no', children: INTERFACE_CHILDREN },
  'interface/mac': { attributes: 'address:unicast type:generated|static check:yes-no currentAddress:mac' },
  'interface/source': {
    attributes:
      'network bridge dev mode portgroup portid type path name switchid portgroupid connectionid address port managed mask missing ' +
      'startupPolicy mac_learning',
    children: 'address local reconnect ip* route* vendor product',
  },
  'interface/source/local': { attributes: 'address! port!:integer' },
  'interface/source/reconnect': { attributes: 'enabled:yes-no timeout:count delay:count' },
  'interface/source/address': { attributes: 'type domain:number bus:number slot:number function:number multifunction device port uuid' },
  'interface/source/ip': { attributes: 'address! family prefix:count peer' },
  'interface/target': { attributes: 'dev managed:yes-no' },
  'interface/model': { attributes: 'type' },
  'interface/link': { attributes: 'state:up|down' },
  'interface/mtu': { attributes: 'size:count' },
  'interface/filterref': { attributes: 'filter', children: 'parameter*' },
  'interface/filterref/parameter': { attributes: 'name value' },
  'interface/ip': { attributes: 'address! family prefix:count peer' },
  'interface/route': { attributes: 'family:family address! netmask prefix:count gateway! metric:positive' },
  'interface/guest': { attributes: 'dev actual' },
  'interface/script': { attributes: 'path' },
  'interface/downscript': { attributes: 'path' },
  'interface/backend': { attributes: 'type:default|passt tap vhost logFile' },
  'interface/boot': { attributes: 'order!:positive loadparm' },
  'interface/rom': { attributes: 'bar:on-off file enabled:yes-no', children: '' },
  'interface/alias': { attributes: 'name' },
  'interface/teaming': { attributes: 'type!:persistent|transient persistent' },
  'interface/coalesce': { children: 'rx' },
  'interface/coalesce/rx': { children: 'frames' },
  'interface/coalesce/rx/frames': { attributes: 'max:count' },
  'interface/tune': { children: 'sndbuf' },
  'interface/portForward': { attributes: 'proto!:tcp|udp address:address dev', children: 'range*' },
  'interface/portForward/range': { attributes: 'start:positive end:positive to:positive exclude:yes-no' },
  ...portGrammar('interface'),
}

const OPTIONS =
  'name:qemu|vhost|kvm|vfio|xen txmode ioeventfd event_idx queues rx_queue_size tx_queue_size rss rss_hash_report iommu ats packed page_per_vq model'

export const INTERFACE_GRAMMAR = defineGrammar({
  ...INTERFACE,
  'interface/driver': { attributes: OPTIONS.replace(/:[a-z|]+/, ''), children: 'host guest' },
})

/** libvirt reads the driver's options of a virtio NIC only. */
export const VIRTIO_GRAMMAR = defineGrammar({
  ...INTERFACE,
  'interface/driver': {
    attributes:
      'name:qemu|vhost txmode:iothread|timer ioeventfd:on-off event_idx:on-off queues:count rx_queue_size:count tx_queue_size:count ' +
      'rss:on-off rss_hash_report:on-off iommu:on-off ats:on-off packed:on-off page_per_vq:on-off model',
    children: 'host guest',
  },
  'interface/driver/host': { attributes: OFFLOADS },
  'interface/driver/guest': { attributes: OFFLOADS },
})

/** The interfaces and disks have grammars of their own. */
export const DOMAIN_GRAMMAR = defineGrammar({
  'domain': {
    attributes: 'type id',
    children:
      'name uuid hwuuid genid title description metadata maxMemory memory currentMemory memoryBacking memtune numatune blkiotune ' +
      'vcpu vcpus iothreads iothreadids defaultiothread cputune throttlegroups resource sysinfo* bootloader bootloader_args os idmap ' +
      'features cpu clock on_poweroff on_reboot on_crash on_lockfailure pm perf devices seclabel* keywrap launchSecurity fibrechannel cpuid commandline',
  },
  'domain/devices': { children: DEVICES },
})

export const DISK_GRAMMAR = defineGrammar({
  'disk': {
    attributes: 'type:block|file|dir|network|volume|nvme|vhostuser|vhostvdpa device:disk|lun|cdrom|floppy model snapshot rawio sgio',
    children:
      'source target driver readonly shareable transient auth encryption backingStore backenddomain boot serial iotune alias address acpi ' +
      'geometry blockio wwn vendor product mirror throttlefilters productId rotation_rate',
  },
  'disk/target': { attributes: 'dev bus tray removable rotation_rate dpofua' },
  'disk/readonly': {},
  'disk/shareable': {},
})
