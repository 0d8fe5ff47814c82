/** The scripts that Debian's packages put into /etc/network/if-pre-up.d and if-up.d, in the order of their names. */
import { type IfupStep, type NamedValue, optionsOf } from '../../formats/interfaces/index.js'
import { setUpBonding } from './bond-hook.js'
import { buildBridge } from './bridge-hook.js'
import { fileOf } from './captures.js'
import { runCommandLine } from './command-line.js'
import { failed, type StanzaBoot } from './ifupdown-steps.js'
import { change, profileIn, request } from './machine.js'
import { setUpSwitch } from './ovs-hook.js'
import { setUpVlan } from './vlan-hook.js'

/** Whether all scripts of the directory went well; run-parts stops at the first that does not. */
export function runHooks(boot: StanzaBoot, step: IfupStep): boolean {
  if (step.text.endsWith('/if-pre-up.d')) return bridge(boot) && setUpBonding(boot) && setUpSwitch(boot) && setUpVlan(boot)
  if (!step.text.endsWith('/if-up.d')) return true
  nameServers(boot)
  kernelParameters(boot)
  return true
}

/** bridge-utils. */
function bridge(boot: StanzaBoot): boolean {
  const { booting, stage, facts, device } = boot
  if (facts.bridge === undefined) return true
  const built = buildBridge(booting, stage, { device, bridge: facts.bridge, mtu: facts.mtu?.value })
  return built.kind !== 'refused' || failed(boot, stage, facts.bridge.origin, built.text)
}

/** resolvconf, or systemd-resolved, by a script of theirs. */
function nameServers({ booting, stage, facts }: StanzaBoot): void {
  const { nameServers: servers, search } = facts
  if (servers.length === 0 && search.length === 0) return
  const scripts = ['000resolvconf', 'resolved'].map((name) => fileOf(booting.snapshot, stage.node, `/etc/network/if-up.d/${name}`))
  if (!profileIn(booting, stage.node).resolvconf && scripts.every((script) => script === undefined)) return
  change(booting, stage.node, (node) => ({
    ...node,
    resolver: { ...node.resolver, nameServers: [...node.resolver.nameServers, ...servers], search: [...node.resolver.search, ...search] },
  }))
}

const PARAMETERS = [
  ['ip-proxy-arp', 'proxy_arp', ['0', '1']],
  ['ip-rp-filter', 'rp_filter', ['0', '1', '2']],
] as const

/** The script `ip` of the package vlan: whatever is no known value counts as 1, or as 0 for proxy_arp. */
function kernelParameters({ booting, stage, context, device }: StanzaBoot): void {
  for (const [option, key, values] of PARAMETERS) {
    for (const { value, origin } of optionsOf(context.stanza, option).slice(0, 1)) {
      const known = values.find((candidate) => candidate === value.text) ?? (key === 'proxy_arp' ? '0' : '1')
      request(booting, stage, { kind: 'sysctl-set', key: `net.ipv4.conf.${device.replaceAll('.', '/')}.${key}`, value: known, origin })
    }
  }
}

/** One line of a script. What it returns is not looked at. */
export function runLine({ booting, stage }: StanzaBoot, text: string, { origin }: Pick<NamedValue, 'origin'>) {
  return runCommandLine(booting, stage, { text, origin, variables: {} })
}
