/** Changes of the Open vSwitch database, with the refusals of ovs-vsctl(8) (utilities/ovs-vsctl.c). */
import type { Origin } from '../diagnostics/origin.js'
import type { OvsBridge, OvsInterface, OvsPort, OvsState } from '../model/index.js'
import type { OvsChange } from '../model/ovs-request.js'
import { changeRecord, setColumn } from './ovs-record.js'

export type OvsFault = { readonly error: string }
type Of<Kind extends OvsChange['kind']> = Extract<OvsChange, { readonly kind: Kind }>
type Source = { readonly origin?: Origin }
type Changed = OvsState | OvsFault

export function changeOvs(state: OvsState, change: OvsChange, source: Source): Changed {
  switch (change.kind) {
    case 'ovs-bridge-add':
      return addBridge(state, change, source)
    case 'ovs-bridge-delete':
      return deleteBridge(state, change)
    case 'ovs-bridge-exists':
      return findBridge(state, change.name) === undefined ? { error: '' } : state
    case 'ovs-port-add':
      return addPort(state, change, source)
    case 'ovs-port-delete':
      return deletePort(state, change)
    case 'ovs-interface-add':
      return addInterface(state, change)
    case 'ovs-interface-delete':
      return deleteInterface(state, change)
    case 'ovs-controllers':
      return withReal(state, change.bridge, (bridge) => ({ ...bridge, controllers: change.targets }))
    case 'ovs-fail-mode':
      return setFailMode(state, change)
    case 'ovs-external-id':
      return setExternalId(state, change)
    case 'ovs-fault':
      return { error: change.error }
    case 'ovs-set':
      return setColumn(state, change)
    case 'ovs-change':
      return changeRecord(state, change)
  }
}

/** What ovs-vsctl calls a bridge: a real one, or a port that stands for a VLAN of one. */
type Found = { readonly name: string; readonly real: OvsBridge; readonly vlan?: number }

function findBridge(state: OvsState, name: string): Found | undefined {
  const real = state.bridges.find((bridge) => bridge.name === name)
  if (real !== undefined) return { name, real }
  for (const bridge of state.bridges) {
    const fake = bridge.ports.find((port) => port.name === name && port.fakeBridge === true && port.tag !== undefined)
    if (fake?.tag !== undefined) return { name, real: bridge, vlan: fake.tag }
  }
  return undefined
}

type Located = { readonly port: OvsPort; readonly bridge: OvsBridge /** As ovs-vsctl names it. */; readonly shown: string }

/** A port with the VLAN of a fake bridge counts as that bridge's. */
function locate(bridge: OvsBridge, port: OvsPort): Located {
  const fake = port.tag === undefined ? undefined : bridge.ports.find((other) => other.fakeBridge === true && other.tag === port.tag)
  return { port, bridge, shown: fake?.name ?? bridge.name }
}

/** Local ports do not count: they go with their bridge. */
function findPort(state: OvsState, name: string): Located | undefined {
  const found = anyPort(state, (port) => port.name === name)
  return found === undefined || found.shown === name ? undefined : found
}

function findInterface(state: OvsState, name: string): Located | undefined {
  const found = anyPort(state, (port) => port.interfaces.some((one) => one.name === name))
  return found === undefined || found.shown === name ? undefined : found
}

function anyPort(state: OvsState, fits: (port: OvsPort) => boolean): Located | undefined {
  for (const bridge of state.bridges) {
    const port = bridge.ports.find(fits)
    if (port !== undefined) return locate(bridge, port)
  }
  return undefined
}

function conflict(state: OvsState, name: string, what: string): OvsFault | undefined {
  if (findBridge(state, name) !== undefined) return { error: `${what} because a bridge named ${name} already exists` }
  const port = anyPort(state, (one) => one.name === name)
  if (port !== undefined) return { error: `${what} because a port named ${name} already exists on bridge ${port.shown}` }
  const owner = anyPort(state, (one) => one.interfaces.some((each) => each.name === name))
  return owner && { error: `${what} because an interface named ${name} already exists on bridge ${owner.shown}` }
}

function replaceBridge(state: OvsState, name: string, how: (bridge: OvsBridge) => OvsBridge): OvsState {
  return { ...state, bridges: state.bridges.map((bridge) => (bridge.name === name ? how(bridge) : bridge)) }
}

function replacePort(state: OvsState, { bridge, port }: Located, how: (port: OvsPort) => OvsPort): OvsState {
  return replaceBridge(state, bridge.name, (old) => ({ ...old, ports: old.ports.map((one) => (one.name === port.name ? how(one) : one)) }))
}

