/** `convert`: a host's network in the words of another format. */
import { type Command, Option } from 'commander'
import type { Conversion, Source, Target } from '../../core/convert/index.js'
import { EXIT } from '../exit-code.js'
import { addCommonOptions, addExamples, type CommonOptions } from '../options.js'
import { refuseWord, suggest, Unusable } from '../unusable.js'

type ConvertOptions = CommonOptions & { readonly to: Target; readonly node?: string; readonly nics?: string; readonly out?: string }

export function registerConvert(program: Command): void {
  const command = program
    .command('convert')
    .description("write a host's network in another format, and check that it boots to the same network")
    .argument('[source]', 'a network file, or a directory laid out like / (default: the topology of -f)')
    .addOption(new Option('--to <format>', 'what to write').choices(['interfaces', 'netplan', 'networkd', 'nmstate']).makeOptionMandatory())
    .option('--node <name>', 'which host of the topology (default: its only one)')
    .option('--nics <names>', "the host's network cards, separated by commas (default: those that the files name)")
    .option('--out <directory>', 'write the files below this directory instead of printing them')
  addExamples(addCommonOptions(command), [
    ['convert --to netplan', 'the host of ./bridgework.yaml, from whatever it has'],
    ['convert /etc/network/interfaces --to netplan', 'a single file'],
    ['convert ./root --to networkd --out new', 'a directory with etc/ in it; writes new/etc/systemd/network/…'],
  ])
  command.action(runConvert)
}

type Chosen = Source & { readonly node: string }

async function runConvert(path: string | undefined, options: ConvertOptions): Promise<void> {
  const [{ convert }, { output }, { viewConversion }, { renderConvert }] = await Promise.all([
    import('../../core/convert/index.js'),
    import('../output.js'),
    import('../../core/render/view/convert.js'),
    import('../../core/render/text/convert.js'),
  ])
  const source = path === undefined ? await fromTopology(options) : await fromFiles(path, options)
  const conversion = convert(source, source.node, options.to)
  if (options.out !== undefined) await writeFiles(options.out, conversion)
  const { snapshot, node } = source
  output(
    options,
    renderConvert,
    viewConversion(conversion, { snapshot, node, to: options.to, ...(options.out === undefined ? {} : { out: options.out }) }),
  )
  process.exitCode = isWhole(conversion) ? EXIT.fine : EXIT.finding
}

function isWhole({ unsaid, differences = [] }: Conversion): boolean {
  return unsaid.every((found) => found.severity === 'note') && differences.length === 0
}

async function fromTopology(options: ConvertOptions): Promise<Chosen> {
  const { loadScenario } = await import('../load-scenario.js')
  const scenario = await loadScenario(options.file, options.world)
  const { snapshot, topology } = scenario
  const hosts = topology.nodes.filter((node) => node.kind === 'host').map((node) => node.name)
  const all = topology.nodes.map((node) => node.name)
  const node = options.node ?? (hosts.length === 1 ? hosts[0] : undefined)
  if (node === undefined) throw refuseWord('which-node', 'there is more than one host', `--node NAME: ${hosts.join(', ')}`)
  if (!all.includes(node)) throw refuseWord('unknown-node', `there is no machine called ${node}`, suggest(node, all, 'machines:'))
  return { snapshot, topology, loaded: scenario, node }
}

async function fromFiles(path: string, options: ConvertOptions): Promise<Chosen> {
  const [{ readNetworkFiles }, { HOST, nicsNamedIn, singleHost }, { load }, { viewDiagnostics }, { parseInterfaceName }] =
    await Promise.all([
      import('../../live/collect/network-files.js'),
      import('../../core/convert/index.js'),
      import('../../core/load/index.js'),
      import('../../core/render/view/diagnostic.js'),
      import('../../core/addresses/interface-name.js'),
    ])
  const read = readNetworkFiles(path, HOST)
  const given = options.nics?.split(',').map((name) => parseInterfaceName(name.trim()) ?? refuseNic(name))
  const { snapshot, topology } = singleHost(read.captures, given ?? nicsNamedIn(read.captures))
  const loaded = load(snapshot, topology)
  const diagnostics = [...read.diagnostics, ...loaded.diagnostics]
  if (diagnostics.some((found) => found.severity === 'error')) throw new Unusable(viewDiagnostics(snapshot, diagnostics))
  return { snapshot, topology, loaded, node: HOST }
}

function refuseNic(name: string): never {
  throw refuseWord('bad-nic', `${name} cannot be the name of an interface`, 'give names of at most 15 characters, e.g. --nics eth0,eth1')
}

async function writeFiles(directory: string, { files }: Conversion): Promise<void> {
  const { writeTree } = await import('../../live/system/write-tree.js')
  const refused = writeTree(directory, files)
  if (refused !== undefined) throw refuseWord('cannot-write', refused, 'give another directory with --out')
}
