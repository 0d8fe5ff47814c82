/** The iptables commands of libvirt before 5.1, which had no chains of its own (src/network/bridge_driver_linux.c of that time). */

export type OldNetwork = {
  readonly mode: 'nat' | 'route' | 'open' | 'isolated'
  readonly bridge: string
  /** IPv4, as ADDRESS/LENGTH. */
  readonly subnets: readonly string[]
  /** The interface that `forward dev=` limits it to. */
  readonly device?: string
}

/** Every rule is inserted at the head, so the last of the wanted order goes first. */
export function oldRules(network: OldNetwork): readonly (readonly string[])[] {
  if (network.mode === 'open') return []
  return wantedOrder(network)
    .toReversed()
    .map(({ table, chain, rule }) => ['iptables', '-t', table, '-I', chain, ...rule.split(' ')])
}

type Wanted = { readonly table: 'filter' | 'nat' | 'mangle'; readonly chain: string; readonly rule: string }

const REJECT = '-j REJECT --reject-with icmp-port-unreachable'

function wantedOrder(network: OldNetwork): readonly Wanted[] {
  const { bridge } = network
  const filter = (chain: string, rule: string): Wanted => ({ table: 'filter', chain, rule })
  const forwarded = network.subnets.flatMap((subnet) => [...inbound(network, subnet), ...outbound(network, subnet)])
  return [
    ...ports('INPUT', `-i ${bridge}`, ['udp/53', 'tcp/53', 'udp/67', 'tcp/67']),
    ...ports('OUTPUT', `-o ${bridge}`, ['udp/68']),
    ...forwarded.map((rule) => filter('FORWARD', rule)),
    filter('FORWARD', `-i ${bridge} -o ${bridge} -j ACCEPT`),
    filter('FORWARD', `-o ${bridge} ${REJECT}`),
    filter('FORWARD', `-i ${bridge} ${REJECT}`),
    ...(network.mode === 'nat' ? network.subnets.flatMap((subnet) => masquerade(network, subnet)) : []),
    { table: 'mangle', chain: 'POSTROUTING', rule: `-o ${bridge} -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill` },
  ]
}

function ports(chain: string, direction: string, services: readonly string[]): readonly Wanted[] {
  return services.map((service) => {
    const [protocol, number] = service.split('/')
    return { table: 'filter', chain, rule: `${direction} -p ${protocol} -m ${protocol} --dport ${number} -j ACCEPT` }
  })
}

/** Towards the guests. */
function inbound({ mode, device, bridge }: OldNetwork, subnet: string): readonly string[] {
  const from = device === undefined ? '' : ` -i ${device}`
  const state = mode === 'nat' ? ' -m conntrack --ctstate RELATED,ESTABLISHED' : ''
  return mode === 'isolated' ? [] : [`-d ${subnet}${from} -o ${bridge}${state} -j ACCEPT`]
}

/** From the guests. */
function outbound({ mode, device, bridge }: OldNetwork, subnet: string): readonly string[] {
  const to = device === undefined ? '' : ` -o ${device}`
  return mode === 'isolated' ? [] : [`-s ${subnet} -i ${bridge}${to} -j ACCEPT`]
}

function masquerade({ device }: OldNetwork, subnet: string): readonly Wanted[] {
  const away = `-s ${subnet} ! -d ${subnet}${device === undefined ? '' : ` -o ${device}`}`
  return [
    `-s ${subnet} -d 224.0.0.0/24 -j RETURN`,
    `-s ${subnet} -d 255.255.255.255/32 -j RETURN`,
    `${away} -p tcp -j MASQUERADE --to-ports 1024-65535`,
    `${away} -p udp -j MASQUERADE --to-ports 1024-65535`,
    `${away} -j MASQUERADE`,
  ].map((rule): Wanted => ({ table: 'nat', chain: 'POSTROUTING', rule }))
}
