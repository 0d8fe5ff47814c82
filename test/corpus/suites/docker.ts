/** Docker's own expected rules of its bridge driver, against those that the model makes of the same networks, rule by rule in order. */
import { lowerSave, parseSave, printSave } from '../../../src/core/formats/iptables/index.js'
import { type DockerMode, type DockerNetwork, type DockerOptions, dockerDump } from '../../../src/core/load/boot/docker-rules.js'
import type { Family } from '../../../src/core/model/index.js'
import type { Corpus, Failure, Suite } from '../suite.js'
import { DOCUMENTED, type DocumentedNetworks } from './docker-documented.js'

const GOLDEN = /(^|\/)TestIptabler_(?:cleaned,)?(.*)__(ip6?tables)\.golden$/
const PAGE = /iptablesdoc\/generated\/([a-z-]+)\.md$/

export const DOCKER: Suite = {
  name: 'docker',
  title: "Docker's expected rules (iptabler's golden dumps, the pages of iptablesdoc), made by the model from the same networks",
  run: (corpus) => {
    const cases = corpus.files.flatMap((file): readonly { readonly file: string; readonly why: string | undefined }[] => {
      const golden = GOLDEN.exec(file)
      if (golden !== null) return [{ file, why: compareGolden(corpus, file, golden[2] ?? '', golden[3] === 'iptables' ? 'ip' : 'ip6') }]
      const documented = DOCUMENTED[PAGE.exec(file)?.[1] ?? '']
      return documented === undefined ? [] : [{ file, why: comparePage(corpus.text(file), documented) }]
    })
    if (cases.length === 0) return undefined
    const failures = cases.flatMap(({ file, why }): readonly Failure[] => (why === undefined ? [] : [{ case: file, why }]))
    return { passed: cases.length - failures.length, total: cases.length, failures }
  },
}

/** The dump as it is read, printed back, and made. */
function compareGolden(corpus: Corpus, file: string, settings: string, family: Family): string | undefined {
  const text = corpus.text(file)
  const { document, diagnostics } = parseSave(text, file, family)
  const found = [...diagnostics, ...lowerSave(document).diagnostics][0]
  if (found !== undefined) return `refused: ${found.message}`
  if (printSave(document) !== text) return 'does not come back as it was'
  return firstDifference(text.split('\n'), madeOf(settings, family, file).split('\n'))
}

function madeOf(settings: string, family: Family, file: string): string {
  if (settings === 'no') return UNUSED
  const has = (name: string): boolean => new RegExp(`(^|,)${name}=true`).test(settings)
  const mode = (/gwm=([a-z-]+)/.exec(settings)?.[1] ?? 'nat') as DockerMode
  const options: DockerOptions = { hairpin: has('hairpin'), userChain: false, rawRules: true, mirrored: has('wsl2mirrored') }
  const host = has('snat') ? { hostAddress: family === 'ip' ? '192.168.123.0' : 'fd34:d0d4:672f::123' } : {}
  const bound = has('bindlh') ? { hostAddress: family === 'ip' ? '127.0.0.1' : '::1' } : {}
  const address = family === 'ip' ? '192.168.0.2' : 'fd49:efd7:54aa::1'
  const network: DockerNetwork = {
    bridge: 'br-dummy',
    internal: has('internal'),
    icc: has('icc'),
    masquerade: has('masq'),
    subnets: { [family]: { prefix: family === 'ip' ? '192.168.0.0/24' : 'fd49:efd7:54aa::/64', mode, ...host } },
    containers: [{ addresses: { [family]: address }, ports: [{ protocol: 'tcp', address, port: 80, hostPort: 8080, ...bound }] }],
  }
  return dockerDump(/_cleaned,/.test(file) ? [] : [network], options, family)
}

const UNUSED = [
  ['*raw', ':PREROUTING ACCEPT [0:0]', ':OUTPUT ACCEPT [0:0]', 'COMMIT'],
  ['*filter', ':INPUT ACCEPT [0:0]', ':FORWARD ACCEPT [0:0]', ':OUTPUT ACCEPT [0:0]', 'COMMIT'],
  ['*nat', ...['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'].map((name) => `:${name} ACCEPT [0:0]`), 'COMMIT', ''],
]
  .flat()
  .join('\n')

/** A page shows `iptables -S` of some tables, or of the chain DOCKER alone; what it shows must be what the model makes, rule by rule. */
function comparePage(text: string, { networks, options }: DocumentedNetworks): string | undefined {
  const made = dockerDump(networks, options, 'ip').split(/^COMMIT\n/m)
  const blocks = text.split(/<\/?details>/).flatMap((part) => {
    const lines = part.split('\n').flatMap((line) => /^ {4}(-[PNA] \S.*?)\s*$/.exec(line)?.[1] ?? [])
    return lines.length === 0 ? [] : [lines]
  })
  for (const block of blocks) {
    const rules = block.filter((line) => line.startsWith('-A'))
    const policies = block.filter((line) => line.startsWith('-P')).length
    // filter has three built-in chains, nat four, raw two.
    const dump = made[policies === 4 ? 2 : policies === 2 ? 0 : 1] ?? ''
    const all = dump.split('\n').filter((line) => line.startsWith('-A'))
    const wanted = policies === 0 ? all.filter((line) => line.startsWith('-A DOCKER ')) : all
    const difference = firstDifference(rules, wanted)
    if (difference !== undefined) return difference
  }
  return blocks.length === 0 ? 'shows no rules' : undefined
}

function firstDifference(wanted: readonly string[], got: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(wanted.length, got.length) }, (_, index) => index).find((index) => wanted[index] !== got[index])
  return at === undefined ? undefined : `line ${at + 1}: wanted ${JSON.stringify(wanted[at])}, got ${JSON.stringify(got[at])}`
}
