/** wpa_supplicant's configuration and unit for Wi-Fi and 802.1X, and the regulatory domain. */
import { escapeForPath, escapeForUnit } from './c-text.js'
import type { Definition } from './definition.js'
import type { AccessPoint } from './definition-parts.js'
import { authenticationLines } from './generate-wpa-auth.js'
import { type GeneratedLine, line, lineOf } from './generated-file.js'
import { die, fail, type Generation, scrub, writeFile, writeLink, writeUnit } from './generation.js'
import { GlibTable } from './glib-table.js'
import { nonZero, type Settled } from './setting.js'
import { WAKE_ON_WLAN } from './wifi-keys.js'

export function writeRegulatoryDomain(generation: Generation, definition: Definition): void {
  const domain = definition['regulatory-domain']
  if (domain === undefined) return
  const path = '/run/systemd/system/netplan-regdom.service'
  writeUnit(generation, path, [
    ...[
      '[Unit]',
      'Description=Netplan regulatory-domain configuration',
      'After=network.target',
      'ConditionFileIsExecutable=/usr/sbin/iw',
      '',
      '[Service]',
      'Type=oneshot',
    ].map((text) => line(text, domain.origin)),
    line(`ExecStart=/usr/sbin/iw reg set ${domain.value}`, domain.origin),
  ])
  writeLink(generation, '/run/systemd/system/network.target.wants/netplan-regdom.service', path)
}

/** False: netplan refuses it. */
export function writeWpa(generation: Generation, definition: Definition): boolean {
  if (definition.kind !== 'wifis' && definition.auth === undefined) return true
  if (definition.kind === 'wifis' && definition.hasMatch) {
    return fail(generation, definition, {
      rule: 'unsupported',
      message: 'networkd backend does not support wifi with match:, only by interface name',
    })
  }
  const lines = definition.kind === 'wifis' ? wifiLines(generation, definition) : wiredLines(generation, definition)
  if (lines === undefined) return false
  const escaped = escapeForPath(definition.id)
  writeFile(generation, `/run/netplan/wpa-${escaped}.conf`, [
    line('ctrl_interface=/run/wpa_supplicant', definition.origin),
    line('', definition.origin),
    ...lines,
  ])
  writeWpaUnit(generation, definition)
  const unit = `netplan-wpa-${escaped}.service`
  writeLink(generation, `/run/systemd/system/systemd-networkd.service.wants/${unit}`, `/run/systemd/system/${unit}`)
  return true
}

function writeWpaUnit(generation: Generation, definition: Definition): void {
  const name = escapeForUnit(definition.id)
  const driver = definition.kind === 'wifis' ? 'nl80211,wext' : 'wired'
  const texts = [
    '[Unit]',
    `Description=WPA supplicant for netplan ${name}`,
    'DefaultDependencies=no',
    `Requires=sys-subsystem-net-devices-${name}.device`,
    `After=sys-subsystem-net-devices-${name}.device`,
    'Before=network.target',
    'Wants=network.target',
    '',
    '[Service]',
    'Type=simple',
    `ExecStart=/sbin/wpa_supplicant -c /run/netplan/wpa-${name}.conf -i${name} -D${driver}`,
    ...(generation.isOld ? [] : [`ExecReload=/sbin/wpa_cli -i ${name} reconfigure`]),
  ]
  writeUnit(
    generation,
    `/run/systemd/system/netplan-wpa-${name}.service`,
    texts.map((text) => line(text, definition.origin)),
  )
}

function wiredLines(generation: Generation, definition: Definition): readonly GeneratedLine[] | undefined {
  const auth = authenticationLines(generation, definition, { auth: definition.auth ?? {}, of: definition.id })
  return auth === undefined ? undefined : [line('network={', definition.origin), ...auth, line('}', definition.origin)]
}

function wifiLines(generation: Generation, definition: Definition): readonly GeneratedLine[] | undefined {
  if (definition.accessPoints.length === 0) return undefined
  const wake = wakeLines(generation, definition)
  if (wake === undefined) return undefined
  const points: GeneratedLine[] = []
  for (const point of definition.accessPoints) {
    const lines = pointLines(generation, definition, point)
    if (lines === undefined) return undefined
    points.push(...lines)
  }
  return [...wake, ...lineOf('country', definition['regulatory-domain'], scrub), ...points]
}

