/** libvirt's own expectations of what a network becomes: dnsmasq's files, and the commands for the firewall. */
import {
  dnsmasqFiles,
  type FirewallCommand,
  iptablesCommands,
  iptablesSetup,
  type NetworkDocument,
  nftablesCommands,
  nftablesSetup,
  parseNetwork,
} from '../../../src/core/formats/libvirt/index.js'
import type { Corpus, Failure, Suite, SuiteResult } from '../suite.js'
import { commandText, compareTexts } from './libvirt-command-text.js'

type Case = { readonly name: string; readonly expected: string; readonly actual: () => string }

function resultOf(cases: readonly Case[]): SuiteResult | undefined {
  if (cases.length === 0) return undefined
  const failures = cases.flatMap(({ name, expected, actual }): Failure[] => {
    const why = compareTexts(expected, actual())
    return why === undefined ? [] : [{ case: name, why }]
  })
  return { passed: cases.length - failures.length, total: cases.length, failures }
}

/** Files of a folder with this name, with what stands before their ending. */
function filesIn({ files }: Corpus, folder: string, ending: string): readonly { readonly file: string; readonly stem: string }[] {
  return files.flatMap((file) =>
    file.includes(`${folder}/`) && file.endsWith(ending) ? [{ file, stem: file.slice(0, -ending.length) }] : [],
  )
}

function documentIn(corpus: Corpus, stem: string): NetworkDocument {
  return parseNetwork(corpus.text(`${stem}.xml`), stem).document
}

export const dnsmasqSuite: Suite = {
  name: 'libvirt-dnsmasq',
  title: "libvirt networkxml2confdata: dnsmasq's configuration and hosts file, byte by byte",
  run: (corpus) => {
    const configurations = filesIn(corpus, 'networkxml2confdata', '.conf').map(
      ({ file, stem }): Case => ({
        name: file,
        expected: corpus.text(file),
        actual: () => dnsmasqFiles(documentIn(corpus, stem)).configuration,
      }),
    )
    const hosts = filesIn(corpus, 'networkxml2confdata', '.hostsfile').map(
      ({ file, stem }): Case => ({ name: file, expected: corpus.text(file), actual: () => dnsmasqFiles(documentIn(corpus, stem)).hosts }),
    )
    return resultOf([...configurations, ...hosts])
  },
}

type Commands = (document: NetworkDocument, bridge: string) => readonly FirewallCommand[]

function firewallSuite(backend: 'iptables' | 'nftables', commands: Commands, setup: readonly FirewallCommand[]): Suite {
  return {
    name: `libvirt-${backend}`,
    title: `libvirt networkxml2firewalldata: the ${backend === 'iptables' ? 'iptables' : 'nft'} commands of a network, byte by byte`,
    run: (corpus) => {
      const bases = filesIn(corpus, 'networkxml2firewalldata', `/base.${backend}`).map(
        ({ file }): Case => ({ name: file, expected: corpus.text(file), actual: () => commandText(setup) }),
      )
      const networks = filesIn(corpus, 'networkxml2firewalldata', `-linux.${backend}`).map(({ file, stem }): Case => {
        const actual = (): string => {
          const document = documentIn(corpus, stem)
          return commandText(commands(document, document.bridge.name?.value ?? ''))
        }
        return { name: file, expected: corpus.text(file), actual }
      })
      return resultOf([...bases, ...networks])
    },
  }
}

export const iptablesSuite = firewallSuite('iptables', iptablesCommands, iptablesSetup())
export const nftablesSuite = firewallSuite('nftables', nftablesCommands, nftablesSetup())
