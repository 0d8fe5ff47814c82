/** Guests: their NICs come from the domain XML on their host, and each gets its end on the host when libvirt starts the guest. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { derivedMac, type Mac } from '../../addresses/mac.js'
import { type DomainInterface, parseDomain } from '../../formats/libvirt/index.js'
import type { TopologyNode } from '../../model/index.js'
import { fileOf } from './captures.js'
import { plugNic } from './libvirt-guest-plug.js'
import { type Booting, type Nic, readDocument } from './machine.js'

export type GuestNic = Nic & {
  readonly plug?: DomainInterface
  /** The guest's UUID, which Open vSwitch is told. */
  readonly uuid?: string
}

/** The guest's NICs in the order of the domain XML, named as its kernel names them. */
export function guestNics(booting: Booting, guest: TopologyNode): readonly GuestNic[] {
  const capture = guest.of === undefined ? undefined : fileOf(booting.snapshot, guest.of, `/etc/libvirt/qemu/${guest.name}.xml`)
  if (capture === undefined) {
    if (guest.nics.length === 0) missingDomain(booting, guest)
    return guest.nics
  }
  const { interfaces, uuid } = readDocument(booting, capture, parseDomain)
  return interfaces.flatMap((plug, index): readonly GuestNic[] => {
    const declared = guest.nics[index]
    const name = declared?.name ?? parseInterfaceName(`eth${index}`)
    if (name === undefined) return []
    const mac: Mac = plug.mac?.value ?? declared?.mac ?? derivedMac(`${guest.name} ${name}`)
    return [{ name, mac, plug, ...(uuid === undefined ? {} : { uuid: uuid.value }), origin: plug.origin }]
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

/** libvirt starts the guest. */
export function plugGuest(booting: Booting, guest: TopologyNode, nics: readonly GuestNic[]): void {
  const host = guest.of
  if (host === undefined) return
  for (const { plug, name, mac, uuid } of nics) {
    if (plug !== undefined && mac !== undefined)
      plugNic(booting, { host, guest: guest.name, name, mac, plug, ...(uuid === undefined ? {} : { uuid }) })
  }
}
