/** netplan's own generator tests: what is refused, and every file that is written, byte by byte. */
import { type GeneratedFile, generate, merge, netplanOrder, parse, textOfFile } from '../../../src/core/formats/netplan/index.js'
import type { Corpus, Failure, Suite } from '../suite.js'
import { type Call, callsIn, type Names, type PythonValue, readAssignments, testsIn } from './netplan-python.js'

const TEST_FILE = /^(.*tests\/generator\/)test_\w+\.py$/
/** What the suite compares; the assertions about NetworkManager's connections are left aside. */
const CALLS = [
  'generate',
  'assert_networkd',
  'assert_ovs',
  'assert_networkd_udev',
  'assert_nm_udev',
  'assert_wpa_supplicant',
  'assert_sriov',
]

/** One `generate` with the assertions that follow it. */
type Case = { readonly name: string; readonly generate: Call; readonly assertions: readonly Call[] }

export const NETPLAN: Suite = {
  name: 'netplan',
  title: "netplan's generator tests: accepted or refused, and the files for networkd, udev, wpa_supplicant and Open vSwitch, byte by byte",
  run: (corpus) => {
    const cases = corpus.files.flatMap((file) => casesOf(corpus, file))
    if (cases.length === 0) return undefined
    const failures = cases.flatMap(failureOf)
    return { passed: cases.length - failures.length, total: cases.length, failures }
  },
}

function casesOf(corpus: Corpus, file: string): readonly Case[] {
  const folder = TEST_FILE.exec(file)?.[1]
  if (folder === undefined || !corpus.files.includes(`${folder}base.py`)) return []
  const text = corpus.text(file)
  const names = readAssignments(text, '', readAssignments(corpus.text(`${folder}base.py`), '', new Map()))
  return testsIn(text).flatMap(({ name, body }) => casesIn(`${file} ${name}`, body, names))
}

/** Those of which everything could be read; tests that loop or build their YAML are left out. */
function casesIn(name: string, body: string, names: Names): readonly Case[] {
  // A test that writes files itself shows nothing in its arguments.
  if (/\bopen\(/.test(body)) return []
  const local = readAssignments(body, ' {8}', names)
  const cases: { generate: Call | undefined; assertions: Call[]; isReadable: boolean }[] = []
  for (const { name: called, call } of callsIn(body, CALLS, local)) {
    const open = cases.at(-1)
    if (called === 'generate') cases.push({ generate: call, assertions: [], isReadable: call !== undefined && hasOnlyKnown(call) })
    else if (open !== undefined && call === undefined) open.isReadable = false
    else if (open !== undefined && call !== undefined) open.assertions.push(call)
  }
  return cases.flatMap(({ generate: first, assertions, isReadable }, index) =>
    first === undefined || !isReadable ? [] : [{ name: `${name} #${index + 1}`, generate: first, assertions }],
  )
}

/** Extra arguments choose other folders. */
function hasOnlyKnown({ keywords, arguments: [yaml] }: Call): boolean {
  return keywords['extra_args'] === undefined && (typeof yaml === 'string' || yaml === null)
}

type Outcome = { readonly files: ReadonlyMap<string, GeneratedFile>; readonly refused?: string }

function outcomeOf({ arguments: [yaml], keywords }: Call): Outcome {
  const texts = new Map<string, string>()
  if (typeof yaml === 'string') texts.set('/etc/netplan/a.yaml', yaml)
  for (const [name, text] of Object.entries(keywords['confs'] ?? {})) texts.set(`/etc/netplan/${name}.yaml`, String(text))
  const documents = netplanOrder([...texts.keys()]).map((path) => parse(texts.get(path) ?? '', path).document)
  const isLenient = keywords['ignore_errors'] === true
  const { merged } = merge(documents, { as: isLenient ? 'boot' : 'generate' })
  const generated = generate(merged, { interfaces: [{ name: 'lo' }] })
  const error = merged.refused ?? generated.diagnostics.find(({ severity }) => severity === 'error')
  return {
    files: new Map(generated.files.map((file) => [file.path, file])),
    ...(isLenient || error === undefined ? {} : { refused: error.message }),
  }
}

function failureOf({ name, generate: call, assertions }: Case): readonly Failure[] {
  const outcome = outcomeOf(call)
  const mustFail = call.keywords['expect_fail'] === true
  if (mustFail !== (outcome.refused !== undefined))
    return [{ case: name, why: mustFail ? 'netplan refuses it' : `refused: ${outcome.refused}` }]
  const faults = assertions.flatMap((assertion) => faultOf(assertion, outcome))
  return faults.slice(0, 1).map((why) => ({ case: name, why }))
}

function faultOf({ name, arguments: [first, second] }: Call, { files }: Outcome): readonly string[] {
  switch (name) {
    case 'assert_networkd':
      return compare(files, first, { prefix: '/run/systemd/network/10-netplan-', isOurs: /^\/run\/systemd\/network\// })
    case 'assert_ovs':
      return compare(files, first, { prefix: '/run/systemd/system/netplan-ovs-', isOurs: /^\/run\/systemd\/system\/netplan-ovs-/ })
    case 'assert_networkd_udev':
      return compare(files, first, { prefix: '/run/udev/rules.d/99-netplan-', isOurs: /^\/run\/udev\/rules\.d\/(?!90-netplan\.rules)/ })
    case 'assert_sriov':
      return compare(files, first, { prefix: '/run/systemd/system/netplan-sriov-', isOurs: /^\/run\/systemd\/system\/netplan-sriov-/ })
    case 'assert_wpa_supplicant':
      return difference(`/run/netplan/wpa-${String(first)}.conf`, textAt(files, `/run/netplan/wpa-${String(first)}.conf`), String(second))
    case 'assert_nm_udev': {
      const path = '/run/udev/rules.d/90-netplan.rules'
      const rules = textAt(files, path)?.replace(/^#.*\n/gm, '')
      return difference(path, rules, first === null || first === undefined ? undefined : String(first))
    }
    default:
      return []
  }
}

function textAt(files: Outcome['files'], path: string): string | undefined {
  const file = files.get(path)
  return file === undefined ? undefined : textOfFile(file)
}

type Group = { readonly prefix: string; readonly isOurs: RegExp }

function compare(files: Outcome['files'], wanted: PythonValue | undefined, { prefix, isOurs }: Group): readonly string[] {
  const expected = new Map(
    Object.entries(wanted ?? {}).map(([name, text]) => [prefix + name, String(text).replace(/ +# wokeignore:rule=[a-z]+/g, '')]),
  )
  // An empty map says that there is nothing at all; of Open vSwitch the unit that cleans up is always there.
  const written = [...files.keys()].filter((path) => isOurs.test(path) && (expected.size > 0 || !path.endsWith('-cleanup.service')))
  const paths = [...new Set([...expected.keys(), ...written])].sort()
  return paths.flatMap((path) => difference(path, textAt(files, path), expected.get(path)))
}

function difference(path: string, actual: string | undefined, expected: string | undefined): readonly string[] {
  if (actual === expected) return []
  const shown = (text: string | undefined) => (text === undefined ? 'no such file' : JSON.stringify(text))
  return [`${path}: ${shown(actual)} instead of ${shown(expected)}`]
}
