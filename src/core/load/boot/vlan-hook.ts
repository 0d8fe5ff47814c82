/** VLANs that ifupdown makes: by the name `eth0.5` itself, or by the script of the package vlan with `vlan-raw-device`. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import type { Origin } from '../../diagnostics/origin.js'
import { optionsOf } from '../../formats/interfaces/index.js'
import type { RequestResult } from '../../model/index.js'
import { failed, type StanzaBoot } from './ifupdown-steps.js'
import { type Booting, nodeIn, request, type Stage } from './machine.js'

export type VlanWanted = { readonly lower: string; readonly name: string; readonly id: string; readonly origin: Origin }

type Machine = { readonly booting: Booting; readonly stage: Stage }

/** Nothing happens where the device below is missing or this one is there already. */
export function makeVlan({ booting, stage }: Machine, { lower, name, id, origin }: VlanWanted): RequestResult {
  const below = parseInterfaceName(lower)
  const own = parseInterfaceName(name)
  if (below === undefined || !isThere({ booting, stage }, lower) || isThere({ booting, stage }, name)) return { kind: 'done' }
  request(booting, stage, { kind: 'link-set', name: below, up: true, origin })
  const text = `ip link add link ${lower} name ${name} type vlan id ${id}`
  const number = /^\d{1,4}$/.test(id) ? Number(id) : undefined
  if (own === undefined || number === undefined || number > 4095)
    return request(booting, stage, { kind: 'rejected', text, error: `Error: argument "${id}" is wrong: id is invalid`, origin })
  return request(booting, stage, {
    kind: 'link-add',
    name: own,
    link: 'vlan',
    text,
    settings: { kind: 'vlan', lower: below, id: number, protocol: '802.1Q' },
    origin,
  })
}

function isThere({ booting, stage }: Machine, name: string): boolean {
  return nodeIn(booting, stage.node).interfaces.some((device) => device.name === name)
}

/** Names whose VLANs ifupdown makes by itself: the script leaves them alone unless a raw device or a bridge is asked for. */
const KNOWN_DEVICE = /^((?:eth|bond|wlan|em)\d+|p\d+(?:p\d+)?(?:_\d+)?)\..*$/
const KNOWN_PREFIX = /^(eth|bond|wlan|em|p\d).*\./

type Reading = { readonly name: string; readonly id: string; readonly lower: string }

/** /etc/network/if-pre-up.d/vlan. A name that is neither vlanN nor contains a dot is none of its business. */
export function setUpVlan(boot: StanzaBoot): boolean {
  const { booting, stage, context, label, device } = boot
  const [raw] = optionsOf(context.stanza, 'vlan-raw-device')
  const origin = raw?.origin ?? context.stanza.origin
  const reading = label.includes(':') ? undefined : readName(label, raw?.value.text, optionsOf(context.stanza, 'bridge-ports').length > 0)
  if (reading === undefined) return true
  raiseMtu(boot, reading.lower)
  if (isThere(boot, device)) return true
  if (!isThere(boot, reading.lower)) return failed(boot, stage, origin, `${reading.lower} does not exist, unable to create ${label}`)
  const made = makeVlan({ booting, stage }, { ...reading, origin })
  return made.kind !== 'refused' || failed(boot, stage, origin, made.text)
}

function readName(label: string, raw: string | undefined, hasBridge: boolean): Reading | undefined {
  const tag = /^vlan(0*)(.*)$/.exec(label)
  if (tag !== null) {
    const id = tag[2] ?? ''
    return raw === undefined ? undefined : { lower: raw, id, name: (tag[1] ?? '') === '' ? `vlan${id}` : `vlan${id.padStart(4, '0')}` }
  }
  const dot = label.lastIndexOf('.')
  if (dot < 0 || (raw === undefined && !(hasBridge && KNOWN_PREFIX.test(label)))) return undefined
  const digits = label.slice(dot + 1)
  const id = digits.replace(/^0+/, '')
  const lower = KNOWN_DEVICE.exec(label)?.[1] ?? raw ?? label
  return { lower, id, name: digits.startsWith('0') ? `${lower}.${id.padStart(4, '0')}` : `${lower}.${id}` }
}

/** The device below has to be able to carry what the VLAN may. */
function raiseMtu({ booting, stage, facts }: StanzaBoot, lower: string): void {
  const below = nodeIn(booting, stage.node).interfaces.find((device) => device.name === lower)
  if (facts.mtu === undefined || below === undefined || below.mtu >= facts.mtu.value) return
  request(booting, stage, { kind: 'link-set', name: below.name, mtu: facts.mtu.value, origin: facts.mtu.origin })
}
