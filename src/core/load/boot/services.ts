/** The smaller parts of a boot: kernel parameters, saved firewall rules, resolver, sockets. */
import { withOrigin } from '../../diagnostics/origin.js'
import { lowerSave, parseSave } from '../../formats/iptables/index.js'
import { parseOsRelease } from '../../formats/os-release/index.js'
import { lowerResolver, parseHosts, parseResolvConf } from '../../formats/resolver/index.js'
import type { TopologyNode } from '../../model/index.js'
import { fileOf } from './captures.js'
import { type Booting, change, nodeIn, profileIn, readDocument, request, type Stage } from './machine.js'
import { parametersOf } from './sysctl-files.js'

export function readRelease(booting: Booting, node: string) {
  const capture = fileOf(booting.snapshot, node, '/etc/os-release') ?? fileOf(booting.snapshot, node, '/usr/lib/os-release')
  if (capture === undefined) return undefined
  return readDocument(booting, capture, parseOsRelease)
}

/** The kernel's, the profile's where no file says, the files in order of their names, then the topology's own. */
export function applySysctls(booting: Booting, declared: TopologyNode, stage: Stage): void {
  const node = declared.name
  const profile = profileIn(booting, node)
  request(
    booting,
    { ...stage, phase: 'kernel' },
    { kind: 'sysctl-set', key: 'net.bridge.bridge-nf-call-iptables', value: profile.bridgeNetfilter ? '1' : '0' },
  )
  const parameters = parametersOf(booting, node)
  if (parameters === undefined) {
    for (const [key, value] of profile.sysctls)
      for (const one of expanded(booting, node, key))
        request(booting, { ...stage, phase: `sysctl ${profile.name}` }, { kind: 'sysctl-set', key: one, value })
  }
  for (const { key, value, origin } of parameters ?? []) request(booting, stage, { kind: 'sysctl-set', key, value, origin })
  for (const setting of declared.sysctl) {
    if (/^net\.ipv4\.conf\.(?!all\.|default\.)/.test(setting.key)) continue
    request(booting, stage, {
      kind: 'sysctl-set',
      key: setting.key,
      value: setting.value,
      ...withOrigin(setting.origin),
    })
  }
}

/** A profile's `*`: the interfaces that are there. The distributions' files except `all` from it, and name `default` by itself. */
function expanded(booting: Booting, node: string, key: string): readonly string[] {
  return key.includes('*') ? nodeIn(booting, node).interfaces.map((device) => key.replace('*', () => device.name)) : [key]
}

type Dump = TopologyNode['iptables'][number]

const SAVED: readonly { readonly path: string; readonly family: Dump['family'] }[] = [
  { path: '/etc/iptables/rules.v4', family: 'ip' },
  { path: '/etc/iptables/rules.v6', family: 'ip6' },
]

/** Dumps named by the topology, or those that iptables-persistent restores at boot. */
export function loadFirewall(booting: Booting, node: string, stage: Stage, dumps?: readonly Dump[]): void {
  const wanted = dumps ?? SAVED.map(({ path, family }) => ({ capture: `${node}:${path}`, family }))
  for (const { capture: id, family } of wanted) {
    const capture = booting.snapshot.captures[id]
    if (capture === undefined) continue
    const parsed = parseSave(capture.text, capture.id, family)
    const lowered = lowerSave(parsed.document)
    booting.diagnostics.push(...parsed.diagnostics, ...lowered.diagnostics)
    const origin = { capture: capture.id, start: 0, end: capture.text.length }
    request(booting, stage, { kind: 'netfilter-restore', chains: lowered.chains, text: capture.text, origin })
  }
}

export function readResolver(booting: Booting, node: string): void {
  const conf = fileOf(booting.snapshot, node, '/etc/resolv.conf')
  const hosts = fileOf(booting.snapshot, node, '/etc/hosts')
  const servers = conf === undefined ? undefined : readDocument(booting, conf, parseResolvConf)
  const names = hosts === undefined ? undefined : readDocument(booting, hosts, parseHosts)
  change(booting, node, (now) => ({ ...now, resolver: lowerResolver(servers, names) }))
}

export function startListeners(booting: Booting, declared: TopologyNode, stage: Stage): void {
  if (declared.listen.length === 0) return
  change(booting, declared.name, (node) => ({ ...node, listeners: [...node.listeners, ...declared.listen] }))
  for (const listener of declared.listen) booting.journal.push({ node: declared.name, phase: stage.phase, kind: 'listener', listener })
}
