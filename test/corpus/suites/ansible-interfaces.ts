/** The edits of ansible's interfaces_file unit test: our splices against its golden texts, byte by byte. */
import { removeOption, setMethod, setOption } from '../../../src/core/formats/interfaces/edit-option.js'
import { parse } from '../../../src/core/formats/interfaces/parse.js'
import { applySplices, type Splice } from '../../../src/core/std/splice.js'
import type { Corpus, Failure, Suite } from '../suite.js'

/** One call of the module. `value` null or absent with `absent`: whatever the value. */
type Edit = {
  readonly iface: string
  readonly family?: string
  readonly option: string
  readonly value?: string
  readonly state: 'present' | 'absent'
}

const ROUTE = 'route add -net 224.0.0.0 netmask 240.0.0.0 dev aggi'
const addUp: Edit = { iface: 'aggi', option: 'up', value: ROUTE, state: 'present' }
const dropUp: Edit = { iface: 'aggi', option: 'up', state: 'absent' }
const mtu = (iface: string, state: Edit['state'] = 'present'): Edit => ({ iface, option: 'mtu', value: '1350', state })
const eth0 = (family: string, option: string, value: string): readonly Edit[] => [
  { iface: 'eth0', family, option, value, state: 'present' },
]

/** Test by test: the parameters with which the module is called, one after the other. */
const TESTS: Readonly<Record<string, readonly Edit[]>> = {
  '.test_no_changes': [],
  _add_aggi_up: [addUp],
  _add_and_delete_aggi_up: [addUp, dropUp],
  _add_aggi_up_twice: [addUp, addUp],
  _aggi_remove_dup: [dropUp, addUp],
  _set_aggi_slaves: [{ iface: 'aggi', option: 'slaves', value: 'int1  int3', state: 'present' }],
  _set_aggi_and_eth0_mtu: [mtu('aggi'), mtu('eth0')],
  _revert: [mtu('eth0'), mtu('eth0', 'absent')],
  _change_method: [{ iface: 'eth1', option: 'method', value: 'dhcp', state: 'present' }],
  _change_ipv4: eth0('inet', 'address', '192.168.0.42'),
  _change_ipv6: eth0('inet6', 'address', 'fc00::42'),
  _change_ipv4_pre_up: eth0('inet', 'pre-up', 'XXXX_ipv4'),
  _change_ipv6_pre_up: eth0('inet6', 'pre-up', 'XXXX_ipv6'),
  _change_ipv4_post_up: eth0('inet', 'post-up', 'XXXX_ipv4'),
  _change_ipv6_post_up: eth0('inet6', 'post-up', 'XXXX_ipv6'),
}

const INPUT = /^(.*interfaces_file_fixtures\/)input\/([^/]+)$/

export const ANSIBLE_INTERFACES: Suite = {
  name: 'ansible-interfaces',
  title: "ansible's interfaces_file: the edited text of every file and every edit of its unit test, byte by byte",
  run: (corpus) => {
    const cases = corpus.files.flatMap((file) => {
      const [, root, name] = INPUT.exec(file) ?? []
      if (root === undefined || name === undefined || name.endsWith('.license')) return []
      return Object.keys(TESTS).map((test) => ({ file, golden: `${root}golden_output/${name}${test}`, edits: TESTS[test] ?? [] }))
    })
    const there = cases.filter(({ golden }) => corpus.files.includes(golden))
    if (there.length === 0) return undefined
    const failures = there.flatMap((one) => failureOf(corpus, one))
    return { passed: there.length - failures.length, total: there.length, failures }
  },
}

type Case = { readonly file: string; readonly golden: string; readonly edits: readonly Edit[] }

function failureOf(corpus: Corpus, { file, golden, edits }: Case): readonly Failure[] {
  const edited = edits.reduce(apply, corpus.text(file))
  /** Its test compares with a newline at the end. */
  const got = edited === '' || edited.endsWith('\n') ? edited : `${edited}\n`
  const wanted = corpus.text(golden)
  if (got === wanted) return []
  const [a, b] = [got.split('\n'), wanted.split('\n')]
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => index).find((index) => a[index] !== b[index]) ?? 0
  return [{ case: golden, why: `line ${at + 1}: wanted ${JSON.stringify(b[at])}, got ${JSON.stringify(a[at])}` }]
}

/** An interface that is not there is an error of the module, and changes nothing. */
function apply(text: string, edit: Edit): string {
  return applySplices(text, splicesFor(text, edit) ?? [])
}

function splicesFor(text: string, { iface, family, option, value, state }: Edit): readonly Splice[] | undefined {
  const { document } = parse(text, 'interfaces', 'ifupdown')
  const place = { name: iface, ...(family === undefined ? {} : { family }) }
  if (option === 'method') return setMethod(document, place, value ?? '')
  if (state === 'present') return setOption(document, place, { option, value: value ?? '' })
  return removeOption(document, place, { option, ...(value === undefined ? {} : { value }) })
}
