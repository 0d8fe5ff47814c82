/** What the kinds of .netdev need; without it networkd takes nothing of the file (netdev_load_one, and each kind's verify). */
import { parseIpv4 } from '../../addresses/ipv4.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { refusal } from './finding.js'
import { deviceKind, settingOf, type Unit } from './unit.js'
import { unsignedOf } from './value.js'

export function verifyNetdev(unit: Unit): readonly Diagnostic[] {
  const kind = deviceKind(unit)
  const name = settingOf(unit, 'NetDev', 'Name')
  if (kind === undefined) return [lacks(unit, 'netdev-without-kind', 'Kind=', 'add Kind=, such as bridge, bond or vlan')]
  if (name === undefined) return [lacks(unit, 'netdev-without-name', 'Name=', 'add Name= to [NetDev]')]
  const missing = (NEEDS[kind] ?? none)(unit)
  return missing === undefined ? [] : [refusal('incomplete-netdev', unit.origin, { ...missing, because: IGNORES })]
}

const IGNORES = 'systemd-networkd ignores the whole file'

function lacks(unit: Unit, rule: string, key: string, help: string): Diagnostic {
  return refusal(rule, unit.origin, { message: `the [NetDev] section has no valid ${key}`, because: IGNORES, help })
}

type Missing = { readonly message: string; readonly help: string }

function none(): undefined {
  return undefined
}

function needs(section: string, keys: readonly string[], what: string): (unit: Unit) => Missing | undefined {
  return (unit) =>
    keys.some((key) => settingOf(unit, section, key) !== undefined)
      ? undefined
      : { message: `[${section}] has no valid ${keys[0]}=`, help: `add ${keys[0]}=, ${what}` }
}

/** Tunnels in IPv4: with addresses, one of them must be of IPv4 and none of IPv6. */
function overIpv4(unit: Unit): Missing | undefined {
  const ends = ['Local', 'Remote'].flatMap((key) => settingOf(unit, 'Tunnel', key) ?? [])
  const wrong = ends.find(({ value }) => value.text.includes(':'))
  if (wrong === undefined || ends.some(({ value }) => parseIpv4(value.text) !== undefined && ends.indexOf(wrong) > 0)) return undefined
  return { message: `${wrong.value.text} is no IPv4 address`, help: `such a tunnel takes IPv4 addresses as ${wrong.key.text}=` }
}

function vxlan(unit: Unit): Missing | undefined {
  const group = settingOf(unit, 'VXLAN', 'Group')
  if (group !== undefined && settingOf(unit, 'VXLAN', 'Remote') !== undefined)
    return { message: '[VXLAN] has both Group= and Remote=', help: 'keep the one of them that is meant' }
  return needs('VXLAN', ['VNI', 'Id'], 'the number of the segment')(unit)
}

function xfrm(unit: Unit): Missing | undefined {
  const id = unsignedOf(settingOf(unit, 'Xfrm', 'InterfaceId')?.value.text ?? '0')
  return id === 0 ? { message: '[Xfrm] has no InterfaceId=', help: 'add InterfaceId=, 1 or more' } : undefined
}

const NEEDS: Readonly<Record<string, (unit: Unit) => Missing | undefined>> = {
  bareudp: needs('BareUDP', ['DestinationPort'], 'a UDP port'),
  fou: (unit) =>
    settingOf(unit, 'FooOverUDP', 'Encapsulation')?.value.text === 'GenericUDPEncapsulation'
      ? needs('FooOverUDP', ['Port'], 'a UDP port')(unit)
      : needs('FooOverUDP', ['Protocol'], 'the number of the protocol inside')(unit),
  geneve: needs('GENEVE', ['Id'], 'the number of the segment'),
  gre: overIpv4,
  ip6tnl: needs('Tunnel', ['Mode'], 'any, ip6ip6 or ipip6'),
  ipip: overIpv4,
  l2tp: needs('L2TP', ['Remote'], 'the address of the other end'),
  sit: overIpv4,
  veth: needs('Peer', ['Name'], 'the name of the other end'),
  vlan: needs('VLAN', ['Id'], 'a number from 1 to 4094'),
  vti: overIpv4,
  vxcan: needs('VXCAN', ['Peer'], 'the name of the other end'),
  vxlan,
  wireguard: needs('WireGuard', ['PrivateKey', 'PrivateKeyFile'], 'the key of this end'),
  wlan: needs('WLAN', ['Type'], 'what the interface is, such as station'),
  xfrm,
}
