/** The methods of the address family inet (ifupdown 0.8.41 on Linux: interfaces(5), and `ifup -v -n`). */
import { addressWithoutLength, broadcastFor, type Conversion, cleanHardwareAddress, netmaskOf } from './conversions.js'
import { type Family, type MethodState, ofLink, run } from './method.js'

export const HARDWARE: Conversion = { option: 'hwaddress', compute: cleanHardwareAddress }

const GATEWAY = '[[ ip route add default via %gateway% [[metric %metric%]] dev %iface% onlink ]]'
const LINK_DOWN = run('ip link set dev %iface% down', { when: ofLink })
const ADDRESS = '%address%[[/%netmask%]] [[broadcast %broadcast%]] \t[[peer %pointopoint%]] [[scope %scope%]] dev %iface% label %iface%'

const DHCLIENT_FILES =
  '-pf /run/dhclient.%iface%.pid -lf /var/lib/dhcp/dhclient.%iface%.leases -I -df /var/lib/dhcp/dhclient6.%iface%.leases %iface%'
const CLIENT_ID = 'CLIENT="-i"; [[[ "%client%" = no ] && CLIENT="";]] dhclient -4 -v $CLIENT'

const by = (program: MethodState['dhcpClient']) => ({ when: (state: MethodState) => state.dhcpClient === program })

export const INET: Family = {
  loopback: {
    up: [run('ip link set dev %iface% up', { when: (state) => !state.isLoopback })],
    down: [run('ip link set dev %iface% down', { when: (state) => !state.isLoopback })],
  },
  static: {
    defaults: [['broadcast', '+']],
    conversions: [
      HARDWARE,
      { option: 'address', into: 'netmask?', compute: netmaskOf },
      { option: 'address', compute: addressWithoutLength },
      { option: 'broadcast', compute: broadcastFor },
    ],
    up: [
      run(`ip addr add ${ADDRESS}`, { from: 'address' }),
      run('ip link set dev %iface% [[mtu %mtu%]] [[address %hwaddress%]] up'),
      run(GATEWAY, { from: 'gateway' }),
    ],
    down: [
      run('[[ ip route del default via %gateway% [[metric %metric%]] dev %iface% 2>&1 1>/dev/null || true ]]', { from: 'gateway' }),
      run(`ip addr del ${ADDRESS}`, { from: 'address' }),
      run('ip -4 addr flush dev %iface%', { when: ofLink }),
      LINK_DOWN,
    ],
  },
  manual: {
    conversions: [HARDWARE],
    up: [
      run('[[ip link set dev %iface% mtu %mtu%]]', { from: 'mtu' }),
      run('[[ip link set dev %iface% address %hwaddress%]]', { from: 'hwaddress' }),
      run('ip link set dev %iface% up 2>/dev/null || true'),
    ],
    down: [
      run('ip -4 addr flush dev %iface% 2>/dev/null || true', { when: ofLink }),
      run('ip link set dev %iface% down 2>/dev/null || true', { when: (state) => state.isLink && !state.forAll }),
    ],
  },
  dhcp: {
    conversions: [HARDWARE],
    up: [
      run('[[ip link set dev %iface% address %hwaddress%]]', { from: 'hwaddress' }),
      run(`${CLIENT_ID} ${DHCLIENT_FILES} \t[[-e IF_METRIC=%metric%]]`, by('dhclient')),
      run('udhcpc -n -p /run/udhcpc.%iface%.pid -i %iface% [[-x hostname:%hostname%]]', by('udhcpc')),
      run('dhcpcd [[-h %hostname%]] [[-i %vendor%]] [[-I %client%]]            [[-l %leasetime%]] [[-m %metric%]] %iface%', by('dhcpcd')),
      run("echo 'No DHCP client software found!' >&2; false", by(undefined)),
    ],
    down: [
      run(`${CLIENT_ID} -r ${DHCLIENT_FILES}`, by('dhclient')),
      run(
        'if test -f /run/udhcpc.%iface%.pid; then kill -USR2 $(cat /run/udhcpc.%iface%.pid); kill -TERM $(cat /run/udhcpc.%iface%.pid); fi',
        by('udhcpc'),
      ),
      run('dhcpcd -k %iface%', by('dhcpcd')),
      run("echo 'No DHCP client software found!' >&2; false", by(undefined)),
      LINK_DOWN,
    ],
  },
  bootp: {
    up: [
      run(
        'bootpc [[--bootfile %bootfile%]] --dev %iface% [[--server %server%]]            [[--hwaddr %hwaddr%]] --returniffail --serverbcast',
      ),
    ],
    down: [LINK_DOWN],
  },
  tunnel: {
    up: [
      run('ip tunnel add %iface% mode %mode% remote %endpoint% [[local %local%]]        [[ttl %ttl%]]', { from: 'endpoint' }),
      run('ip link set %iface% up [[mtu %mtu%]]'),
      run('ip addr add %address%/%netmask% dev %iface% [[peer %dstaddr%]]', { from: 'address' }),
      run(GATEWAY, { from: 'gateway' }),
    ],
    down: [run('ip tunnel del %iface%')],
  },
  ppp: {
    up: [run('pon [[%provider%]] [[unit %unit%]] [[%options%]]', { from: 'provider' })],
    down: [run('poff [[%provider%]]', { from: 'provider' })],
  },
  wvdial: {
    up: [
      run('start-stop-daemon --start -x /usr/bin/wvdial                       -p /run/wvdial.%iface%.pid -b -m -- [[ %provider% ]]', {
        from: 'provider',
      }),
    ],
    down: [run('start-stop-daemon --stop -x /usr/bin/wvdial                       -p /run/wvdial.%iface%.pid -s 2')],
  },
  ipv4ll: { up: [run('avahi-autoipd -D %iface%')], down: [run('avahi-autoipd --kill %iface%')] },
}
