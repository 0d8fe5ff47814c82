/** What a file must say to count, and each section of it: whatever lacks it, networkd drops with a line in its log. */
import { isMulticast, parseIpv4 } from '../../addresses/ipv4.js'
import { isMulticast6, parseIpv6 } from '../../addresses/ipv6.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Section } from './document.js'
import { refusal, warning } from './finding.js'
import { deadForwarding } from './lower-sysctl.js'
import { listOf, sectionsNamed, settingIn, settingOf, type Unit } from './unit.js'
import { verifyNetdev } from './verify-netdev.js'

/** Of a whole unit: the file with its drop-ins. */
export function verify(unit: Unit): readonly Diagnostic[] {
  switch (unit.kind) {
    case 'network':
      return [...withoutMatch(unit), ...unit.sections.flatMap(verifySection), ...onBondPort(unit), ...deadForwardings(unit)]
    case 'netdev':
      return verifyNetdev(unit)
    case 'link':
      return withoutMatch(unit)
    case 'networkd-conf':
    case 'resolved-conf':
      return []
  }
}

/** Every interface is meant only by who says so with `*` (network_verify in networkd-network.c, link_load_one in link-config.c). */
function withoutMatch(unit: Unit): readonly Diagnostic[] {
  const keys = new Set(sectionsNamed(unit, 'Match').flatMap(({ assignments }) => assignments.map((one) => one.key.text)))
  if ([...keys].some((key) => listOf(unit, 'Match', key).length > 0)) return []
  const all = unit.kind === 'link' ? 'OriginalName=*' : 'Name=*'
  return [
    refusal('no-match', unit.origin, {
      message: 'the file does not say which interfaces it is for',
      because: `${unit.kind === 'link' ? 'udev' : 'systemd-networkd'} ignores the whole file`,
      help: `add a [Match] section, with ${all} for every interface`,
    }),
  ]
}

type Rule = { readonly needs: readonly (readonly string[])[]; readonly wording: string }

/** Each list names keys of which at least one is needed. */
const REQUIRED: Readonly<Record<string, Rule>> = {
  Address: { needs: [['Address', 'Peer']], wording: 'Address=' },
  Route: {
    needs: [['Gateway', 'Destination', 'Source', 'PreferredSource', 'MultiPathRoute', 'NextHop', 'Type']],
    wording: 'Gateway=, Destination=, Source= or PreferredSource=',
  },
  Neighbor: { needs: [['Address'], ['LinkLayerAddress', 'MACAddress']], wording: 'Address= and LinkLayerAddress=' },
  BridgeFDB: { needs: [['MACAddress']], wording: 'MACAddress=' },
  BridgeMDB: { needs: [['MulticastGroupAddress']], wording: 'MulticastGroupAddress=' },
  DHCPServerStaticLease: { needs: [['MACAddress'], ['Address']], wording: 'MACAddress= and Address=' },
  IPv6AddressLabel: { needs: [['Prefix'], ['Label']], wording: 'Prefix= and Label=' },
  IPv6Prefix: { needs: [['Prefix']], wording: 'Prefix=' },
  IPv6RoutePrefix: { needs: [['Route']], wording: 'Route=' },
  IPv6PREF64Prefix: { needs: [['Prefix']], wording: 'Prefix=' },
  'SR-IOV': { needs: [['VirtualFunction']], wording: 'VirtualFunction=' },
  HierarchyTokenBucketClass: { needs: [['Rate']], wording: 'Rate=' },
  TokenBucketFilter: {
    needs: [['LimitBytes', 'LimitSize', 'LatencySec'], ['Burst', 'BurstBytes'], ['Rate']],
    wording: 'Rate=, BurstBytes=, and LimitBytes= or LatencySec=',
  },
}

function verifySection(section: Section): readonly Diagnostic[] {
  const name = section.name.text
  const rule = Object.hasOwn(REQUIRED, name) ? REQUIRED[name] : undefined
  if (rule === undefined || rule.needs.every((keys) => keys.some((key) => settingIn([section], key) !== undefined)))
    return name === 'BridgeMDB' ? groupFindings(section) : []
  return [
    refusal('incomplete-section', section.origin, {
      message: `this [${name}] section lacks ${rule.wording}`,
      because: 'systemd-networkd ignores the section',
      help: `add ${rule.wording}, or remove the section`,
    }),
  ]
}

function groupFindings(section: Section): readonly Diagnostic[] {
  const group = settingIn([section], 'MulticastGroupAddress')
  if (group === undefined || isGroup(group.value.text)) return []
  return [
    refusal('no-multicast-group', group.value.origin, {
      message: `${group.value.text} is no multicast address`,
      because: 'systemd-networkd ignores the section',
      help: 'write a group, such as 239.1.1.1',
    }),
  ]
}

export function isGroup(text: string): boolean {
  const four = parseIpv4(text)
  const six = parseIpv6(text)
  if (four !== undefined) return isMulticast(four)
  return six === undefined ? Number.parseInt(text.slice(0, 2), 16) % 2 === 1 : isMulticast6(six)
}

/** Only what a bond has goes out through its ports. */
function onBondPort(unit: Unit): readonly Diagnostic[] {
  const bond = settingOf(unit, 'Network', 'Bond')
  const addressed = [
    ...listOf(unit, 'Network', 'Address'),
    ...listOf(unit, 'Network', 'Gateway'),
    ...sectionsNamed(unit, 'Address'),
    ...sectionsNamed(unit, 'Route'),
  ]
  const first = addressed[0]
  if (bond === undefined || first === undefined) return []
  return [
    warning('address-on-bond-port', first.origin, {
      message: `addresses and routes do not count beside Bond=${bond.value.text}`,
      because: 'systemd-networkd ignores them on the ports of a bond',
      help: `write them for ${bond.value.text}`,
    }),
  ]
}

function deadForwardings(unit: Unit): readonly Diagnostic[] {
  const found = deadForwarding(unit)
  if (found === undefined) return []
  return [
    warning('ip-forward', found.origin, {
      message: 'IPForward= does nothing since systemd 256',
      because: 'until then it switched forwarding on for the whole machine',
      help: 'write IPv4Forwarding=yes here for this interface, or in networkd.conf for all',
    }),
  ]
}

/** Names that only other files can explain, to be looked up by who knows them all. */
export function netdevNames(unit: Unit): readonly { readonly key: string; readonly name: string; readonly origin: Section['origin'] }[] {
  const masters = ['Bridge', 'Bond', 'VRF', 'BatmanAdvanced'].flatMap((key) => settingOf(unit, 'Network', key) ?? [])
  const stacked = ['VLAN', 'MACVLAN', 'MACVTAP', 'IPVLAN', 'IPVTAP', 'VXLAN', 'Tunnel', 'MACsec', 'Xfrm', 'IPoIB'].flatMap((key) =>
    listOf(unit, 'Network', key),
  )
  return [...masters, ...stacked].map(({ key, value }) => ({ key: key.text, name: value.text, origin: value.origin }))
}
