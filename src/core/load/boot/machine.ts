/** The machines while they boot: each request changes the node and is written into the journal. */
import { type InterfaceName, LOOPBACK } from '../../addresses/interface-name.js'
import { derivedMac, type Mac, NO_MAC } from '../../addresses/mac.js'
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import { type Origin, withOrigin } from '../../diagnostics/origin.js'
import { applyRequest } from '../../kernel/apply.js'
import {
  type Cable,
  DEFAULT_RULES,
  DEFAULT_RULES6,
  type KernelRequest,
  type Network,
  type Node,
  type Owner,
  type RequestResult,
  type Topology,
  type TopologyNode,
  type Unmodelled,
} from '../../model/index.js'
import type { Capture, Snapshot } from '../../snapshot/snapshot.js'
import type { BootEvent } from '../journal.js'
import type { Networkd } from './networkd-state.js'
import { PLAIN_KERNEL, type Profile } from './profile.js'
import { nothingUnderstood } from './understood.js'

/** Everything under way in one load; lives inside `load` alone. */
export type Booting = {
  readonly snapshot: Snapshot
  readonly topology: Topology
  readonly nodes: Map<string, Node>
  readonly profiles: Map<string, Profile>
  readonly cables: Cable[]
  readonly journal: BootEvent[]
  readonly diagnostics: Diagnostic[]
  /** DHCP clients that got no lease yet, to be asked again when everybody is up. */
  readonly waiting: ((last: boolean) => boolean)[]
  /** Host → taps plugged so far. */
  readonly taps: Map<string, number>
  /** Where systemd-networkd runs. */
  readonly networkd: Map<string, Networkd>
  /** `NODE NAME` → what the NIC was called before udev renamed it. */
  readonly originals: Map<string, InterfaceName>
}

/** A place in the boot of one node, for the journal. */
export type Stage = { readonly node: string; readonly phase: string; readonly owner: Owner }

export function startBooting(snapshot: Snapshot, topology: Topology): Booting {
  return {
    snapshot,
    topology,
    nodes: new Map(),
    profiles: new Map(),
    cables: [...topology.cables],
    journal: [],
    diagnostics: [],
    waiting: [],
    taps: new Map(),
    networkd: new Map(),
    originals: new Map(),
  }
}

export function nodeIn(booting: Booting, name: string): Node {
  return booting.nodes.get(name) ?? bareNode({ name, kind: 'outside' }, [])
}

export function profileIn(booting: Booting, name: string): Profile {
  return booting.profiles.get(name) ?? PLAIN_KERNEL
}

/** Asks the node's kernel, writes it down, and says what came of it. */
export function request(booting: Booting, stage: Stage, wanted: KernelRequest): RequestResult {
  const { node, result } = applyRequest(nodeIn(booting, stage.node), wanted, stage.owner)
  booting.nodes.set(stage.node, node)
  booting.journal.push({ node: stage.node, phase: stage.phase, kind: 'request', request: wanted, result })
  return result
}

/** Asks in order until one is refused. */
export function requestAll(booting: Booting, stage: Stage, wanted: readonly KernelRequest[]): RequestResult {
  for (const one of wanted) {
    const result = request(booting, stage, one)
    if (result.kind === 'refused') return result
  }
  return { kind: 'done' }
}

/** What is kept word by word because the model does not know what it does. */
export function keepUnmodelled(booting: Booting, stage: Stage, list: readonly Unmodelled[]): void {
  for (const { what, touches, origin } of list) request(booting, stage, { kind: 'unmodelled', text: what, touches, ...withOrigin(origin) })
}

/** The document in a capture; what could not be read of it is written down. */
export function readDocument<Document>(
  booting: Booting,
  capture: Capture,
  parse: (text: string, capture: string) => Parsed<Document>,
): Document {
  const { document, diagnostics } = parse(capture.text, capture.id)
  const nothing = nothingUnderstood(capture, diagnostics)
  booting.diagnostics.push(...diagnostics, ...(nothing === undefined ? [] : [nothing]))
  return document
}

export function change(booting: Booting, name: string, how: (node: Node) => Node): void {
  booting.nodes.set(name, how(nodeIn(booting, name)))
}

/** The network as it is at this moment. */
export function networkNow(booting: Booting): Network {
  return {
    name: booting.topology.name,
    nodes: Object.fromEntries(booting.nodes),
    cables: booting.cables,
    diagnostics: booting.diagnostics,
    ...(booting.topology.world === undefined ? {} : { world: booting.topology.world }),
  }
}

export type Nic = { readonly name: InterfaceName; readonly mac?: Mac; readonly origin?: Origin }

/** A machine just switched on: lo and its NICs, all down. */
export function bareNode(declared: Pick<TopologyNode, 'name' | 'kind' | 'of' | 'origin'>, nics: readonly Nic[]): Node {
  const base = { mtu: 1500, up: false } as const
  return {
    name: declared.name,
    kind: declared.kind,
    ...(declared.of === undefined ? {} : { of: declared.of }),
    ...withOrigin(declared.origin),
    interfaces: [
      { ...base, kind: 'loopback', name: LOOPBACK, mac: NO_MAC, mtu: 65536, owner: 'kernel' },
      ...nics.map(
        (nic) =>
          ({
            ...base,
            kind: 'ethernet',
            medium: 'hardware',
            name: nic.name,
            mac: nic.mac ?? derivedMac(`${declared.name} ${nic.name}`),
            owner: 'hardware',
            ...withOrigin(nic.origin),
          }) as const,
      ),
    ],
    addresses: [],
    routes: [],
    rules: DEFAULT_RULES,
    neighbours: [],
    inet6: { addresses: [], routes: [], rules: DEFAULT_RULES6, neighbours: [] },
    sysctls: {},
    chains: [],
    nftables: [],
    listeners: [],
    servers: [],
    resolver: { nameServers: [], search: [], hosts: [] },
    libvirtNetworks: [],
    unmodelled: [],
  }
}
