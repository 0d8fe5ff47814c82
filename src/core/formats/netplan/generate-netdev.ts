/** The `.netdev` file of a device made by software: systemd.netdev(5). */
import { asSigned, isMac, LARGEST_UNSIGNED } from './c-text.js'
import type { Definition } from './definition.js'
import type { BondParameters } from './definition-virtual.js'
import { tunnelLines } from './generate-tunnel.js'
import { type GeneratedLine, line, lineOf, sectionOf } from './generated-file.js'
import { die, type Generation, pathOf, writeFile } from './generation.js'
import { nonZero, type Setting, type Settled } from './setting.js'

/** False: netplan aborts. */
export function writeNetdev(generation: Generation, definition: Definition): boolean {
  if (definition.kind === 'vlans' && definition.sriovVlanFilter) return true
  const peer = definition.vethPeer
  // Of a pair, the first by name makes both.
  if (definition.kind === 'virtual-ethernets' && peer !== undefined && peer.value <= definition.id) return true
  const kind = kindLines(generation, definition)
  if (kind === undefined) return false
  const lines = [
    line('[NetDev]', definition.origin),
    line(`Name=${definition.id}`, definition.origin),
    ...(definition.macaddress !== undefined && isMac(definition.macaddress.value) ? lineOf('MACAddress', definition.macaddress) : []),
    ...lineOf('MTUBytes', nonZero(definition.mtu)),
    ...kind,
  ]
  writeFile(generation, pathOf(definition, 'netdev'), lines)
  const path = pathOf(definition, 'netdev')
  const isBare = definition.tunnel.mode?.value === 'vxlan' && lines.at(-1)?.text.startsWith('VNI=') === true
  if (isBare) generation.files.set(path, { path, lines, isUnterminated: true })
  return true
}

function kindLines(generation: Generation, definition: Definition): readonly GeneratedLine[] | undefined {
  const { origin } = definition
  switch (definition.kind) {
    case 'bridges':
      return [line('Kind=bridge', origin), ...bridgeLines(definition)]
    case 'bonds':
      return [line('Kind=bond', origin), ...bondLines(definition.bondParameters)]
    case 'vlans':
      return [line('Kind=vlan', origin), ...sectionOf('VLAN', lineOf('Id', definition.vlanId ?? unset(definition)), origin)]
    case 'vrfs':
      return [line('Kind=vrf', origin), ...sectionOf('VRF', lineOf('Table', definition.vrfTable ?? unset(definition)), origin)]
    case 'dummy-devices':
      return [line('Kind=dummy', origin)]
    case 'virtual-ethernets': {
      const peer = lineOf('Name', definition.vethPeer)
      return [line('Kind=veth', origin), ...(peer.length === 0 ? [] : sectionOf('Peer', peer, definition.vethPeer?.origin))]
    }
    case 'tunnels':
      return tunnelLines(generation, definition)
    default:
      die(generation, definition, { rule: 'unsupported', message: 'networkd makes no such device, and netplan aborts' })
      return undefined
  }
}

/** What netplan writes at boot of a definition that lacks the number. */
function unset({ origin }: Definition): Setting<number> {
  return { value: LARGEST_UNSIGNED, origin }
}

function bridgeLines({ bridgeParameters }: Definition): readonly GeneratedLine[] {
  if (bridgeParameters === undefined) return []
  return sectionOf(
    'Bridge',
    [
      ...lineOf('AgeingTimeSec', bridgeParameters['ageing-time']),
      ...lineOf('Priority', nonZero(bridgeParameters.priority)),
      ...lineOf('ForwardDelaySec', bridgeParameters['forward-delay']),
      ...lineOf('HelloTimeSec', bridgeParameters['hello-time']),
      ...lineOf('MaxAgeSec', bridgeParameters['max-age']),
      ...lineOf('STP', bridgeParameters.stp),
    ],
    bridgeParameters.stp.origin,
  )
}

/** netplan counts milliseconds where networkd counts seconds. */
function milliseconds(value: string): string {
  return /^[ \t\n\v\f\r]*[+-]?\d+$|^$/.test(value) ? `${value}ms` : value
}

function bondLines(bond: Settled<BondParameters>): readonly GeneratedLine[] {
  const [firstTarget] = bond.targets
  const targets =
    firstTarget === undefined ? [] : [line(`ARPIPTargets=${bond.targets.map(({ value }) => value).join(' ')}`, firstTarget.origin)]
  const isActive = bond['all-members-active']?.value === true ? bond['all-members-active'] : undefined
  const lines = [
    ...lineOf('Mode', bond.mode),
    ...lineOf('LACPTransmitRate', bond['lacp-rate']),
    ...lineOf('MIIMonitorSec', bond['mii-monitor-interval'], milliseconds),
    ...lineOf('MinLinks', nonZero(bond['min-links']), asSigned),
    ...lineOf('TransmitHashPolicy', bond['transmit-hash-policy']),
    ...lineOf('AdSelect', bond['ad-select']),
    ...lineOf('AllSlavesActive', isActive, Number),
    ...lineOf('ARPIntervalSec', bond['arp-interval'], milliseconds),
    ...targets,
    ...lineOf('ARPValidate', bond['arp-validate']),
    ...lineOf('ARPAllTargets', bond['arp-all-targets']),
    ...lineOf('UpDelaySec', bond['up-delay'], milliseconds),
    ...lineOf('DownDelaySec', bond['down-delay'], milliseconds),
    ...lineOf('FailOverMACPolicy', bond['fail-over-mac-policy']),
    ...lineOf('GratuitousARP', nonZero(bond['gratuitous-arp']), asSigned),
    ...lineOf('PacketsPerSlave', nonZero(bond['packets-per-member']), asSigned),
    ...lineOf('PrimaryReselectPolicy', bond['primary-reselect-policy']),
    ...lineOf('ResendIGMP', nonZero(bond['resend-igmp']), asSigned),
    ...lineOf('LearnPacketIntervalSec', bond['learn-packet-interval']),
  ]
  return lines.length === 0 ? [] : sectionOf('Bond', lines, lines[0]?.origin)
}
