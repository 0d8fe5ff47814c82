/** Every method of every address family that ifupdown 0.8.41 knows on Linux. */
import { decimal, token } from './conversions.js'
import { type Family, type Method, run } from './method.js'
import { INET } from './methods-inet.js'
import { INET6 } from './methods-inet6.js'

const IPX: Family = {
  static: {
    up: [run('ipx_interface add %iface% %frame% %netnum%', { from: 'netnum' })],
    down: [run('ipx_interface del %iface% %frame%', { from: 'frame' })],
  },
  dynamic: {
    up: [run('ipx_interface add %iface% %frame%', { from: 'frame' })],
    down: [run('ipx_interface del %iface% %frame%', { from: 'frame' })],
  },
}

const CAN_OPTIONS = [
  ['loopback', 'loopback'],
  ['listen-only', 'listenonly'],
  ['triple-sampling', 'triple'],
  ['one-shot', 'oneshot'],
  ['berr-reporting', 'berr'],
  ['restart-ms', 'restart-ms'],
] as const

const CAN: Family = {
  static: {
    up: [
      run('ip link set %iface% type can bitrate %bitrate%', { from: 'bitrate' }),
      ...CAN_OPTIONS.map(([word, option]) => run(`[[ ip link set %iface% type can ${word} %${option}% ]]`, { from: option })),
      run('ip link set %iface% up'),
    ],
    down: [run('ip link set %iface% down')],
  },
}

/** What happens to the device itself before its first stanza and behind its last: VLANs by their name, lo, the alias. */
export const LINK: Method = {
  defaults: [['description', '']],
  conversions: [
    { option: 'iface', into: 'link', compute: token('.', 0) },
    { option: 'iface', into: 'vlan_id0', compute: token('.', 1) },
    { option: 'iface', into: 'iface0', compute: token(':', 0) },
    { option: 'vlan_id0', into: 'vlan_id1', compute: token(':', 0) },
    { option: 'vlan_id1', into: 'vlan_id', compute: decimal },
  ],
  up: [
    run(
      'if test -d /sys/class/net/%link% &&         ! ip link show %iface0% >/dev/null 2>&1;     then         if test `cat /sys/class/net/%link%/type` -eq 32; then             echo 0x%vlan_id1% > /sys/class/net/%link%/create_child;         else             ip link set up dev %link%;             ip link add link %link% name %iface0% type vlan id %vlan_id%; \tfi;     fi',
      { when: (state) => state.device.split('.').filter((part) => part !== '').length > 1 },
    ),
    run('-ip link set up dev %iface% 2>/dev/null', { when: (state) => state.isLoopback }),
    run('[[ip link set %iface0% alias "%description%"]]', { from: 'description' }),
  ],
  down: [
    run(
      'if test -d /sys/class/net/%link%/device/infiniband; then         if test `cat /sys/class/net/%link%/type` -eq 32; then             echo 0x%vlan_id1% > /sys/class/net/%link%/delete_child;         fi     else         ip link del %iface%;     fi',
      {
        when: (state) =>
          state.device.split('.').filter((part) => part !== '').length > 1 &&
          state.device.split(':').filter((part) => part !== '').length < 2,
      },
    ),
    run('-ip link set down dev %iface% 2>/dev/null', { when: (state) => state.isLoopback }),
    run('[[-test -n "%description%" && ip link set %iface0% alias ""]]', { from: 'description' }),
  ],
}

const NOTHING: Family = { none: { up: [], down: [] } }

export const FAMILIES: Readonly<Record<string, Family>> = {
  inet: INET,
  inet6: INET6,
  ipx: IPX,
  can: CAN,
  link: { none: LINK },
  meta: NOTHING,
}

export function methodOf(family: string, method: string): Method | undefined {
  const methods = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined
  return methods !== undefined && Object.hasOwn(methods, method) ? methods[method] : undefined
}

/** The options that a method's commands and conditions make use of. */
export function vocabularyOf(family: string, method: string): readonly string[] {
  const known = methodOf(family, method)
  if (known === undefined) return []
  const commands = [...known.up, ...known.down].flatMap((step) =>
    [...step.run.matchAll(/%([^%/]+)(?:\/.\/.)?%/g)].map((found) => found[1] ?? ''),
  )
  const others = [...(known.defaults ?? []).map(([name]) => name), ...(known.conversions ?? []).map(({ option }) => option)]
  const sources = [...known.up, ...known.down].flatMap((step) => (step.from === undefined ? [] : [step.from]))
  return [...new Set([...commands, ...others, ...sources])].filter((name) => name !== 'iface' && name !== 'hexaddress')
}
