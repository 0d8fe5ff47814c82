/** An intent as netplan YAML, and what netplan has no words for. */
import { stringify } from 'yaml'
import { broadcastOf } from '../../addresses/prefix.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Intent, IntentInterface, Written } from '../../model/index.js'
import { deviceEntry, type Entry, sectionOf } from './write-device.js'
import { routeEntry, ruleEntry } from './write-route.js'

export const NETPLAN_FILE = '/etc/netplan/50-bridgework.yaml'

/** One file in the order of the interfaces. `lo` is written only where it has addresses of its own. */
export function writeNetplan(intent: Intent): Written {
  const unsaid: Diagnostic[] = []
  const sections: Record<string, Record<string, Entry>> = {}
  const written = intent.interfaces.filter((device) => device.link.kind !== 'loopback' || hasOwn(device))
  const homeless = written.find((device) => device.link.kind !== 'loopback') ?? written[0]
  for (const device of written) {
    const section = sectionOf(device.link)
    if (section === undefined) {
      unsaid.push(cannotSay(`${device.name} is of kind ${device.link.kind}`, device.origin))
      continue
    }
    const { entry, missing } = deviceEntry(device, intent)
    sections[section] = {
      ...sections[section],
      [device.name]: { ...entry, ...routing(device, device === homeless ? intent : undefined, unsaid) },
    }
    unsaid.push(...missing.map((text) => cannotSay(`${device.name}: ${text}`, device.origin)), ...addressLosses(device))
  }
  const network = { version: 2, renderer: 'networkd', ...sections }
  return { files: [{ path: NETPLAN_FILE, text: stringify({ network }, { lineWidth: 0, aliasDuplicateObjects: false }) }], unsaid }
}

function hasOwn(device: IntentInterface): boolean {
  return device.addresses.length + device.addresses6.length + device.routes.length + device.routes6.length > 0
}

/** Routes of the device; the first device takes the rules and the routes that belong to none as well. */
function routing(device: IntentInterface, rest: Intent | undefined, unsaid: Diagnostic[]): Entry {
  const routes = [...device.routes, ...device.routes6, ...(rest?.routes ?? []), ...(rest?.routes6 ?? [])].flatMap((route) => {
    const { entry, missing } = routeEntry(route, device)
    unsaid.push(...missing.map((text) => cannotSay(text, route.origin)))
    return entry === undefined ? [] : [entry]
  })
  const rules = [...(rest?.rules ?? []), ...(rest?.rules6 ?? [])].flatMap((rule) => {
    const { entry, missing } = ruleEntry(rule)
    unsaid.push(...missing.map((text) => cannotSay(text, rule.origin)))
    return entry === undefined ? [] : [entry]
  })
  return { ...(routes.length === 0 ? {} : { routes }), ...(rules.length === 0 ? {} : { 'routing-policy': rules }) }
}

/** Without a broadcast address the kernel still has the broadcast route of the subnet (fib_add_ifaddr), so no packet notices. */
function addressLosses(device: IntentInterface): readonly Diagnostic[] {
  return device.addresses.flatMap((entry): Diagnostic[] => {
    const usual = entry.length < 31 ? broadcastOf(entry.address, entry.length) : undefined
    const at = entry.origin ?? device.origin
    const scope =
      entry.scope === 'global' || device.link.kind === 'loopback' ? [] : [cannotSay(`the scope ${entry.scope} of ${entry.address}`, at)]
    if (entry.broadcast === usual) return scope
    if (entry.broadcast !== undefined) return [...scope, cannotSay(`the broadcast address ${entry.broadcast} of ${entry.address}`, at)]
    const note = { ...cannotSay(`${entry.address} has no broadcast address`, at), severity: 'note' } as const
    return [...scope, { ...note, because: 'networkd gives it that of its subnet; no packet notices' }]
  })
}

function cannotSay(text: string, origin: Origin | undefined): Diagnostic {
  return {
    code: 'convert/netplan-cannot-say',
    severity: 'warning',
    message: text,
    ...(origin === undefined ? {} : { at: origin }),
    because: 'netplan has no key for it, so it is missing from what was written',
    help: 'say it in a drop-in of systemd-networkd, e.g. /etc/systemd/network/10-netplan-IFACE.network.d/extra.conf',
  }
}
