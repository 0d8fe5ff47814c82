/** The iptables rules that dockerd 28 makes for its bridge networks (moby, libnetwork/drivers/bridge/internal/iptabler). */
import { lowerSave, parseSave } from '../../formats/iptables/index.js'
import type { Chain, Family } from '../../model/index.js'
import { forwardRules, ingressRules, internalRules, natRules, portRules } from './docker-network-rules.js'
import { type DockerTables, openTables, printTables } from './docker-tables.js'

export type DockerMode = 'nat' | 'nat-unprotected' | 'routed'

export type DockerSubnet = {
  /** As text: `172.17.0.0/16`, `fd00::/64`. */
  readonly prefix: string
  readonly mode: DockerMode
  /** `host_ipv4`: outgoing connections get this address instead of the interface's. */
  readonly hostAddress?: string
}

export type DockerPort = {
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly address: string
  readonly port: number
  /** Absent: the unspecified address, which is all of the host. */
  readonly hostAddress?: string
  /** Absent: not published. */
  readonly hostPort?: number
}

export type DockerNetwork = {
  readonly bridge: string
  readonly internal: boolean
  /** Containers on it may talk to each other. */
  readonly icc: boolean
  readonly masquerade: boolean
  readonly subnets: Readonly<Partial<Record<Family, DockerSubnet>>>
  readonly containers: readonly { readonly addresses: Readonly<Partial<Record<Family, string>>>; readonly ports: readonly DockerPort[] }[]
}

export type DockerOptions = {
  /** `userland-proxy` is off, so a container that asks for the host's address comes back through the kernel. */
  readonly hairpin: boolean
  /** Absent where only the bridge driver has been at work. */
  readonly userChain: boolean
  /** DOCKER_INSECURE_NO_IPTABLES_RAW=1 leaves these out. */
  readonly rawRules: boolean
  /** Mirrored networking of Windows. */
  readonly mirrored?: boolean
  /** The swarm's published ports, which go to its own address on docker_gwbridge. */
  readonly ingress?: {
    readonly bridge: string
    readonly address: string
    readonly ports: readonly (readonly [protocol: 'tcp' | 'udp', port: number])[]
  }
}

/** The networks in the order in which they were made. */
export function dockerRules(networks: readonly DockerNetwork[], options: DockerOptions, family: Family): readonly Chain[] {
  return lowerSave(parseSave(dockerDump(networks, options, family), '', family).document).chains.map((chain) => ({
    ...chain,
    rules: chain.rules.map(({ origin: _, ...rule }) => rule),
    ...(chain.base === undefined ? {} : { base: { hook: chain.base.hook, policy: chain.base.policy } }),
  }))
}

/** As iptables-save prints it: raw, filter, nat. */
export function dockerDump(networks: readonly DockerNetwork[], options: DockerOptions, family: Family): string {
  const tables = openTables()
  startDaemon(tables, options, family)
  for (const network of networks) {
    const subnet = network.subnets[family]
    if (subnet === undefined) continue
    if (network.internal) internalRules(tables, network, subnet, family)
    else {
      natRules(tables, network, subnet, options)
      forwardRules(tables, network, subnet, family)
    }
    for (const container of network.containers) startContainer(tables, { network, subnet, options, family }, container)
  }
  if (options.ingress !== undefined) ingressRules(tables, options.ingress)
  return printTables(tables)
}

function startDaemon(tables: DockerTables, { hairpin, userChain, mirrored }: DockerOptions, family: Family): void {
  tables.make('filter', 'DOCKER', 'DOCKER-BRIDGE', 'DOCKER-CT', 'DOCKER-FORWARD', 'DOCKER-ISOLATION-STAGE-1', 'DOCKER-ISOLATION-STAGE-2')
  tables.make('nat', 'DOCKER')
  const loopback = family === 'ip' ? '127.0.0.0/8' : '::1/128'
  tables.append('nat', 'PREROUTING', '-m addrtype --dst-type LOCAL -j DOCKER')
  tables.append('nat', 'OUTPUT', `${hairpin ? '' : `! -d ${loopback} `}-m addrtype --dst-type LOCAL -j DOCKER`)
  tables.insert('filter', 'FORWARD', '-j DOCKER-FORWARD')
  for (const chain of ['DOCKER-BRIDGE', 'DOCKER-ISOLATION-STAGE-1', 'DOCKER-CT']) tables.insert('filter', 'DOCKER-FORWARD', `-j ${chain}`)
  if (mirrored === true && !hairpin && family === 'ip') tables.insert('nat', 'DOCKER', '-d 127.0.0.0/8 -i loopback0 -j RETURN')
  if (!userChain) return
  tables.make('filter', 'DOCKER-USER')
  tables.insert('filter', 'FORWARD', '-j DOCKER-USER')
}

type Place = {
  readonly network: DockerNetwork
  readonly subnet: DockerSubnet
  readonly options: DockerOptions
  readonly family: Family
}

function startContainer(tables: DockerTables, place: Place, container: DockerNetwork['containers'][number]): void {
  const { network, subnet, options, family } = place
  const address = container.addresses[family]
  if (address === undefined || network.internal) return
  const length = family === 'ip' ? 32 : 128
  // Nobody but the bridge may send to an address behind NAT.
  if (options.rawRules && subnet.mode === 'nat')
    tables.append('raw', 'PREROUTING', `-d ${address}/${length} ! -i ${network.bridge} -j DROP`)
  for (const port of container.ports) {
    if (port.address.includes(':') === (family === 'ip6')) portRules(tables, place, port)
  }
}
