/** A device as the parameters that it is made with. */
import type { IntentLink, Interface } from '../model/index.js'

export function linkOf(device: Interface): IntentLink {
  switch (device.kind) {
    case 'ethernet':
    case 'loopback':
    case 'dummy':
      return { kind: device.kind }
    case 'bridge': {
      const { stp, forwardDelay, ageing, vlanFiltering, helloTime, maxAge, priority, multicastSnooping } = device
      return {
        kind: 'bridge',
        stp,
        forwardDelay,
        ageing,
        vlanFiltering,
        ...(helloTime === undefined ? {} : { helloTime }),
        ...(maxAge === undefined ? {} : { maxAge }),
        ...(priority === undefined ? {} : { priority }),
        ...(multicastSnooping === undefined ? {} : { multicastSnooping }),
      }
    }
    case 'unrecognised':
    case 'ovs-bridge':
    case 'ovs-internal':
      return { kind: 'ethernet' }
    default:
      return withoutBase(device)
  }
}

type Made = Exclude<Interface, { kind: 'ethernet' | 'loopback' | 'dummy' | 'bridge' | 'unrecognised' | 'ovs-bridge' | 'ovs-internal' }>

function withoutBase(device: Made): IntentLink {
  const {
    name: _name,
    mac: _mac,
    mtu: _mtu,
    up: _up,
    owner: _owner,
    master: _master,
    port: _port,
    vlans: _vlans,
    origin: _origin,
    ...own
  } = device
  return own
}
