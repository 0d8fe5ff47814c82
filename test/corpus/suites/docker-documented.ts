/** The networks that the pages of Docker's iptablesdoc are about. */
import type { DockerNetwork, DockerOptions, DockerPort } from '../../../src/core/load/boot/docker-rules.js'

export type DocumentedNetworks = { readonly networks: readonly DockerNetwork[]; readonly options: DockerOptions }

const DEFAULT: DockerNetwork = {
  bridge: 'docker0',
  internal: false,
  icc: true,
  masquerade: true,
  subnets: { ip: { prefix: '172.17.0.0/16', mode: 'nat' } },
  containers: [],
}
const OPTIONS: DockerOptions = { hairpin: false, userChain: true, rawRules: true }
const PORT: DockerPort = { protocol: 'tcp', address: '192.0.2.2', port: 80, hostPort: 8080 }

function bridge1(port: DockerPort, change: Partial<DockerNetwork> = {}): DockerNetwork {
  return {
    ...DEFAULT,
    bridge: 'bridge1',
    subnets: { ip: { prefix: '192.0.2.0/24', mode: 'nat' } },
    containers: [{ addresses: { ip: '192.0.2.2' }, ports: [port] }],
    ...change,
  }
}

const page = (...networks: readonly DockerNetwork[]): DocumentedNetworks => ({ networks: [DEFAULT, ...networks], options: OPTIONS })

function internal(bridge: string, prefix: string, icc: boolean): DockerNetwork {
  return { ...DEFAULT, bridge, internal: true, icc, subnets: { ip: { prefix, mode: 'nat' } } }
}

const { hostPort: _, ...UNPUBLISHED } = PORT

export const DOCUMENTED: Readonly<Record<string, DocumentedNetworks>> = {
  'new-daemon': page(),
  'usernet-portmap': page(bridge1(PORT)),
  'usernet-portmap-noproxy': { networks: [DEFAULT, bridge1(PORT)], options: { ...OPTIONS, hairpin: true } },
  'usernet-portmap-noicc': page(bridge1(PORT, { icc: false })),
  'usernet-internal': page(internal('bridgeICC', '192.0.2.0/24', true), internal('bridgeNoICC', '198.51.100.0/24', false)),
  'usernet-portmap-routed': page(bridge1(UNPUBLISHED, { subnets: { ip: { prefix: '192.0.2.0/24', mode: 'routed' } } })),
  'usernet-portmap-natunprot': page(bridge1(PORT, { subnets: { ip: { prefix: '192.0.2.0/24', mode: 'nat-unprotected' } } })),
  'usernet-portmap-lo': page(bridge1({ ...PORT, hostAddress: '127.0.0.1' })),
  'swarm-portmap': {
    networks: [DEFAULT, { ...DEFAULT, bridge: 'docker_gwbridge', icc: false, subnets: { ip: { prefix: '172.18.0.0/16', mode: 'nat' } } }],
    options: { ...OPTIONS, ingress: { bridge: 'docker_gwbridge', address: '172.18.0.2', ports: [['tcp', 8080]] } },
  },
}
