/** The host's end of a guest's NIC, by the type of its interface. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { Mac } from '../../addresses/mac.js'
import type { DomainInterface } from '../../formats/libvirt/index.js'
import { makeMacvtap, makeTap, plugIntoBridge, setUpTap } from './libvirt-guest-device.js'
import { type NoPort, type Port, portOnNetwork } from './libvirt-port.js'
import { type Booting, change, type Stage } from './machine.js'

export type Plugging = {
  readonly host: string
  readonly guest: string
  /** As the guest's kernel calls it. */
  readonly name: InterfaceName
  readonly mac: Mac
  readonly plug: DomainInterface
  readonly uuid?: string
}

export function plugNic(booting: Booting, plugging: Plugging): void {
  const { plug, host, guest } = plugging
  const stage: Stage = { node: host, phase: `libvirt guest ${guest}`, owner: 'libvirt' }
  switch (plug.kind) {
    case 'network':
      return connect(booting, stage, plugging, portOnNetwork(booting, host, plug))
    case 'bridge':
      return connect(booting, stage, plugging, bridgePort(plug))
    case 'direct':
      return connect(booting, stage, plugging, { kind: 'direct', device: plug.device.value, mode: plug.mode })
    case 'hostdev':
      return connect(booting, stage, plugging, { kind: 'hostdev', device: plug.pci === undefined ? 'USB' : `PCI ${plug.pci.value}` })
    case 'ethernet': {
      const tap = makeTap(booting, stage, plugging)
      if (tap !== undefined) setUpTap(booting, stage, plugging, tap)
      return
    }
    // A NIC with a cable that leads nowhere.
    case 'null':
      return
    case 'user':
      return beyond(booting, plugging, 'NAT inside QEMU, which nobody can call into')
    case 'vhostuser':
    case 'internal':
    case 'vdpa':
    case 'vds':
      return beyond(booting, plugging, 'a switch outside of the kernel')
    case 'mcast':
    case 'server':
    case 'client':
    case 'udp':
      return beyond(booting, plugging, 'a tunnel between QEMUs')
    case 'unrecognised':
      return beyond(booting, plugging, `of type ${plug.type}`)
  }
}

function bridgePort(plug: Extract<DomainInterface, { readonly kind: 'bridge' }>): Port {
  return {
    kind: 'bridge',
    bridge: plug.bridge.value,
    ...(plug.virtualPort === undefined ? {} : { virtualPort: plug.virtualPort }),
    ...(plug.vlan === undefined ? {} : { vlan: plug.vlan }),
    isolated: plug.portIsolated,
    macTableByLibvirt: false,
  }
}

function connect(booting: Booting, stage: Stage, plugging: Plugging, port: Port | NoPort): void {
  switch (port.kind) {
    case 'none':
      return fail(booting, plugging, port)
    case 'hostdev':
      return beyond(booting, plugging, `a device of the host, ${port.device}`)
    case 'direct': {
      const refusal = makeMacvtap(booting, stage, plugging, port)
      return refusal === undefined ? undefined : fail(booting, plugging, refusal)
    }
    case 'bridge': {
      const refusal = plugIntoBridge(booting, stage, plugging, port)
      return refusal === undefined ? undefined : fail(booting, plugging, refusal)
    }
  }
}

function fail(booting: Booting, { guest, plug }: Plugging, { text, help }: Pick<NoPort, 'text' | 'help'>): void {
  booting.diagnostics.push({
    code: 'boot/guest-not-plugged',
    severity: 'warning',
    message: `${guest} is not plugged in: ${text}`,
    at: plug.origin,
    help,
  })
}

/** Its packets go where the model does not follow. */
function beyond(booting: Booting, { guest, name, plug }: Plugging, what: string): void {
  change(booting, guest, (node) => ({
    ...node,
    unmodelled: [...node.unmodelled, { what: `its NIC ${name}: ${what}`, touches: 'anything', origin: plug.origin }],
  }))
  booting.diagnostics.push({
    code: 'boot/guest-not-plugged',
    severity: 'warning',
    message: `${guest} is not plugged in: its NIC ${name} is ${what}`,
    at: plug.origin,
    because: 'that is not modelled',
    help: 'answers about this guest are undetermined',
  })
}
