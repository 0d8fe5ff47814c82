/** Which of libvirt's own test inputs are taken and which refused, beside what libvirt says of them. */
import type { Diagnostic, Parsed } from '../../../src/core/diagnostics/diagnostic.js'
import {
  parseDomain,
  parseFilter,
  parseHostInterface,
  parseNetwork,
  parseNetworkPort,
  parsePool,
  parseVolume,
} from '../../../src/core/formats/libvirt/index.js'
import type { Corpus, Failure, Suite, SuiteResult } from '../suite.js'

type Parse = (text: string, capture: string) => Parsed<unknown>

/** Undefined: the case is none of this suite's. */
type Expected = 'taken' | 'refused' | undefined
type Expect = (corpus: Corpus, file: string) => Expected

type Wanted = { readonly name: string; readonly title: string; readonly folder: RegExp; readonly parse: Parse; readonly expected: Expect }

function suiteOf({ name, title, folder, parse, expected }: Wanted): Suite {
  return {
    name,
    title,
    run: (corpus): SuiteResult | undefined => {
      const cases = corpus.files.flatMap((file) => {
        const wanted = folder.test(file) && file.endsWith('.xml') ? expected(corpus, file) : undefined
        return wanted === undefined ? [] : [{ file, wanted }]
      })
      if (cases.length === 0) return undefined
      const failures = cases.flatMap(({ file, wanted }): Failure[] => {
        const refusal = parse(corpus.text(file), file).diagnostics.find((found: Diagnostic) => found.severity === 'error')
        if ((refusal === undefined) === (wanted === 'taken')) return []
        const came = refusal === undefined ? 'it is taken' : `it is refused: ${refusal.message}`
        return [{ case: file, why: `libvirt has it ${wanted}, here ${came}` }]
      })
      return { passed: cases.length - failures.length, total: cases.length, failures }
    },
  }
}

const stem = (file: string): string => file.slice(file.lastIndexOf('/') + 1, -'.xml'.length)

/** DO_TEST_PARSE_ERROR in networkxml2xmltest.c. */
const REFUSED_NETWORKS = [
  'routed-network-no-dns-extra-elements',
  'open-network-with-forward-dev',
  'hostdev-duplicate',
  'passthrough-duplicate',
]

export const networksSuite = suiteOf({
  name: 'libvirt-networks',
  title: 'libvirt networkxml2xml: networks taken and refused',
  folder: /networkxml2(xml(in|out)|confdata|firewalldata)\//,
  parse: parseNetwork,
  expected: (_, file) => (REFUSED_NETWORKS.includes(stem(file)) ? 'refused' : 'taken'),
})

/**
 * What libvirt's refusal, which stands in a file beside the input, is about: the network, or the text as XML. Everything else is
 * about other devices, firmware, or what one QEMU can do, which is not read here.
 */
const ABOUT_NETWORK =
  /custom tap device path|portForward|[rt]x_queue_size|'queues' in element 'driver'|'interface' requires|Couldn't find end of Start Tag/

function refusalOf(corpus: Corpus, file: string): string | undefined {
  const start = file.slice(0, -'.xml'.length)
  const found = corpus.files.find((other) => other.startsWith(`${start}.`) && other.endsWith('.err'))
  return found === undefined ? undefined : corpus.text(found)
}

/** Of a refused input there is no output; `X.x86_64-latest.xml` is the output of one that another release takes. */
function expectedOfGuest(corpus: Corpus, file: string): Expected {
  const name = stem(file)
  const input = /^(.*)\.[\w]+-[\w.]+$/.exec(name)?.[1] ?? name
  const refusal = refusalOf(corpus, file.replace(`${name}.xml`, `${input}.xml`))
  if (refusal === undefined) return 'taken'
  return ABOUT_NETWORK.test(refusal) ? 'refused' : 'taken'
}

export const guestsSuite = suiteOf({
  name: 'libvirt-guests',
  title: 'libvirt qemuxmlconf, generic, lxc: guests taken, and those refused for their network',
  folder: /(qemuxmlconfdata|genericxml2xml(in|out)data|qemuhotplugtestdomains|lxcxml2xmldata|domainschemadata)\//,
  parse: parseDomain,
  expected: (corpus, file) => (stem(file) === 'name-slash-fail' ? 'refused' : expectedOfGuest(corpus, file)),
})

export const poolsSuite = suiteOf({
  name: 'libvirt-pools',
  title: 'libvirt storagepoolxml2xml: storage pools taken',
  folder: /storagepoolxml2xml(in|out)\//,
  parse: parsePool,
  expected: () => 'taken',
})

export const volumesSuite = suiteOf({
  name: 'libvirt-volumes',
  title: 'libvirt storagevolxml2xml: volumes taken',
  folder: /storagevolxml2xml(in|out)\//,
  parse: parseVolume,
  expected: () => 'taken',
})

/** An input named `-invalid` holds values that are refused, but for one that only the schema minds. */
export const filtersSuite = suiteOf({
  name: 'libvirt-filters',
  title: 'libvirt nwfilterxml2xml: network filters taken and refused',
  folder: /nwfilterxml2(xml(in|out)|firewalldata)\/|src\/nwfilter\/xml\//,
  parse: parseFilter,
  expected: (_, file) => (stem(file).endsWith('-invalid') && stem(file) !== 'quirks-invalid' ? 'refused' : 'taken'),
})

export const portsSuite = suiteOf({
  name: 'libvirt-ports',
  title: 'libvirt virnetworkportxml2xml: ports of networks taken',
  folder: /virnetworkportxml2xmldata\//,
  parse: parseNetworkPort,
  expected: () => 'taken',
})

export const hostInterfacesSuite = suiteOf({
  name: 'libvirt-interfaces',
  title: 'libvirt interfaceschema: interfaces of the host taken',
  folder: /interfaceschemadata\//,
  parse: parseHostInterface,
  expected: () => 'taken',
})
