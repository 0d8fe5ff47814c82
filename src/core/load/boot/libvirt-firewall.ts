/** The firewall of libvirt's networks, by the back end of the release: iptables in chains of its own, nft, or what it was before 5.1. */
import { formatPrefix } from '../../addresses/prefix.js'
import { withOrigin } from '../../diagnostics/origin.js'
import { type FirewallCommand, iptablesCommands, iptablesSetup, nftablesCommands, nftablesSetup } from '../../formats/libvirt/index.js'
import { runWords } from './command-line.js'
import { oldRules } from './libvirt-old-firewall.js'
import type { StartingVirtual } from './libvirt-starting.js'
import { type Booting, profileIn, request, type Stage } from './machine.js'

/** What is made once, when the first network with rules starts, even if it then does not. */
export function setUpFirewall(booting: Booting, { node }: Stage): void {
  const stage: Stage = { node, phase: 'libvirtd', owner: 'libvirt' }
  if (booting.journal.some((event) => event.node === node && event.phase === stage.phase)) return
  switch (profileIn(booting, node).libvirtChains) {
    case 'head-of-forward':
      return
    case 'own-chains':
      return run(booting, stage, iptablesSetup())
    case 'nftables':
      return run(booting, stage, nftablesSetup())
  }
}

export function addFirewall(booting: Booting, stage: Stage, { document, lowered, mode }: StartingVirtual, bridge: string): void {
  const device = document.forward.device?.value
  const origin = document.forward.origin ?? document.origin
  if (document.bridge.zone !== undefined) {
    const { value, origin: written } = document.bridge.zone
    request(booting, stage, { kind: 'unmodelled', text: `firewalld zone ${value} for ${bridge}`, touches: 'anything', origin: written })
  }
  if (mode !== 'open') setUpFirewall(booting, stage)
  switch (profileIn(booting, stage.node).libvirtChains) {
    case 'own-chains':
      return run(booting, stage, iptablesCommands(document, bridge))
    case 'nftables':
      return run(booting, stage, nftablesCommands(document, bridge))
    case 'head-of-forward': {
      const subnets = lowered.network.subnets.map(formatPrefix)
      const network = { mode, bridge, subnets, ...(device === undefined ? {} : { device }) }
      return run(
        booting,
        stage,
        oldRules(network).map((words) => ({ words, origin })),
      )
    }
  }
}

/** Looking does not change anything, and is left out. */
function run(booting: Booting, stage: Stage, commands: readonly FirewallCommand[]): void {
  for (const { words, origin } of commands) {
    if (words.includes('--list-rules') || words[1] === 'list' || words[2] === 'show') continue
    runWords(
      booting,
      stage,
      words.map((text) => ({ text, ...withOrigin(origin) })),
    )
  }
}