/** wpa_supplicant knows neither `default` nor `tcp`. */
function wakeLines(generation: Generation, definition: Definition): readonly GeneratedLine[] | undefined {
  const flags = WAKE_ON_WLAN.filter((flag) => definition.wakeonwlan.has(flag))
  const [first = 'default'] = flags
  if (first === 'default') return []
  if (!flags.includes('tcp')) return [line(`wowlan_triggers=${flags.join(' ')}`, definition.wakeonwlan.get(first))]
  fail(generation, definition, {
    rule: 'unsupported',
    at: definition.wakeonwlan.get('tcp'),
    message: 'unsupported wakeonwlan: tcp',
    help: 'remove tcp',
  })
  return undefined
}

function pointLines(generation: Generation, definition: Definition, point: Settled<AccessPoint>): readonly GeneratedLine[] | undefined {
  const mode = point.mode?.value ?? 'infrastructure'
  const frequency = frequencyLines(generation, definition, point)
  if (frequency === undefined) return undefined
  if (mode === 'ap') {
    fail(generation, definition, {
      rule: 'unsupported',
      at: point.mode?.origin,
      message: `${point.ssid}: networkd does not support this wifi mode`,
    })
    return undefined
  }
  const ssid = generation.isOld ? point.ssid : scrub(point.ssid)
  const none = [line('  key_mgmt=NONE', point.origin)]
  const auth = point.auth === undefined ? none : authenticationLines(generation, definition, { auth: point.auth, of: ssid })
  if (auth === undefined) return undefined
  return [
    line('network={', point.origin),
    line(`  ssid=${generation.isOld ? '' : 'P'}"${ssid}"`, point.origin),
    ...lineOf('  bssid', point.bssid),
    ...(point.hidden?.value === true ? [line('  scan_ssid=1', point.hidden.origin)] : []),
    ...frequency,
    ...(mode === 'adhoc' ? [line('  mode=1', point.mode?.origin)] : []),
    ...auth,
    line('}', point.origin),
  ]
}

const CHANNELS_5 = [
  7, 8, 9, 11, 12, 16, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 64, 68, 96, 100, 102, 104, 106, 108, 110, 112, 114,
  116, 118, 120, 122, 124, 126, 128, 132, 134, 136, 138, 140, 142, 144, 149, 151, 153, 155, 157, 159, 161, 165, 169, 173,
]
const CHANNELS_24 = Array.from({ length: 14 }, (_, index) => index + 1)

export function channelsOf(band: '5' | '2.4'): readonly number[] {
  return band === '5' ? CHANNELS_5 : CHANNELS_24
}

function frequencyOf(band: '5' | '2.4', channel: number): number {
  if (band === '5') return 5000 + channel * 5
  return channel === 14 ? 2484 : 2407 + channel * 5
}

function frequencyLines(generation: Generation, definition: Definition, point: Settled<AccessPoint>): readonly GeneratedLine[] | undefined {
  const { band } = point
  if (band === undefined) return []
  const channels = channelsOf(band.value)
  const isAdHoc = point.mode?.value === 'adhoc' && !generation.isOld
  const channel = nonZero(point.channel)
  if (channel === undefined) return isAdHoc ? [] : [line(`  freq_list=${everyFrequency(band.value, channels)}`, band.origin)]
  if (!channels.includes(channel.value)) {
    die(generation, definition, {
      rule: 'bad-value',
      at: channel.origin,
      message: `invalid ${band.value}GHz WiFi channel: ${channel.value}`,
    })
    return undefined
  }
  return [line(`  ${isAdHoc ? 'frequency' : 'freq_list'}=${frequencyOf(band.value, channel.value)}`, channel.origin)]
}

function everyFrequency(band: '5' | '2.4', channels: readonly number[]): string {
  const table = new GlibTable<number>(Number)
  for (const channel of channels) table.set(String(channel), frequencyOf(band, channel))
  return table
    .entries()
    .map(({ value }) => value)
    .join(' ')
}
