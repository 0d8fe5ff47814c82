/** ifenslave's script /etc/network/if-pre-up.d/ifenslave: the bond, its parameters and its ports. No step of it stops ifup but one. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import type { Origin } from '../../diagnostics/origin.js'
import { ifaceStanzas, type Option, optionsOf, runNamed } from '../../formats/interfaces/index.js'
import { failed, type StanzaBoot } from './ifupdown-steps.js'
import { nodeIn, request } from './machine.js'

/** In the order in which they are written to sysfs before there are ports. `down`: only with the bond down. */
const PARAMETERS: readonly (readonly [name: string, when: 'any' | 'down'])[] = [
  ['use_carrier', 'any'],
  ['num_grat_arp', 'any'],
  ['num_unsol_na', 'any'],
  ['arp_ip_target', 'any'],
  ['arp_interval', 'any'],
  ['miimon', 'any'],
  ['downdelay', 'any'],
  ['updelay', 'any'],
  ['ad_select', 'down'],
  ['mode', 'down'],
  ['xmit_hash_policy', 'down'],
  ['tlb_dynamic_lb', 'down'],
  ['packets_per_slave', 'any'],
  ['arp_validate', 'any'],
  ['lacp_rate', 'down'],
]

export function setUpBonding(boot: StanzaBoot): boolean {
  const [master] = optionsOf(boot.context.stanza, 'bond-master')
  if (master !== undefined) return joinMaster(boot, master)
  const [ports] = [...optionsOf(boot.context.stanza, 'bond-slaves'), ...optionsOf(boot.context.stanza, 'slaves')]
  const [mode] = optionsOf(boot.context.stanza, 'bond-mode')
  if (ports === undefined && mode === undefined) return true
  buildBond(boot, ports?.origin ?? mode?.origin ?? boot.context.stanza.origin)
  takePorts(boot, ports)
  setPrimary(boot, boot.device)
  return true
}

function buildBond(boot: StanzaBoot, origin: Origin): void {
  const { booting, stage, device } = boot
  if (bondNow(boot, device) === undefined) {
    const settings = { kind: 'bond', mode: 'balance-rr', miimon: 0, settings: {} } as const
    request(booting, stage, { kind: 'link-add', name: device, link: 'bond', text: `ip link add dev ${device} type bond`, settings, origin })
  }
  setParameter(boot, device, 'fail_over_mac', 'any')
  for (const [name, when] of PARAMETERS) setParameter(boot, device, name, when)
  const [active] = optionsOf(boot.context.stanza, 'bond-active-slave')
  const port = parseInterfaceName(active?.value.text ?? '')
  if (active === undefined || port === undefined || active.value.text === 'none') return
  request(booting, stage, { kind: 'link-set', name: port, up: true, origin: active.origin })
  setParameter(boot, device, 'active_slave', 'any')
}

function setParameter(boot: StanzaBoot, bond: InterfaceName, name: string, when: 'any' | 'down'): void {
  const { booting, stage } = boot
  const [option] = optionsOf(boot.context.stanza, `bond-${name}`)
  if (option === undefined) return
  const { origin } = option
  if (when === 'down' && bondNow(boot, bond)?.up) request(booting, stage, { kind: 'link-set', name: bond, up: false, origin })
  request(booting, stage, { kind: 'bond-set', name: bond, settings: { [name]: option.value.text }, origin })
}

/** `all` means every eth*. A port that has a stanza with `bond-master` and is up by itself is left alone. */
function takePorts(boot: StanzaBoot, option: Option | undefined): void {
  if (option === undefined || option.value.text === 'none') return
  const { session, stage, booting } = boot
  const devices = nodeIn(booting, stage.node).interfaces.map((device) => device.name)
  const names = option.value.text === 'all' ? devices.filter((name) => /^eth[^:]*$/.test(name)) : option.value.text.split(/\s+/)
  for (const name of names) {
    const configured =
      session().configured.has(name) && ifaceStanzas(session(), name).some((stanza) => optionsOf(stanza, 'bond-master').length > 0)
    const port = parseInterfaceName(name)
    if (configured || port === undefined) continue
    if (!enslave(boot, boot.device, { port, origin: option.origin })) continue
    runNamed({ ...session(), allowClass: boot.device, call: { ...session().call, forAll: false } }, [name])
  }
}

/** A device must be down to become a port. */
function enslave(
  { booting, stage }: StanzaBoot,
  bond: InterfaceName,
  { port, origin }: { readonly port: InterfaceName; readonly origin: Origin },
): boolean {
  request(booting, stage, { kind: 'link-set', name: port, up: false, origin })
  if (nodeIn(booting, stage.node).interfaces.find((device) => device.name === port)?.master === bond) return true
  return request(booting, stage, { kind: 'link-set', name: port, master: bond, origin }).kind !== 'refused'
}

/** `bond-master` on the port: the master needs a stanza, and comes up first. */
function joinMaster(boot: StanzaBoot, master: Option): boolean {
  const { session, stage, device } = boot
  const bond = parseInterfaceName(master.value.text)
  const { origin } = master
  if (bond === undefined || ifaceStanzas(session(), master.value.text).length === 0)
    return failed(boot, stage, origin, `No iface stanza found for master ${master.value.text}`)
  if (!session().configured.has(bond)) runNamed({ ...session(), call: { ...session().call, forAll: false } }, [bond])
  enslave(boot, bond, { port: device, origin })
  setPrimary(boot, bond)
  return true
}

/** The first of `bond-primary` that is a port. */
function setPrimary(boot: StanzaBoot, bond: InterfaceName): void {
  const { booting, stage } = boot
  const ports = nodeIn(booting, stage.node).interfaces.filter((device) => device.master === bond)
  for (const option of optionsOf(boot.context.stanza, 'bond-primary').slice(0, 1)) {
    const primary = option.value.text.split(/\s+/).find((name) => ports.some((port) => port.name === name))
    if (primary !== undefined) request(booting, stage, { kind: 'bond-set', name: bond, settings: { primary }, origin: option.origin })
  }
  setParameter(boot, bond, 'primary_reselect', 'any')
}

function bondNow({ booting, stage }: StanzaBoot, name: string) {
  return nodeIn(booting, stage.node).interfaces.find((device) => device.name === name && device.kind === 'bond')
}