function withReal(state: OvsState, name: string, how: (bridge: OvsBridge) => OvsBridge): Changed {
  const found = findBridge(state, name)
  if (found === undefined) return { error: `no bridge named ${name}` }
  return found.vlan === undefined ? replaceBridge(state, name, how) : { error: `${name} is a fake bridge` }
}

function localPort(name: string, source: Source): OvsPort {
  return { name, trunks: [], interfaces: [{ name, type: 'internal', options: {} }], settings: {}, ...source }
}

function addBridge(state: OvsState, { bridge: wanted, mayExist }: Of<'ovs-bridge-add'>, source: Source): Changed {
  const { parent, ...bridge } = wanted
  const { name } = bridge
  if (name === '') return { error: 'bridge name must not be empty string' }
  const old = mayExist ? findBridge(state, name) : undefined
  if (old !== undefined) return sameBridge(old, parent) ?? state
  const taken = conflict(state, name, `cannot create a bridge named ${name}`)
  if (taken !== undefined) return taken
  if (parent === undefined) return { ...state, bridges: [...state.bridges, { ...source, ...bridge, ports: [localPort(name, source)] }] }
  const above = findBridge(state, parent.bridge)
  if (above === undefined) return { error: `parent bridge ${parent.bridge} does not exist` }
  if (above.vlan !== undefined) return { error: 'cannot create bridge with fake bridge as parent' }
  const child = above.real.ports.find((port) => port.fakeBridge === true && port.tag === parent.vlan)
  if (child !== undefined) return { error: `bridge ${parent.bridge} already has a child VLAN bridge ${child.name} on VLAN ${parent.vlan}` }
  const fake: OvsPort = { ...localPort(name, source), tag: parent.vlan, fakeBridge: true }
  return replaceBridge(state, parent.bridge, (real) => ({ ...real, ports: [...real.ports, fake] }))
}

function sameBridge(old: Found, parent: Of<'ovs-bridge-add'>['bridge']['parent']): OvsFault | undefined {
  const { name } = old
  if (parent === undefined) {
    return old.vlan === undefined ? undefined : { error: `"--may-exist add-br ${name}" but ${name} is a VLAN bridge for VLAN ${old.vlan}` }
  }
  const command = `"--may-exist add-br ${name} ${parent.bridge} ${parent.vlan}" but ${name}`
  if (old.vlan === undefined) return { error: `${command} is not a VLAN bridge` }
  if (old.real.name !== parent.bridge) return { error: `${command} has the wrong parent ${old.real.name}` }
  return old.vlan === parent.vlan ? undefined : { error: `${command} is a VLAN bridge for the wrong VLAN ${old.vlan}` }
}

function deleteBridge(state: OvsState, { name, ifExists }: Of<'ovs-bridge-delete'>): Changed {
  const found = findBridge(state, name)
  if (found === undefined) return ifExists ? state : { error: `no bridge named ${name}` }
  if (found.vlan === undefined) return { ...state, bridges: state.bridges.filter((bridge) => bridge.name !== name) }
  return replaceBridge(state, found.real.name, (real) => ({ ...real, ports: real.ports.filter((port) => port.tag !== found.vlan) }))
}

function addPort(state: OvsState, change: Of<'ovs-port-add'>, source: Source): Changed {
  const { port, mayExist } = change
  if (port.name === '') return { error: 'port name must not be empty string' }
  if (port.interfaces.some((one) => one.name === '')) return { error: 'interface name must not be empty string' }
  const old = mayExist ? findPort(state, port.name) : undefined
  if (old !== undefined) return samePort(old, change) ?? state
  const taken =
    conflict(state, port.name, `cannot create a port named ${port.name}`) ??
    port.interfaces
      .map((one) => conflict(state, one.name, `cannot create an interface named ${one.name}`))
      .find((fault) => fault !== undefined)
  if (taken !== undefined) return taken
  const bridge = findBridge(state, change.bridge)
  if (bridge === undefined) return { error: `no bridge named ${change.bridge}` }
  if (change.fault !== undefined) return { error: change.fault }
  const twice = port.interfaces.map((one) => one.name).find((name, index, all) => all.indexOf(name) < index)
  if (twice !== undefined) return { error: `transaction error: constraint violation: two rows of table Interface are named ${twice}` }
  const tagged = bridge.vlan === undefined || port.tag !== undefined ? port : { ...port, tag: bridge.vlan }
  return replaceBridge(state, bridge.real.name, (real) => ({ ...real, ports: [...real.ports, { ...source, ...tagged }] }))
}

