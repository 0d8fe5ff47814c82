/** An Open vSwitch bond. */
import type { Definition } from './definition.js'
import { fail, type Generation } from './generation.js'
import { type Commands, patchPort, tag, tagAsOurs, vsctl } from './openvswitch-commands.js'

const MODES = ['active-backup', 'balance-tcp', 'balance-slb']

/** Undefined: netplan refuses it. */
export function ovsBond(
  generation: Generation,
  bond: Definition,
): { readonly commands: Commands; readonly dependency: string } | undefined {
  const { bridge } = bond
  if (bridge === undefined) {
    fail(generation, bond, {
      rule: 'missing-property',
      message: 'it needs to be a member of an OpenVSwitch bridge',
      help: 'list it in the interfaces of a bridge',
    })
    return undefined
  }
  const members = generation.merged.hashed.filter((member) => member.bond?.value === bond.id)
  if (members.length < 2) {
    fail(generation, bond, { rule: 'missing-property', message: 'it needs to have at least 2 member interfaces' })
    return undefined
  }
  const mode = modeCommands(generation, bond)
  if (mode === undefined) return undefined
  const patches = members.filter(({ kind }) => kind === '_ovs-ports').map(patchPort)
  const port = { table: 'Port', id: bond.id }
  const lacp = bond.openvswitch.lacp ?? { value: 'off', origin: bond.origin }
  const commands = [
    vsctl(`--may-exist add-bond ${bridge.value} ${bond.id} ${members.map(({ id }) => id).join(' ')}${patches.join('')}`, bridge.origin),
    tagAsOurs(generation, port, bond.origin),
    vsctl(`set Port ${bond.id} lacp=${lacp.value}`, lacp.origin),
    tag(generation, port, { path: 'lacp', setting: lacp }),
    ...mode,
  ]
  return { commands, dependency: bridge.value }
}

function modeCommands(generation: Generation, bond: Definition): Commands | undefined {
  const { mode } = bond.bondParameters
  if (mode === undefined) return []
  if (MODES.includes(mode.value)) {
    return [
      vsctl(`set Port ${bond.id} bond_mode=${mode.value}`, mode.origin),
      tag(generation, { table: 'Port', id: bond.id }, { path: 'bond_mode', setting: mode }),
    ]
  }
  fail(generation, bond, {
    rule: 'unsupported',
    at: mode.origin,
    message: `bond mode '${mode.value}' not supported by Open vSwitch`,
    help: `it may be ${MODES.join(', ')}`,
  })
  return undefined
}
