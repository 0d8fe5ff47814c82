/** The words that Debian's ifupdown knows (0.8.44, Linux), and the options of packages that extend it. */

export const KEYWORDS: readonly string[] = [
  'auto',
  'iface',
  'mapping',
  'source',
  'source-directory',
  'rename',
  'no-auto-down',
  'no-scripts',
  'allow-hotplug',
  'allow-auto',
]

/** Methods by address family. */
export const METHODS: Readonly<Record<string, readonly string[]>> = {
  inet: ['static', 'dhcp', 'manual', 'loopback', 'bootp', 'tunnel', 'ppp', 'wvdial', 'ipv4ll'],
  inet6: ['static', 'auto', 'dhcp', 'manual', 'loopback', 'tunnel', 'v4tunnel', '6to4'],
  ipx: ['static', 'dynamic'],
  can: ['static'],
}

/** Options that may be repeated; every one is a command, run in the order of the file. */
export const COMMAND_OPTIONS: readonly string[] = ['pre-up', 'up', 'post-up', 'pre-down', 'down', 'post-down']

/** Options of which only one value makes sense. ifupdown joins a second one with a newline, which breaks the command it is put into. */
export const SINGLE_OPTIONS: readonly string[] = [
  'address',
  'netmask',
  'network',
  'broadcast',
  'gateway',
  'metric',
  'pointopoint',
  'hwaddress',
  'mtu',
  'scope',
  'hostname',
  'bridge-stp',
  'bridge-fd',
  'vlan-raw-device',
]

/** Options of ifupdown 0.8.41 itself whose names have a separator, which is fixed. */
export const OWN_OPTIONS: readonly string[] = [
  ...['accept_ra', 'request_prefix', 'll-attempts', 'll-interval', 'preferred-lifetime', 'dad-attempts', 'dad-interval', 'restart-ms'],
]

/** For suggesting the name that a mistyped one meant; keys are written with `-`. */
export const KNOWN_OPTIONS: readonly string[] = [
  ...COMMAND_OPTIONS,
  ...SINGLE_OPTIONS,
  ...['description', 'leasetime', 'vendor', 'client', 'bootfile', 'server', 'hwaddr', 'mode', 'endpoint', 'dstaddr', 'local', 'ttl'],
  ...['provider', 'unit', 'options', 'frame', 'netnum', 'privext', 'accept-ra', 'dhcp', 'request-prefix', 'll-attempts', 'll-interval'],
  ...['media', 'autoconf', 'preferred-lifetime', 'dad-attempts', 'dad-interval', 'bitrate', 'restart-ms', 'encaplimit'],
  ...['dns-nameservers', 'dns-nameserver', 'dns-search', 'dns-domain', 'dns-sortlist'],
  ...['bridge-ports', 'bridge-ageing', 'bridge-bridgeprio', 'bridge-gcint', 'bridge-hello', 'bridge-hw', 'bridge-maxage'],
  ...['bridge-maxwait', 'bridge-pathcost', 'bridge-portprio', 'bridge-vlan-aware', 'bridge-waitport', 'bridge-vids', 'bridge-pvid'],
]

/** Options of other packages, of which there are too many to list. */
export const FOREIGN_PREFIX =
  /^(alias|arp|batman|bond|ethernet|ethtool|hardware|ipv6|link|macvlan|mstpctl|offload|openvpn|ovs|tunnel|vlan|vrf|vxlan|wireless|wpa)\b/
