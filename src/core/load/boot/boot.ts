/** Brings every machine up: the outside first, then the hosts, then their guests. */
import { LOOPBACK } from '../../addresses/interface-name.js'
import { withOrigin } from '../../diagnostics/origin.js'
import type { NodeKind, Topology, TopologyNode } from '../../model/index.js'
import { runCommandLine } from './command-line.js'
import { startDnsmasq } from './dnsmasq.js'
import { type GuestNic, guestNics, plugGuest } from './guests.js'
import { bringUpInterfaces } from './ifupdown.js'
import { obtainLease } from './lease.js'
import { startLibvirt } from './libvirt.js'
import { namedNics, setLinks } from './link-names.js'
import { type Booting, bareNode, change, type Nic, nodeIn, request, type Stage } from './machine.js'
import { advanceNetworkd, finishNetworkd, startNetworkd } from './networkd.js'
import { loadNftables } from './nftables.js'
import { applyNsswitch } from './nsswitch.js'
import { startOpenVswitch } from './openvswitch.js'
import { profileOf } from './profile.js'
import { finishResolved } from './resolved.js'
import { applySysctls, loadFirewall, readRelease, readResolver, startListeners } from './services.js'
import { startUfw } from './ufw.js'

const ORDER: readonly NodeKind[] = ['outside', 'host', 'guest']

export function bootAll(booting: Booting): void {
  const { topology } = booting
  for (const kind of ORDER) {
    for (const declared of topology.nodes.filter((node) => node.kind === kind)) bootNode(booting, topology, declared)
  }
  settleLeases(booting)
  finishNetworkd(booting)
  finishResolved(booting)
  for (const name of booting.nodes.keys()) applyNsswitch(booting, name)
  for (const node of booting.nodes.values())
    booting.journal.push({ node: node.name, phase: 'resolver', kind: 'resolver', resolver: node.resolver })
}

function bootNode(booting: Booting, topology: Topology, declared: TopologyNode): void {
  const nics: readonly GuestNic[] = declared.kind === 'guest' ? guestNics(booting, declared) : declared.nics
  booting.profiles.set(declared.name, profileOf(readRelease(booting, declared.name)))
  const named = namedNics(booting, declared.name, withLinked(topology, declared, nics))
  booting.nodes.set(declared.name, bareNode(declared, named))
  if (declared.kind === 'guest') plugGuest(booting, declared, nics)
  const stage = (phase: string): Stage => ({ node: declared.name, phase, owner: 'topology' })
  applySysctls(booting, declared, stage('sysctl'))
  loadFirewall(booting, declared.name, stage('iptables-persistent'))
  loadNftables(booting, stage('nftables'))
  startUfw(booting, declared.name, stage('ufw'))
  readResolver(booting, declared.name)
  startOpenVswitch(booting, declared.name)
  setLinks(booting, declared.name, named)
  startNetworkd(booting, declared.name)
  bringUpInterfaces(booting, declared.name)
  applyInline(booting, declared, { node: declared.name, phase: 'network', owner: 'netplan' })
  startDnsmasq(booting, declared.name, stage('dnsmasq'))
  startLibvirt(booting, declared.name)
  startListeners(booting, declared, stage('listen'))
  finishNode(booting, declared, stage)
  for (const name of [declared.name, declared.of]) advanceNetworkd(booting, name)
}

/** NICs that only a link names. */
function withLinked(topology: Topology, declared: TopologyNode, nics: readonly Nic[]): readonly Nic[] {
  const ends = topology.cables.flatMap((cable) => cable.ends).filter((end) => end.node === declared.name)
  const missing = ends.filter((end) => !nics.some((nic) => nic.name === end.interface)).map((end) => ({ name: end.interface }))
  const inline = (declared.network?.requests ?? []).flatMap((wanted) =>
    wanted.kind === 'link-set' && wanted.up === true ? [wanted.name] : [],
  )
  const made = new Set<string>((declared.network?.requests ?? []).flatMap((wanted) => (wanted.kind === 'link-add' ? [wanted.name] : [])))
  const known = new Set<string>([...nics, ...missing].map((nic) => nic.name))
  const bare = inline.filter((name) => name !== 'lo' && !made.has(name) && !known.has(name)).map((name) => ({ name }))
  return [...nics, ...missing, ...bare]
}

function applyInline(booting: Booting, declared: TopologyNode, stage: Stage): void {
  const { network } = declared
  if (network === undefined) return
  request(booting, stage, { kind: 'link-set', name: LOOPBACK, up: true })
  for (const wanted of network.requests) {
    const result = request(booting, stage, wanted)
    if (result.kind !== 'refused') continue
    booting.diagnostics.push({
      code: 'boot/network-refused',
      severity: 'warning',
      message: `${declared.name}: ${result.text}`,
      ...(wanted.origin === undefined ? {} : { at: wanted.origin }),
      because: 'the kernel refuses this part of the inline network',
      help: 'correct it',
    })
  }
  for (const device of network.dhcp) obtainLease(booting, stage, { device, label: device, origin: declared.origin }, () => {})
  if (network.nameServers.length === 0) return
  const nameServers = network.nameServers.map((address) => ({
    address,
    ...withOrigin(declared.origin),
  }))
  change(booting, declared.name, (node) => ({
    ...node,
    resolver: { ...node.resolver, nameServers: [...node.resolver.nameServers, ...nameServers] },
  }))
}

/** What the topology file adds last: firewall dumps, then what was typed by hand. */
function finishNode(booting: Booting, declared: TopologyNode, stage: (phase: string) => Stage): void {
  for (const setting of declared.sysctl.filter((one) => deviceKnown(booting, declared.name, one.key))) {
    request(booting, stage('sysctl'), {
      kind: 'sysctl-set',
      key: setting.key,
      value: setting.value,
      ...withOrigin(setting.origin),
    })
  }
  loadFirewall(booting, declared.name, stage('iptables'), declared.iptables)
  for (const command of declared.commands) {
    const result = runCommandLine(booting, { ...stage('command'), owner: 'command' }, { ...command, variables: {} })
    if (result.kind !== 'refused') continue
    booting.diagnostics.push({
      code: 'boot/command-failed',
      severity: 'warning',
      message: `${declared.name}: "${command.text}" fails: ${result.text}`,
      ...(command.origin === undefined ? {} : { at: command.origin }),
      because: 'the kernel refuses it, as it would on the real machine',
      help: 'correct or remove the command',
    })
  }
}

/** Parameters of one interface have to wait until it is there. */
function deviceKnown(booting: Booting, node: string, key: string): boolean {
  const device = /^net\.ipv4\.conf\.(.+)\.[^.]+$/.exec(key)?.[1]
  return device !== undefined && nodeIn(booting, node).interfaces.some((candidate) => candidate.name === device)
}

/** Clients whose server came up after them get their lease now; the others give up. */
function settleLeases(booting: Booting): void {
  for (let waiting = booting.waiting.splice(0); waiting.length > 0; ) {
    const still = waiting.filter((attempt) => !attempt(false))
    if (still.length === waiting.length) {
      for (const attempt of still) attempt(true)
      return
    }
    waiting = still
  }
}
