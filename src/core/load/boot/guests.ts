/** Guests: their NICs come from the domain XML on their host, and a tap on the host is plugged where it says. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { derivedMac, type Mac, tapMac } from '../../addresses/mac.js'
import { withOrigin } from '../../diagnostics/origin.js'
import { type DomainInterface, parseDomain } from '../../formats/libvirt/index.js'
import type { TopologyNode } from '../../model/index.js'
import { fileOf } from './captures.js'
import { type Booting, change, type Nic, nodeIn, readDocument, request, type Stage } from './machine.js'

export type GuestNic = Nic & { readonly plug?: DomainInterface }

/** The guest's NICs in the order of the domain XML, named as its kernel names them. */
export function guestNics(booting: Booting, guest: TopologyNode): readonly GuestNic[] {
  const capture = guest.of === undefined ? undefined : fileOf(booting.snapshot, guest.of, `/etc/libvirt/qemu/${guest.name}.xml`)
  if (capture === undefined) {
    if (guest.nics.length === 0) missingDomain(booting, guest)
    return guest.nics
  }
  return readDocument(booting, capture, parseDomain).interfaces.flatMap((plug, index): readonly GuestNic[] => {
    const declared = guest.nics[index]
    const name = declared?.name ?? parseInterfaceName(`eth${index}`)
    if (name === undefined) return []
    const mac: Mac = plug.mac?.value ?? declared?.mac ?? derivedMac(`${guest.name} ${name}`)
    return [{ name, mac, plug, origin: plug.origin }]
  })
}

function missingDomain(booting: Booting, guest: TopologyNode): void {
  booting.diagnostics.push({
    code: 'boot/no-domain',
    severity: 'warning',
    message: `guest ${guest.name} has no NIC: ${guest.of ?? 'its host'} has no /etc/libvirt/qemu/${guest.name}.xml`,
    ...(guest.origin === undefined ? {} : { at: guest.origin }),
    help: "add the domain XML to the host's directory, or give the guest `nics:` and a link",
  })
}

/** libvirt starts the guest: a tap for each NIC, into the bridge of its network. */
export function plugGuest(booting: Booting, guest: TopologyNode, nics: readonly GuestNic[]): void {
  const host = guest.of
  if (host === undefined) return
  for (const nic of nics) {
    if (nic.plug === undefined) continue
    const bridge = bridgeFor(booting, host, guest, nic.plug)
    if (bridge !== undefined) plug(booting, { host, guest: guest.name }, nic, bridge)
  }
}

function bridgeFor(booting: Booting, host: string, guest: TopologyNode, plugged: DomainInterface): InterfaceName | undefined {
  const fail = (text: string, help: string): undefined => {
    booting.diagnostics.push({
      code: 'boot/guest-not-plugged',
      severity: 'warning',
      message: `${guest.name} is not plugged in: ${text}`,
      at: plugged.origin,
      help,
    })
    return undefined
  }
  switch (plugged.kind) {
    case 'bridge': {
      const device = nodeIn(booting, host).interfaces.find((candidate) => candidate.name === plugged.bridge.value)
      return device?.kind === 'bridge'
        ? device.name
        : fail(`${host} has no bridge ${plugged.bridge.value}`, 'create the bridge, or choose another')
    }
    case 'network': {
      const network = nodeIn(booting, host).libvirtNetworks.find((candidate) => candidate.name === plugged.network.value)
      if (network === undefined) return fail(`${host} has no libvirt network ${plugged.network.value}`, 'virsh net-define it')
      if (!network.active) return fail(`network ${network.name} is not active on ${host}`, `virsh net-start ${network.name}`)
      return network.bridge ?? fail(`network ${network.name} has no bridge`, 'only networks with a bridge are modelled')
    }
    case 'direct':
    case 'ethernet':
    case 'user':
    case 'unrecognised': {
      change(booting, guest.name, (node) => ({
        ...node,
        unmodelled: [...node.unmodelled, { what: `its NIC of type ${plugged.kind}`, touches: 'anything', origin: plugged.origin }],
      }))
      return fail(`NICs of type ${plugged.kind} are not modelled`, 'answers about this guest are undetermined')
    }
  }
}

function plug(booting: Booting, who: { readonly host: string; readonly guest: string }, nic: GuestNic, bridge: InterfaceName): void {
  const stage: Stage = { node: who.host, phase: `libvirt guest ${who.guest}`, owner: 'libvirt' }
  const number = booting.taps.get(who.host) ?? 0
  booting.taps.set(who.host, number + 1)
  const tap = parseInterfaceName(nic.plug?.target?.value ?? `vnet${number}`)
  if (tap === undefined || nic.mac === undefined) return
  const mac = tapMac(nic.mac)
  const origin = withOrigin(nic.origin)
  change(booting, who.host, (node) => ({
    ...node,
    interfaces: [
      ...node.interfaces,
      { kind: 'ethernet', medium: 'tap', name: tap, mac, mtu: 1500, up: false, owner: 'libvirt', ...origin },
    ],
  }))
  booting.cables.push({
    ends: [
      { node: who.host, interface: tap },
      { node: who.guest, interface: nic.name },
    ],
    ...origin,
  })
  request(booting, stage, { kind: 'link-set', name: tap, master: bridge, ...origin })
  if (nic.plug?.portIsolated === true) request(booting, stage, { kind: 'port-set', name: tap, flags: { isolated: true }, ...origin })
  if (nic.plug?.link !== 'down') request(booting, stage, { kind: 'link-set', name: tap, up: true, ...origin })
  if (nic.plug?.filter !== undefined)
    request(booting, stage, {
      kind: 'unmodelled',
      text: `nwfilter ${nic.plug.filter.name} on ${tap}`,
      touches: 'anything',
      origin: nic.plug.filter.origin,
    })
}
