/** Who may import whom inside src/, and why. Law: test/layers.test.ts reads every import and prints the reason. */

export type Layer = {
  /** Folder below src/. `*` stands for one folder name: each such folder is a layer of its own. The longest match wins. */
  readonly folder: string
  /** The layers that it may import besides itself. `x/*` means every layer below x. */
  readonly may: readonly string[]
  /** npm packages that it may import. */
  readonly packages: readonly string[]
  readonly because: string
}

const VALUES = ['core/std', 'core/addresses', 'core/diagnostics'] as const
const FACTS = [...VALUES, 'core/model'] as const
const TEXTS = ['core/snapshot', 'core/formats', 'core/formats/*', 'core/load'] as const
/** All of core but its rendering, which only what stands above core may name. */
const CORE = [
  ...FACTS,
  ...TEXTS,
  'core/kernel',
  'core/trace',
  'core/questions',
  'core/lint',
  'core/diff',
  'core/convert',
  'core/plan',
  'core/lab',
] as const
const SHOWN = [...CORE, 'core/render', 'core'] as const
const LIVE = ['live', 'live/*'] as const

export const LAYERS: readonly Layer[] = [
  { folder: 'core/std', may: [], packages: [], because: 'what the language forgot knows nothing of networks' },
  { folder: 'core/diagnostics', may: ['core/std'], packages: [], because: 'a diagnostic is data that every stage can make' },
  { folder: 'core/addresses', may: ['core/std'], packages: [], because: 'an address is a value; it means the same in every network' },
  {
    folder: 'core/yaml',
    may: ['core/std', 'core/diagnostics'],
    packages: [],
    because: 'several formats are YAML; what the words mean is theirs',
  },
  { folder: 'core/model', may: VALUES, packages: [], because: 'the model is what all formats have in common, so it knows none of them' },
  {
    folder: 'core/snapshot',
    may: ['core/std', 'core/diagnostics'],
    packages: [],
    because: 'a snapshot holds texts and does not read them',
  },
  {
    folder: 'core/formats/*',
    may: [...FACTS, 'core/yaml'],
    packages: ['yaml', 'zod'],
    because: 'formats never import each other; what joins them is load',
  },
  { folder: 'core/formats', may: [...FACTS, 'core/formats/*'], packages: [], because: 'beside the formats there is only the list of them' },
  {
    folder: 'core/load',
    may: [...FACTS, 'core/snapshot', 'core/formats', 'core/formats/*', 'core/kernel', 'core/trace'],
    packages: [],
    because: 'loading goes from texts to the Network: the kernel takes what they ask for, and DHCP is asked over the modelled layer 2',
  },
  { folder: 'core/kernel', may: FACTS, packages: [], because: 'what a kernel does with a request does not depend on who asks' },
  { folder: 'core/trace', may: FACTS, packages: [], because: 'a prediction must not depend on where its facts came from' },
  {
    folder: 'core/questions',
    may: [...FACTS, 'core/kernel', 'core/trace'],
    packages: [],
    because: 'a question is asked of a Network, however it was loaded; a fix is tried on the modelled kernel',
  },
  {
    folder: 'core/lint',
    may: [...FACTS, ...TEXTS],
    packages: [],
    because: 'a rule judges what is written, and leaves what packets do to the questions',
  },
  {
    folder: 'core/diff',
    may: FACTS,
    packages: [],
    because: 'two states of a host are compared as facts, wherever they came from',
  },
  {
    folder: 'core/convert',
    may: [...FACTS, ...TEXTS, 'core/diff', 'core/lab'],
    packages: [],
    because: 'converting goes from what booting did to texts of another format, and is judged by booting those',
  },
  {
    folder: 'core/plan',
    may: [...FACTS, ...TEXTS, 'core/kernel', 'core/trace', 'core/questions'],
    packages: [],
    because: 'a plan is inert data, simulated with the same trace that answers questions',
  },
  {
    folder: 'core/lab',
    may: [...FACTS, 'core/snapshot', 'core/load', 'core/trace', 'core/questions'],
    packages: [],
    because: 'a lab is designed from the Network and what its boot did, never from the configuration texts',
  },
  {
    folder: 'core/render',
    may: CORE,
    packages: ['string-width'],
    because: 'rendering reads every result; nothing in core reads a rendering',
  },
  { folder: 'core', may: SHOWN, packages: [], because: 'beside the folders of core there is only its list of exports' },
  { folder: 'live/system', may: [...VALUES, 'core/snapshot'], packages: [], because: 'the doors to a machine know no network' },
  {
    folder: 'live/collect',
    may: [...CORE, ...LIVE],
    packages: ['libxml2-wasm'],
    because: 'what is collected from a machine may be checked with what that machine has: its schemas',
  },
  { folder: 'live/*', may: [...CORE, ...LIVE], packages: [], because: 'live does what core thought out' },
  { folder: 'live', may: [...CORE, ...LIVE], packages: [], because: 'beside the folders of live there is only its list of exports' },
  {
    folder: 'cli',
    may: [...SHOWN, ...LIVE, 'web/server'],
    packages: ['commander', '@bomb.sh/tab', 'string-width'],
    because: 'the command line wires everything and decides nothing',
  },
  { folder: 'web/server', may: [...SHOWN, ...LIVE], packages: [], because: 'the server carries what core and live say' },
  { folder: 'web/ui', may: SHOWN, packages: [], because: 'a snapshot dropped on the page is analysed there and never leaves it' },
]

const MACHINE_DOORS = /^node:(child_process|cluster|dgram|fs|net)(\/|$)/

/** Node's own modules, by the first folder below src/. */
export const NODE_MODULES: Readonly<Record<string, { readonly allows: (module: string) => boolean; readonly because: string }>> = {
  core: { allows: () => false, because: 'core runs unchanged in a browser: no files, no processes, no clock' },
  live: { allows: () => true, because: 'live is the half that touches machines' },
  cli: { allows: (module) => !MACHINE_DOORS.test(module), because: 'only live touches a machine' },
  web: { allows: (module) => !MACHINE_DOORS.test(module), because: 'only live touches a machine' },
}
