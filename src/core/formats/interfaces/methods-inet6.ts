/** The methods of the address family inet6 (ifupdown 0.8.41 on Linux: interfaces(5), and `ifup -v -n`). */
import { constant, hexAddress, preferredLifetime, token } from './conversions.js'
import { type Family, type MethodState, type MethodStep, ofLink, run } from './method.js'
import { HARDWARE } from './methods-inet.js'

const MODULE = run('modprobe -q net-pf-10 > /dev/null 2>&1 || true # ignore failure.')
const CONF = 'sysctl -q -e -w net.ipv6.conf.%iface/.//%'
const PRIVACY = run(`-[[${CONF}.use_tempaddr=%privext%]]`, { from: 'privext' })
const ADVERTISEMENTS = run(`-[[${CONF}.accept_ra=%accept_ra%]]`, { from: 'accept_ra' })
const AUTOCONF = run(`-[[${CONF}.autoconf=%autoconf%]]`, { from: 'autoconf' })
/** The device's MTU where it is too small, else only that of IPv6. */
const MTU = run(
  `-[[if [ "$(cat /sys/class/net/%iface%/mtu)" -lt %mtu% ]; then ip link set dev %iface% mtu %mtu%; else ${CONF}.mtu=%mtu%; fi]]`,
  { from: 'mtu' },
)
const FORGET_LEARNT = run('ip addr flush dev %iface% mngtmpaddr', {
  from: 'accept_ra',
  when: (state) => state.value('accept_ra') !== undefined && !state.isTrue('accept_ra'),
})
const LINK_UP = run('ip link set dev %iface% [[address %hwaddress%]] up')
const LINK_DOWN = run('ip link set dev %iface% down', { when: ofLink })
const FLUSH = run('ip -6 addr flush dev %iface%', { when: ofLink })
const ADDRESS = 'ip -6 addr add %address%[[/%netmask%]] [[scope %scope%]] dev %iface% [[preferred_lft %preferred-lifetime%]]'

const DHCLIENT_FILES = '-pf /run/dhclient6.%iface%.pid -lf /var/lib/dhcp/dhclient6.%iface%.leases -I'
const DHCLIENT_OTHER = '-df /var/lib/dhcp/dhclient.%iface%.leases %iface%'
const NO_CLIENT = "echo 'No DHCPv6 client software found!' >&2; false"

const knows6 = (state: MethodState) => state.dhcpClient === 'dhclient'
const duplicatesMatter = (state: MethodState) => state.value('dad-attempts') === undefined || state.isTrue('dad-attempts')

/** `ip` for both tunnels in IPv4: endpoint, link, address and routes. */
const SIT_DEVICE = run('ip link set %iface% up [[mtu %mtu%]]')

const TUNNEL_ROUTES: readonly MethodStep[] = [
  ...(['4', '6'] as const).flatMap((version) => {
    const inside = { when: (state: MethodState) => (state.value('mode')?.toLowerCase() === 'ipip6') === (version === '4') }
    const everything = version === '4' ? '0.0.0.0/0' : '::/0'
    return [
      run(`[[ip -${version} addr add %address%/%netmask% dev %iface% [[peer %dstaddr%]] ]]`, { from: 'address', ...inside }),
      run(`[[ip -${version} route add ${everything} via %gateway% [[metric %metric%]] dev %iface% onlink ]]`, {
        from: 'gateway',
        ...inside,
      }),
    ]
  }),
]

const AUTO_DHCP = (state: MethodState) => state.isTrue('dhcp')

