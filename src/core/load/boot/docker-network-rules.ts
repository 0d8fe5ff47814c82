/** What one bridge network of Docker, and one published port on it, add to the tables. */
import type { Family } from '../../model/index.js'
import type { DockerNetwork, DockerOptions, DockerPort, DockerSubnet } from './docker-rules.js'
import type { DockerTables } from './docker-tables.js'

const FIRST = 'DOCKER-ISOLATION-STAGE-1'
const SECOND = 'DOCKER-ISOLATION-STAGE-2'

/** Nothing goes in or out. Of IPv6 what stays on the bridge may have any address (neighbour discovery). */
export function internalRules(tables: DockerTables, { bridge, icc }: DockerNetwork, { prefix }: DockerSubnet, family: Family): void {
  const [notIn, notOut] = family === 'ip' ? ['', ''] : [`! -i ${bridge} `, ` ! -o ${bridge}`]
  tables.insert('filter', FIRST, `! -d ${prefix} -i ${bridge}${notOut} -j DROP`)
  tables.insert('filter', FIRST, `! -s ${prefix} ${notIn}-o ${bridge} -j DROP`)
  tables.append('filter', 'DOCKER-FORWARD', `-i ${bridge} -o ${bridge} -j ${icc ? 'ACCEPT' : 'DROP'}`)
}

export function natRules(
  tables: DockerTables,
  { bridge, masquerade }: DockerNetwork,
  subnet: DockerSubnet,
  { hairpin }: DockerOptions,
): void {
  const target = subnet.hostAddress === undefined ? 'MASQUERADE' : `SNAT --to-source ${subnet.hostAddress}`
  if (masquerade && subnet.mode !== 'routed') tables.insert('nat', 'POSTROUTING', `-s ${subnet.prefix} ! -o ${bridge} -j ${target}`)
  if (masquerade && !hairpin) tables.insert('nat', 'DOCKER', `-i ${bridge} -j RETURN`)
  if (hairpin) tables.insert('nat', 'POSTROUTING', `-o ${bridge} -m addrtype --src-type LOCAL -j ${target}`)
}

export function forwardRules(tables: DockerTables, { bridge, icc }: DockerNetwork, { mode }: DockerSubnet, family: Family): void {
  if (!icc) tables.append('filter', 'DOCKER-FORWARD', `-i ${bridge} -o ${bridge} -j DROP`)
  if (mode === 'routed') tables.append('filter', 'DOCKER', `-o ${bridge} -p ${family === 'ip' ? 'icmp' : 'ipv6-icmp'} -j ACCEPT`)
  tables.append('filter', 'DOCKER-FORWARD', icc ? `-i ${bridge} -j ACCEPT` : `-i ${bridge} ! -o ${bridge} -j ACCEPT`)
  tables.append('filter', 'DOCKER', `! -i ${bridge} -o ${bridge} -j ${mode === 'nat-unprotected' ? 'ACCEPT' : 'DROP'}`)
  tables.append('filter', 'DOCKER-CT', `-o ${bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`)
  tables.append('filter', 'DOCKER-BRIDGE', `-o ${bridge} -j DOCKER`)
  if (mode === 'routed') {
    tables.insert('filter', FIRST, `-o ${bridge} -j RETURN`)
    tables.insert('filter', FIRST, `-i ${bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`)
  }
  tables.append('filter', FIRST, `-i ${bridge} ! -o ${bridge} -j ${SECOND}`)
  tables.insert('filter', SECOND, `-o ${bridge} -j DROP`)
}

type Place = { readonly network: DockerNetwork; readonly subnet: DockerSubnet; readonly options: DockerOptions; readonly family: Family }

export function portRules(tables: DockerTables, { network, subnet, options, family }: Place, port: DockerPort): void {
  const { bridge } = network
  const { protocol, address, hostAddress, hostPort } = port
  const length = family === 'ip' ? 32 : 128
  const matches = (number: number): string => `-p ${protocol} -m ${protocol} --dport ${number}`
  if (hostPort !== undefined) {
    const to = hostAddress === undefined ? '' : `-d ${hostAddress}/${length} `
    loopbackRules(tables, options, { hostAddress, matches: matches(hostPort) })
    const notLocal = family === 'ip' ? '' : '! -s fe80::/10 '
    const notOwn = options.hairpin ? '' : `! -i ${bridge} `
    const target = family === 'ip' ? `${address}:${port.port}` : `[${address}]:${port.port}`
    tables.append('nat', 'DOCKER', `${notLocal}${to}${notOwn}${matches(hostPort)} -j DNAT --to-destination ${target}`)
    if (options.hairpin)
      tables.append('nat', 'POSTROUTING', `-s ${address}/${length} -d ${address}/${length} ${matches(port.port)} -j MASQUERADE`)
  }
  if (subnet.mode === 'nat-unprotected') return
  tables.insert('filter', 'DOCKER', `-d ${address}/${length} ! -i ${bridge} -o ${bridge} ${matches(port.port)} -j ACCEPT`)
}

/** A port that is published on 127.0.0.1 is for the host itself, and for nobody who sends to that address from outside. */
function loopbackRules(
  tables: DockerTables,
  { rawRules, mirrored }: DockerOptions,
  { hostAddress, matches }: { readonly hostAddress: string | undefined; readonly matches: string },
): void {
  if (!rawRules || hostAddress?.startsWith('127.') !== true) return
  if (mirrored === true) tables.append('raw', 'PREROUTING', `-d ${hostAddress}/32 -i loopback0 ${matches} -j ACCEPT`)
  tables.append('raw', 'PREROUTING', `-d ${hostAddress}/32 ! -i lo ${matches} -j DROP`)
}

/** moby, libnetwork/service_linux.go. */
export function ingressRules(tables: DockerTables, { bridge, address, ports }: NonNullable<DockerOptions['ingress']>): void {
  tables.make('filter', 'DOCKER-INGRESS')
  tables.make('nat', 'DOCKER-INGRESS')
  for (const [protocol, port] of ports) {
    const matches = `-p ${protocol} -m ${protocol}`
    tables.append('filter', 'DOCKER-INGRESS', `${matches} --dport ${port} -j ACCEPT`)
    tables.append('filter', 'DOCKER-INGRESS', `${matches} --sport ${port} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`)
    tables.append('nat', 'DOCKER-INGRESS', `${matches} --dport ${port} -j DNAT --to-destination ${address}:${port}`)
  }
  for (const table of ['filter', 'nat'] as const) tables.append(table, 'DOCKER-INGRESS', '-j RETURN')
  tables.insert('filter', 'DOCKER-FORWARD', '-j DOCKER-INGRESS')
  for (const chain of ['PREROUTING', 'OUTPUT']) tables.insert('nat', chain, '-m addrtype --dst-type LOCAL -j DOCKER-INGRESS')
  tables.insert('nat', 'POSTROUTING', `-o ${bridge} -m addrtype --src-type LOCAL -j MASQUERADE`)
}
