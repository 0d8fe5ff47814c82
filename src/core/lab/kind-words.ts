/** The kind of a device that is to be created, with its parameters, in the words of ip-link(8). */
import type { LinkSettings } from '../model/index.js'
import { unreachable } from '../std/unreachable.js'
import { options } from './options.js'

type Words = readonly string[]
type Settings<Kind> = Extract<LinkSettings, { readonly kind: Kind }>

/** Kinds whose lower device is named before `type`; those of the others is one of their own parameters. */
export function hasLowerInFront(kind: LinkSettings['kind']): boolean {
  return kind === 'vlan' || kind === 'macvlan'
}

/** Undefined: ip-link(8) cannot make it. */
export function kindWords(settings: LinkSettings): Words | undefined {
  switch (settings.kind) {
    case 'vlan':
      return ['vlan', ...options({ protocol: settings.protocol === '802.1ad' ? '802.1ad' : undefined, id: settings.id })]
    case 'macvlan':
      return [settings.tap ? 'macvtap' : 'macvlan', 'mode', settings.mode]
    case 'vxlan':
      return vxlanWords(settings)
    case 'vrf':
      return ['vrf', 'table', settings.table]
    case 'veth':
      return ['veth', ...(settings.peer === undefined ? [] : ['peer', 'name', settings.peer])]
    case 'bond': {
      const { mode, miimon, primary } = settings
      return ['bond', ...options({ mode, miimon: miimon === 0 ? undefined : miimon, primary }), ...bondWords(settings.settings)]
    }
    case 'tunnel':
      return tunnelWords(settings)
  }
  return unreachable(settings)
}

/** Names that sysfs has, where ip(8) has others. */
const BOND_NAMES: Readonly<Record<string, string>> = { peer_notif_delay: 'peer_notify_delay' }

/** A mode decides which other options are allowed, so it comes first. */
export function bondWords(settings: Readonly<Record<string, string>>): Words {
  const { mode, ...others } = settings
  const named = Object.entries(others).map(([name, value]) => [Object.hasOwn(BOND_NAMES, name) ? BOND_NAMES[name] : name, value])
  return options({ mode, ...Object.fromEntries(named) })
}

function vxlanWords({ id, local, remote, udpPort, learning, lower }: Settings<'vxlan'>): Words {
  const isGroup = remote !== undefined && /^(22[4-9]|23\d)\.|^ff/.test(remote)
  const end = isGroup ? { group: remote } : { remote }
  return ['vxlan', ...options({ id, local, ...end, dev: lower, dstport: udpPort }), ...(learning ? [] : ['nolearning'])]
}

const IP6TNL: Readonly<Partial<Record<Settings<'tunnel'>['mode'], string>>> = { ip6ip6: 'ip6ip6', ipip6: 'ipip6', any6: 'any' }

function tunnelWords({ mode, local, remote, lower, settings }: Settings<'tunnel'>): Words | undefined {
  if (mode === 'l2tp' || mode === 'isatap') return undefined
  const kind = IP6TNL[mode] === undefined ? [mode] : ['ip6tnl', 'mode', IP6TNL[mode]]
  return [...kind, ...options({ local, remote, dev: lower, ...settings })]
}