export const INET6: Family = {
  auto: {
    defaults: [
      ['accept_ra', '2'],
      ['request_prefix', '0'],
      ['ll-attempts', '60'],
      ['ll-interval', '0.1'],
    ],
    conversions: [HARDWARE],
    up: [
      MODULE,
      PRIVACY,
      run(`-${CONF}.accept_ra=%accept_ra%`, { from: 'accept_ra' }),
      run(`-${CONF}.autoconf=1`),
      FORGET_LEARNT,
      run('ip link set dev %iface% up'),
      run('/lib/ifupdown/wait-for-ll6.sh', { when: (state) => AUTO_DHCP(state) && state.waits }),
      run(`dhclient -6 -v -P ${DHCLIENT_FILES} ${DHCLIENT_OTHER}`, {
        from: 'dhcp',
        when: (state) => AUTO_DHCP(state) && knows6(state) && state.isTrue('request_prefix'),
      }),
      run(`dhclient -6 -1 -v -S ${DHCLIENT_FILES} ${DHCLIENT_OTHER}`, {
        from: 'dhcp',
        when: (state) => AUTO_DHCP(state) && knows6(state) && !state.isTrue('request_prefix'),
      }),
      run(NO_CLIENT, { from: 'dhcp', when: (state) => AUTO_DHCP(state) && !knows6(state) }),
    ],
    down: [run('ip -6 addr flush dev %iface% scope global'), LINK_DOWN],
  },
  loopback: {
    up: [
      run('-ip link set dev %iface% up 2>/dev/null', { when: (state) => !state.isLoopback }),
      run('-ip addr add dev %iface% ::1 2>/dev/null', { when: (state) => !state.isLoopback }),
    ],
    down: [
      run('-ip addr del dev %iface% ::1 2>/dev/null', { when: (state) => !state.isLoopback }),
      run('-ip link set dev %iface% down 2>/dev/null', { when: (state) => !state.isLoopback }),
    ],
  },
  static: {
    defaults: [
      ['autoconf', '0'],
      ['preferred-lifetime', ''],
      ['dad-attempts', '60'],
      ['dad-interval', '0.1'],
    ],
    conversions: [
      HARDWARE,
      { option: 'preferred-lifetime', compute: preferredLifetime },
      { option: 'address', into: 'netmask?', compute: token('/', 1) },
      { option: 'address', compute: token('/', 0) },
      { option: 'gateway', into: 'accept_ra?', compute: constant('0') },
    ],
    up: [
      MODULE,
      PRIVACY,
      ADVERTISEMENTS,
      AUTOCONF,
      MTU,
      FORGET_LEARNT,
      LINK_UP,
      run(ADDRESS, { from: 'address', when: duplicatesMatter }),
      run(`${ADDRESS} nodad`, { from: 'address', when: (state) => !duplicatesMatter(state) }),
      run('[[ ip -6 route replace default via %gateway% [[metric %metric%]] dev %iface% onlink ]]', { from: 'gateway' }),
      run('/lib/ifupdown/settle-dad.sh', { when: (state) => state.acts && state.waits && state.isTrue('dad-attempts') }),
    ],
    down: [
      run('[[ ip -6 route del default via %gateway% [[metric %metric%]] dev %iface% ]]', { from: 'gateway' }),
      run('ip -6 addr del %address%[[/%netmask%]] [[scope %scope%]] dev %iface%', { from: 'address' }),
      FLUSH,
      LINK_DOWN,
    ],
  },
  manual: {
    conversions: [HARDWARE],
    up: [
      MTU,
      run('[[ip link set dev %iface% address %hwaddress%]]', { from: 'hwaddress' }),
      run('ip link set dev %iface% up 2>/dev/null || true'),
    ],
    down: [
      run('ip -6 addr flush dev %iface% 2>/dev/null || true', { when: ofLink }),
      run('ip link set dev %iface% down 2>/dev/null || true', { when: (state) => state.isLink || !state.forAll }),
    ],
  },
  dhcp: {
    defaults: [
      ['accept_ra', '1'],
      ['request_prefix', '0'],
      ['ll-attempts', '60'],
      ['ll-interval', '0.1'],
    ],
    conversions: [HARDWARE],
    up: [
      MODULE,
      ADVERTISEMENTS,
      AUTOCONF,
      FORGET_LEARNT,
      LINK_UP,
      run('/lib/ifupdown/wait-for-ll6.sh', { when: (state) => state.waits }),
      run(`dhclient -6 -v ${DHCLIENT_FILES} -P -N ${DHCLIENT_OTHER}`, {
        when: (state) => knows6(state) && state.isTrue('request_prefix'),
      }),
      run(`dhclient -6 -v ${DHCLIENT_FILES} ${DHCLIENT_OTHER}`, { when: (state) => knows6(state) && !state.isTrue('request_prefix') }),
      run(NO_CLIENT, { when: (state) => !knows6(state) }),
    ],
    down: [
      run(`dhclient -6 -v -r ${DHCLIENT_FILES} ${DHCLIENT_OTHER}`, { when: knows6 }),
      run(NO_CLIENT, { when: (state) => !knows6(state) }),
      LINK_DOWN,
    ],
  },
  v4tunnel: {
    defaults: [['preferred-lifetime', '']],
    conversions: [{ option: 'preferred-lifetime', compute: preferredLifetime }],
    up: [
      MODULE,
      run('ip tunnel add %iface% mode sit remote %endpoint% [[local %local%]]        [[ttl %ttl%]]', { from: 'endpoint' }),
      SIT_DEVICE,
      run('[[ ip addr add %address%[[/%netmask%]] dev %iface% [[preferred_lft %preferred-lifetime%]] ]]', { from: 'address' }),
      run('[[ ip route add %gateway% dev %iface% ]]', { from: 'gateway' }),
      run('[[ ip route add ::/0 via %gateway% [[metric %metric%]] dev %iface% onlink ]]', { from: 'gateway' }),
    ],
    down: [run('ip tunnel del %iface%')],
  },
  '6to4': {
    defaults: [['preferred-lifetime', '']],
    conversions: [
      { option: 'local', into: 'hexaddress', compute: hexAddress },
      { option: 'preferred-lifetime', compute: preferredLifetime },
    ],
    up: [
      MODULE,
      run('ip tunnel add %iface% mode sit remote any local %local%        [[ttl %ttl%]]', { from: 'local' }),
      SIT_DEVICE,
      run('ip addr add 2002:%hexaddress%::1/16 dev %iface% [[preferred_lft %preferred-lifetime%]]', { from: 'local' }),
      run('ip route add 2000::/3 via ::192.88.99.1 [[metric %metric%]] dev %iface%'),
    ],
    down: [run('ip -6 route flush dev %iface%'), run('ip link set dev %iface% down'), run('ip tunnel del %iface%')],
  },
  tunnel: {
    up: [
      run('ip -6 tunnel add %iface% mode %mode% remote %endpoint% [[local %local%]]        [[ttl %ttl%]] [[encaplimit %encaplimit%]]', {
        from: 'endpoint',
      }),
      SIT_DEVICE,
      ...TUNNEL_ROUTES,
    ],
    down: [run('ip -6 tunnel del %iface%')],
  },
}
