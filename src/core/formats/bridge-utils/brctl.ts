/** brctl(8): from a command line to what it asks of the kernel. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { originOf, textOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'

type Call = { readonly argv: readonly Word[]; readonly bridge: InterfaceName; readonly rest: readonly string[] }
type Command = (call: Call) => readonly KernelRequest[] | undefined

const COMMANDS: Readonly<Record<string, Command>> = {
  addbr: ({ argv, bridge }) => [{ kind: 'link-add', name: bridge, link: 'bridge', text: textOf(argv), ...originOf(argv) }],
  delbr: ({ argv, bridge }) => [{ kind: 'link-delete', name: bridge, ...originOf(argv) }],
  addif: ({ argv, bridge, rest }) => ports(rest, (name) => ({ kind: 'link-set', name, master: bridge, ...originOf(argv) })),
  delif: ({ argv, rest }) => ports(rest, (name) => ({ kind: 'link-set', name, master: null, ...originOf(argv) })),
  stp: ({ argv, bridge, rest }) => set(argv, bridge, 'stp', parseSwitch(rest[0])),
  setfd: ({ argv, bridge, rest }) => set(argv, bridge, 'forwardDelay', parseSeconds(rest[0])),
  setageing: ({ argv, bridge, rest }) => set(argv, bridge, 'ageing', parseSeconds(rest[0])),
  sethello: ({ argv, bridge, rest }) => set(argv, bridge, 'helloTime', parseSeconds(rest[0])),
  setmaxage: ({ argv, bridge, rest }) => set(argv, bridge, 'maxAge', parseSeconds(rest[0])),
  setbridgeprio: ({ argv, bridge, rest }) => set(argv, bridge, 'priority', parsePriority(rest[0])),
  hairpin: ({ argv, rest }) => {
    const [port, state] = [parseInterfaceName(rest[0] ?? ''), parseSwitch(rest[1])]
    return port === undefined || state === undefined
      ? undefined
      : [{ kind: 'port-set', name: port, flags: { hairpin: state }, ...originOf(argv) }]
  },
  setpathcost: ({ argv, rest }) => setPort(argv, 'cost', rest),
  setportprio: ({ argv, rest }) => setPort(argv, 'priority', rest),
  setmcsnoop: ({ argv, bridge, rest }) => set(argv, bridge, 'multicastSnooping', parseSwitch(rest[0])),
  setgcint: ({ argv }) => unmodelled(argv, 'harmless'),
}

/** `setpathcost BRIDGE PORT COST`. */
function setPort(argv: readonly Word[], key: 'cost' | 'priority', [name = '', text = '']: readonly string[]) {
  const [port, value] = [parseInterfaceName(name), parsePriority(text)]
  return port === undefined || value === undefined
    ? undefined
    : [{ kind: 'port-set', name: port, flags: { [key]: value }, ...originOf(argv) } as const]
}

const OTHER_COMMANDS = ['sethashel', 'sethashmax', 'setmclmc', 'setmcrouter', 'setmcqi']

export function lowerBrctl(argv: readonly Word[]): readonly KernelRequest[] {
  const [verb, bridge = '', ...rest] = argv.slice(1).map((word) => word.text)
  if (verb === undefined || /^(show|showbr|showmacs|showstp|-V|--version|-h|--help)$/.test(verb)) return unmodelled(argv, 'harmless')
  const command = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined
  if (command === undefined && !OTHER_COMMANDS.includes(verb)) return rejected(argv, `never heard of command [${verb}]`)
  const name = parseInterfaceName(bridge)
  return (command === undefined || name === undefined ? undefined : command({ argv, bridge: name, rest })) ?? unmodelled(argv, 'anything')
}

function ports(names: readonly string[], request: (name: InterfaceName) => KernelRequest): readonly KernelRequest[] | undefined {
  const parsed = names.map(parseInterfaceName).filter((name) => name !== undefined)
  return parsed.length === names.length && names.length > 0 ? parsed.map(request) : undefined
}

type Parameter = 'stp' | 'forwardDelay' | 'ageing' | 'helloTime' | 'maxAge' | 'priority' | 'multicastSnooping'

function set(
  argv: readonly Word[],
  name: InterfaceName,
  key: Parameter,
  value: number | boolean | undefined,
): readonly KernelRequest[] | undefined {
  return value === undefined ? undefined : [{ kind: 'bridge-set', name, [key]: value, ...originOf(argv) }]
}

function parseSwitch(text: string | undefined): boolean | undefined {
  if (text === 'on' || text === 'yes' || text === '1') return true
  return text === 'off' || text === 'no' || text === '0' ? false : undefined
}

/** Seconds, possibly with a fraction, as the centiseconds of the kernel. */
function parseSeconds(text = ''): number | undefined {
  return /^\d{1,9}(\.\d{0,9})?$/.test(text) ? Math.round(Number(text) * 100) : undefined
}

function parsePriority(text = ''): number | undefined {
  const value = /^(\d{1,5}|0x[0-9a-f]{1,4})$/i.test(text) ? Number(text) : Number.NaN
  return value <= 65535 ? value : undefined
}
