/** The closed list of what a case can start by name, as command lines of the real machine. */

/** Undefined: a plain command line, which the model is given too. */
export function startLines(line: string): readonly string[] | undefined {
  const [word = '', ...rest] = line.split(/\s+/)
  switch (word) {
    case 'ifup':
      return [line]
    case 'sysctl':
      return rest.join(' ') === '--system' ? SYSCTL : undefined
    case 'netplan':
      return rest.join(' ') === 'apply-like' ? [...NETPLAN, ...NETWORKD] : undefined
    case 'networkd':
      return NETWORKD
    case 'libvirtd':
      return LIBVIRTD
    case 'net-start':
      return [`virsh -q -c network:///system net-start ${rest[0] ?? ''}`]
    case 'dnsmasq':
      return ['dnsmasq --no-ping --conf-dir=/etc/dnsmasq.d,.dpkg-dist,.dpkg-old,.dpkg-new']
    case 'openvswitch':
      return OPENVSWITCH
    case 'ufw':
      return rest.join(' ') === 'boot' ? ['/lib/ufw/ufw-init start'] : undefined
    case 'netfilter-persistent':
      return RULES
    default:
      return undefined
  }
}

/** systemd does this before anything of the network. Parameters of the whole machine cannot be set from here. */
export const SYSCTL = ['/lib/systemd/systemd-sysctl || true'] as const

const NETPLAN = ['/lib/netplan/generate'] as const

/**
 * Without udev it does not wait for it only where /sys cannot be written, as in a container. It is done when it says so of every link; one that has
 * no carrier it never says it of, and of one that asks in vain for routers after twelve seconds.
 */
const NETWORKD = [
  'mkdir -p /run/systemd/network && install -d -o systemd-network -g systemd-network /run/systemd/netif && mount -o remount,bind,ro /sys',
  // systemd itself does this before anything else.
  'ip link set lo up',
  'SYSTEMD_LOG_LEVEL=info setsid /lib/systemd/systemd-networkd > /run/networkd.log 2>&1 < /dev/null &',
  `end=$(($(cut -d . -f 1 /proc/uptime) + 25))
while test $(cut -d . -f 1 /proc/uptime) -lt $end
do
  busy=
  for link in /sys/class/net/*
  do
    state=/run/systemd/netif/links/$(cat $link/ifindex)
    grep -qsE '^ADMIN_STATE=(configured|unmanaged|failed|linger)' $state && continue
    grep -qs ^ADMIN_STATE=configuring $state && grep -qsE '^OPER_STATE=(no-carrier|dormant)' $state && continue
    busy=yes
  done
  test -z "$busy" && exit
  sleep 0.1
done
cat /run/networkd.log`,
] as const

/** virsh is answered when the networks that start by themselves have started. */
const LIBVIRTD = [
  'libvirtd -d',
  'for try in $(seq 100); do virsh -q -c network:///system net-list > /dev/null 2>&1 && exit; sleep 0.05; done; exit 1',
] as const

const OPENVSWITCH = [
  'mkdir -p /run/openvswitch /var/log/openvswitch',
  'test -e /etc/openvswitch/conf.db || ovsdb-tool create /etc/openvswitch/conf.db /usr/share/openvswitch/vswitch.ovsschema',
  'ovsdb-server --remote=punix:/run/openvswitch/db.sock --pidfile --detach --log-file /etc/openvswitch/conf.db',
  'ovs-vsctl --no-wait init',
  // Debian's alternatives, which a tree without configured packages has not.
  'PATH=$PATH:/usr/lib/openvswitch-switch ovs-vswitchd --pidfile --detach --log-file --disable-system',
] as const

const RULES = [
  'if test -e /etc/iptables/rules.v4; then iptables-restore /etc/iptables/rules.v4; fi',
  'if test -e /etc/iptables/rules.v6; then ip6tables-restore /etc/iptables/rules.v6; fi',
] as const