function samePort(old: Located, { bridge, port, mayExist }: Of<'ovs-port-add'>): OvsFault | undefined {
  const names = (interfaces: readonly OvsInterface[]) => interfaces.map((one) => one.name).sort()
  const [wanted, have] = [names(port.interfaces), names(old.port.interfaces)]
  const verb =
    port.interfaces.length > 1
      ? ['add-bond', bridge, port.name, ...port.interfaces.map((one) => one.name)]
      : ['add-port', bridge, port.name]
  const command = `"${[...(mayExist ? ['--may-exist'] : []), ...verb].join(' ')}" but ${port.name}`
  if (old.shown !== bridge) return { error: `${command} is actually attached to bridge ${old.shown}` }
  return wanted.join(' ') === have.join(' ') ? undefined : { error: `${command} actually has interface(s) ${have.join(', ')}` }
}

function deletePort(state: OvsState, { name, ifExists, bridge, withInterface }: Of<'ovs-port-delete'>): Changed {
  if (findBridge(state, name) !== undefined) {
    const why = `cannot delete port ${name} because it is the local port for bridge ${name}`
    return ifExists ? state : { error: `${why} (deleting this port requires deleting the entire bridge)` }
  }
  const found = findPort(state, name) ?? (withInterface === true ? findInterface(state, name) : undefined)
  if (found === undefined) {
    if (ifExists) return state
    return { error: withInterface === true ? `no port or interface named ${name}` : `no port named ${name}` }
  }
  const wrong = bridge === undefined ? undefined : notThere(state, bridge, { name, found })
  if (wrong !== undefined) return wrong
  return replaceBridge(state, found.bridge.name, (real) => ({ ...real, ports: real.ports.filter((port) => port.name !== found.port.name) }))
}

function notThere(
  state: OvsState,
  bridge: string,
  { name, found }: { readonly name: string; readonly found: Located },
): OvsFault | undefined {
  const named = findBridge(state, bridge)
  if (named === undefined) return { error: `no bridge named ${bridge}` }
  if (found.shown === bridge) return undefined
  const child = found.bridge.name === bridge ? ` (although its child bridge ${found.shown} does)` : ''
  return { error: `bridge ${bridge} does not have a port ${name}${child}` }
}

function addInterface(state: OvsState, { port, interface: added, mayExist }: Of<'ovs-interface-add'>): Changed {
  const found = findPort(state, port)
  if (found === undefined) return { error: `no port named ${port}` }
  const old = mayExist ? findInterface(state, added.name) : undefined
  if (old !== undefined) {
    const command = `"--may-exist add-bond-iface ${port} ${added.name}"`
    return old.port.name === port ? state : { error: `${command} but ${added.name} is actually attached to port ${old.port.name}` }
  }
  const taken = conflict(state, added.name, `cannot create an interface named ${added.name}`)
  return taken ?? replacePort(state, found, (bond) => ({ ...bond, interfaces: [...bond.interfaces, added] }))
}

function deleteInterface(state: OvsState, { port, name, ifExists }: Of<'ovs-interface-delete'>): Changed {
  const found = findInterface(state, name)
  if (found === undefined) return ifExists ? state : { error: `no interface named ${name}` }
  if (port !== undefined && findPort(state, port) === undefined) return { error: `no port named ${port}` }
  if (port !== undefined && found.port.name !== port) return { error: `port ${port} does not have an interface ${name}` }
  if (found.port.interfaces.length === 1) return { error: `cannot delete last interface from port ${found.port.name}` }
  return replacePort(state, found, (bond) => ({ ...bond, interfaces: bond.interfaces.filter((one) => one.name !== name) }))
}

function setFailMode(state: OvsState, { bridge, mode }: Of<'ovs-fail-mode'>): Changed {
  const changed = withReal(state, bridge, ({ failMode: _, ...rest }) => {
    return mode === 'standalone' || mode === 'secure' ? { ...rest, failMode: mode } : rest
  })
  const known = mode === undefined || mode === 'standalone' || mode === 'secure'
  return 'error' in changed || known ? changed : { error: 'fail-mode must be "standalone" or "secure"' }
}

/** Of a fake bridge they stand in its port, marked as the bridge's. */
function setExternalId(state: OvsState, { bridge, key, value }: Of<'ovs-external-id'>): Changed {
  const found = findBridge(state, bridge)
  if (found === undefined) return { error: `no bridge named ${bridge}` }
  const settings = (old: Readonly<Record<string, string>>, name: string) => {
    const { [name]: _, ...rest } = old
    return value === undefined ? rest : { ...rest, [name]: value }
  }
  return replaceBridge(state, found.real.name, (real) => {
    if (found.vlan === undefined) return { ...real, settings: settings(real.settings, `external_ids:${key}`) }
    const name = `external_ids:fake-bridge-${key}`
    return {
      ...real,
      ports: real.ports.map((port) => (port.name === bridge ? { ...port, settings: settings(port.settings, name) } : port)),
    }
  })
}
