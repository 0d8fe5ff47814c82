/** What libvirt starts a network with: dnsmasq's files and the commands of the firewall. */
import { expect, test } from 'vitest'
import { expectSection, inputOf, readCases } from '../../../../test/case-file.js'
import { dnsmasqFiles, type FirewallCommand, iptablesCommands, nftablesCommands, parseNetwork } from './index.js'

const lines = (commands: readonly FirewallCommand[]): string => commands.map(({ words }) => words.join(' ')).join('\n')

test.each(readCases(`${import.meta.dirname}/cases/start`))('$title', (file) => {
  const { document, diagnostics } = parseNetwork(inputOf(file, 'network'), 'network')
  expect(diagnostics).toEqual([])
  const bridge = document.bridge.name?.value ?? ''
  const { configuration, hosts } = dnsmasqFiles(document)
  expectSection(file, 'dnsmasq', configuration)
  expectSection(file, 'hosts', hosts)
  expectSection(file, 'iptables', lines(iptablesCommands(document, bridge)))
  expectSection(file, 'nft', lines(nftablesCommands(document, bridge)))
})
