/** A random world as a topology file: the same seed and profiles always give the same. */
import { type Dice, diceOf } from '../fuzz/random.js'
import { type Machine, type Plan, planOf } from './plan.js'
import { type Profile, twistsOf } from './twists.js'

export const FLOWS_OF_A_WORLD = 24

export type World = { readonly name: string; readonly yaml: string }

export function worldOf(seed: number, number: number, profiles: readonly Profile[]): World {
  const dice = diceOf(seed * 1_000_003 + number)
  const plan = planOf(dice)
  const name = `world-${seed}-${number}`
  const machines = plan.machines.flatMap((machine) => machineLines(machine, twistsOf(machine, { plan, profiles, dice })))
  const links = plan.links.map(([a, b]) => `  - [${a}, ${b}]`)
  const questions = Array.from({ length: FLOWS_OF_A_WORLD }, () => questionLine(plan, dice))
  return { name, yaml: ['version: 1', `name: ${name}`, 'nodes:', ...machines, 'links:', ...links, 'expect:', ...questions, ''].join('\n') }
}

function machineLines(machine: Machine, twists: readonly string[]): readonly string[] {
  const own = (device: string) => {
    const addresses = machine.addresses.filter((one) => one.device === device).map(({ address }) => address)
    const routes = machine.routes.filter((one) => one.device === device).map(({ to, via }) => `{to: ${to}, via: ${via}}`)
    return [
      ...(addresses.length > 0 ? [`addresses: [${addresses.join(', ')}]`] : []),
      ...(routes.length > 0 ? [`routes: [${routes.join(', ')}]`] : []),
    ]
  }
  const nics = machine.nics.map((nic) => `          ${nic}: {${own(nic).join(', ')}}`)
  const bridges = machine.bridges.map(({ name, ports }) => {
    const words = [`interfaces: [${ports.join(', ')}]`, 'parameters: {stp: false, forward-delay: 0}', ...own(name)]
    return `          ${name}: {${words.join(', ')}}`
  })
  const commands = [...(machine.isRouter ? ['sysctl -w net.ipv4.ip_forward=1'] : []), ...twists]
  return [
    `  ${machine.name}:`,
    '    kind: host',
    '    network:',
    ...(nics.length > 0 ? ['        ethernets:', ...nics] : []),
    ...(bridges.length > 0 ? ['        bridges:', ...bridges] : []),
    ...(commands.length > 0
      ? ['    commands:', ...commands.map((command) => `      - ${JSON.stringify(command.replace(/\s+/g, ' '))}`)]
      : []),
    '    listen: [tcp/80, udp/9000]',
  ]
}

function questionLine(plan: Plan, dice: Dice): string {
  const askers = plan.machines.filter((machine) => machine.addresses.length > 0).map(({ name }) => name)
  const protocol = dice.pick(['icmp', 'icmp', 'icmp', 'icmp', 'tcp/80', 'tcp/80', 'tcp/81', 'udp/9000', 'udp/9001'])
  return `  - {from: ${dice.pick(askers)}, to: ${destinationOf(plan, dice)}, proto: ${protocol}, outcome: reply, count: 1}`
}

/** Mostly an address that somebody has. */
function destinationOf(plan: Plan, dice: Dice): string {
  const segment = dice.pick(plan.segments)
  const member = dice.pick(segment?.members ?? [])
  if (member !== undefined && dice.below(6) > 0) return member.address
  const number = segment?.number ?? 0
  return (
    dice.pick([
      `10.${number}.0.99`,
      `10.${number}.0.77`,
      `10.${number}.0.255`,
      `10.${number}.0.0`,
      `10.9.0.${10 + dice.below(3)}`,
      '203.0.113.9',
      '127.0.0.1',
      '255.255.255.255',
    ]) ?? '127.0.0.1'
  )
}
