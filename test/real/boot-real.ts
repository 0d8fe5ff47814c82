/** Boots the real programs with the files of a case, and captures what they made of them. */
import { hasUnsettledPort } from '../../src/core/lab/tool-output.js'
import { type Machine, must, openMachine } from './machine.js'
import type { RealCase } from './real-case.js'
import { SYSCTL, startLines } from './start-words.js'

/** Section → output. */
export type Captured = ReadonlyMap<string, string>

/** What was started, and what it said. */
export type Booted = { readonly captured: Captured; readonly log: string }

export async function bootReal(real: RealCase, tree: string): Promise<Booted> {
  const machine = await openMachine(tree)
  try {
    await plugIn(machine, real)
    await machine.write(real.files)
    const log: string[] = []
    for (const line of [...SYSCTL, ...real.run.flatMap((one) => startLines(one) ?? [one])])
      log.push(`$ ${line}`, await runLine(machine, line))
    await settle(machine)
    return { captured: await collect(machine), log: log.join('\n') }
  } finally {
    await machine.close()
  }
}

async function plugIn(machine: Machine, real: RealCase): Promise<void> {
  const cables = real.nics.map(
    ({ name, mac, peerMac }) => `ip link add ${name} address ${mac} type veth peer name ${name} address ${peerMac} netns outside`,
  )
  await must(machine.run(['set -e', 'ip netns add outside', ...cables].join('\n')))
  const up = ['lo', ...real.nics.map(({ name }) => name)].map((name) => `ip link set ${name} up`)
  const addresses = real.outside.addresses.map(({ nic, address }) => `ip addr add ${address} broadcast + dev ${nic}`)
  await must(machine.runOutside(['set -e', ...up, ...addresses].join('\n')))
  await machine.write(new Map([...real.outside.files].map(([path, text]) => [`/outside${path}`, text])))
  if (real.outside.files.has('/etc/dnsmasq.conf')) await must(machine.runOutside(OUTSIDE_DNSMASQ))
}

const OUTSIDE_DNSMASQ =
  'dnsmasq -C /outside/etc/dnsmasq.conf --no-ping --user=root --group= --pid-file=/run/outside.pid --dhcp-leasefile=/run/outside.leases'

/** A daemon would keep a pipe open. A line that fails is for the comparison to see. */
async function runLine(machine: Machine, line: string): Promise<string> {
  const { code } = await machine.run(`{ ${line.replace(/&$/, '& :')}\n} > /run/line.log 2>&1 < /dev/null`)
  const { stdout } = await machine.run('cat /run/line.log')
  if (code === 124) throw new Error(`${line} does not end:\n${stdout}`)
  return `${stdout}${code === 0 ? '' : `exit code ${code}\n`}`
}

/** Names of devices whose IPv6 addresses are still to come. The kernel makes them a moment after the carrier is there (addrconf_dad_work). */
const WITHOUT_ADDRESS = `
for device in /sys/class/net/*
do
  name=\${device##*/}
  settings=/proc/sys/net/ipv6/conf/$name
  test "$name" != lo && test "$(cat $device/carrier 2> /dev/null)" = 1 || continue
  test "$(cat $settings/disable_ipv6 2> /dev/null)" = 0 && test "$(cat $settings/addr_gen_mode)" = 0 || continue
  ip -6 -o addr show dev $name scope link -tentative | grep -q . || echo $name
  ip -6 -o addr show dev $name tentative
done`
/** Some never get one: for these it waits in vain. */
const IN_VAIN = 3000

/** Until no bridge port listens or learns, and then all addresses are there. */
async function settle(machine: Machine): Promise<void> {
  await poll(40_000, async () => !hasUnsettledPort((await machine.run('ip -d -j link show type bridge_slave')).stdout))
  await poll(IN_VAIN, async () => (await machine.run(WITHOUT_ADDRESS)).stdout.trim() === '')
}

async function poll(patience: number, isDone: () => Promise<boolean>): Promise<void> {
  for (let pause = 10, waited = 0; waited < patience && !(await isDone()); waited += pause, pause = Math.min(500, pause * 2)) {
    await new Promise((resolve) => {
      setTimeout(resolve, pause)
    })
  }
}

/** Each network's configuration, with the reservations and names that it keeps in files of their own as the options that they stand for. */
const SERVERS = `
cd /var/lib/libvirt/dnsmasq 2> /dev/null || exit 0
for file in *.conf
do
  test -e "$file" || continue
  echo "-- $file"; cat "$file"
  sed 's/^/dhcp-host=/' "\${file%.conf}.hostsfile" 2> /dev/null
  domain=
  grep -q ^expand-hosts "$file" && domain=$(awk -F '[=,]' '/^domain=/ { print $2; exit }' "$file")
  awk -v domain="$domain" '{ for (word = 2; word <= NF; word++) {
    print "host-record=" $word "," $1
    if (domain != "" && $word !~ /[.]/) print "host-record=" $word "." domain "," $1
  } }' "\${file%.conf}.addnhosts" 2> /dev/null
done
true`

const SECTIONS: Readonly<Record<string, string>> = {
  addresses: 'ip -j -d addr',
  routes: 'ip -j -d -4 route show table all',
  routes6: 'ip -j -d -6 route show table all',
  rules: 'ip -j -4 rule',
  rules6: 'ip -j -6 rule',
  neighbours: 'ip -j neigh show nud permanent',
  proxies: 'ip -j neigh show proxy',
  vlans: 'bridge -j vlan 2>/dev/null || true',
  iptables: 'iptables-save 2>/dev/null',
  ip6tables: 'ip6tables-save 2>/dev/null',
  tables: 'nft list tables',
  sysctls: "sysctl -a 2>/dev/null | grep -E '^net\\.(ipv4\\.(conf|ip_forward)|ipv6\\.conf|bridge)' || true",
  resolver: 'cat /etc/resolv.conf 2>/dev/null || true',
  networks: 'if test -S /run/libvirt/libvirt-sock; then virsh -q -c network:///system net-list --all; fi',
  servers: SERVERS,
  ...Object.fromEntries(
    ['open_vswitch', 'bridge', 'port', 'interface', 'controller'].map((table) => [
      `ovs-${table}`,
      `if test -S /run/openvswitch/db.sock; then ovs-vsctl --format=json list ${table}; fi`,
    ]),
  ),
}

const MARK = '=== '

async function collect(machine: Machine): Promise<Captured> {
  const script = Object.entries(SECTIONS).map(([name, command]) => `echo; echo '${MARK}${name}'; ( ${command} )`)
  const output = await must(machine.run(script.join('\n')))
  return new Map(
    output
      .split(`\n${MARK}`)
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n')
        return [part.slice(0, end), part.slice(end + 1)] as const
      }),
  )
}
