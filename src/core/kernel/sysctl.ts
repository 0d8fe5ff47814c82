/** Kernel parameters below net., with the side effects of those that others follow. */
import type { Origin } from '../diagnostics/origin.js'
import type { Node, RequestOf, Sysctl } from '../model/index.js'
import { type Applied, done, refused } from './result.js'
import { withAnycastRoutes } from './route6.js'

export function setSysctl(node: Node, request: RequestOf<'sysctl-set'>): Applied {
  const key = request.key.replaceAll('/', '.')
  if (key.includes('*')) return done(setMany(node, expand(node, key), request))
  const device = /^net\.ipv[46]\.conf\.(.+)\.[^.]+$/.exec(key)?.[1]
  if (device !== undefined && device !== 'all' && device !== 'default' && !node.interfaces.some((candidate) => candidate.name === device)) {
    return refused(node, 'ENOENT', `sysctl: cannot stat /proc/sys/${key.replaceAll('.', '/')}: No such file or directory`)
  }
  return done(setOne(node, key, { value: request.value, origin: request.origin }))
}

type Setting = { readonly value: string; readonly origin: Origin | undefined }

function setMany(node: Node, keys: readonly string[], request: { readonly value: string; readonly origin?: Origin }): Node {
  return keys.reduce((now, key) => setOne(now, key, { value: request.value, origin: request.origin }), node)
}

function expand(node: Node, key: string): readonly string[] {
  return ['all', 'default', ...node.interfaces.map((device) => device.name)].map((name) => key.replace('*', () => name))
}

function setOne(node: Node, key: string, setting: Setting): Node {
  const entry = setting.origin === undefined ? { value: setting.value } : { value: setting.value, origin: setting.origin }
  const stored = { ...node, sysctls: { ...node.sysctls, ...followers(node, key, entry), ...followers6(node, key, entry), [key]: entry } }
  if (/^net\.ipv6\.conf\..+\.forwarding$/.test(key)) return withAnycastRoutes(stored)
  if (key !== 'net.ipv4.ip_forward' && key !== 'net.ipv4.conf.all.forwarding') return stored
  // net/ipv4/devinet.c: inet_forward_change
  const on = Number(setting.value) !== 0
  const names = ['all', 'default', ...node.interfaces.map((device) => device.name)]
  const forwarding = Object.fromEntries(names.map((name) => [`net.ipv4.conf.${name}.forwarding`, entry]))
  const redirects = { 'net.ipv4.conf.all.accept_redirects': { ...entry, value: on ? '0' : '1' } }
  return { ...stored, sysctls: { ...stored.sysctls, 'net.ipv4.ip_forward': entry, ...forwarding, ...redirects } }
}

const DEFAULT = 'net.ipv4.conf.default.'

/** Interfaces without an address follow conf.default until something of their own is written (devinet.c: devinet_copy_dflt_conf). */
function followers(node: Node, key: string, entry: Sysctl): Node['sysctls'] {
  if (!key.startsWith(DEFAULT) || key === `${DEFAULT}forwarding`) return {}
  const leaf = key.slice(DEFAULT.length)
  const free = node.interfaces
    .filter((device) => !node.addresses.some((address) => address.interface === device.name))
    .map((device) => `net.ipv4.conf.${device.name}.${leaf}`)
    .filter((own) => node.sysctls[own] === undefined || node.sysctls[own].follows === true)
  return Object.fromEntries(free.map((own) => [own, { ...entry, follows: true }]))
}

/** Of IPv6 `all` is what every interface, and every one to come, has from then on (addrconf.c: addrconf_disable_ipv6, addrconf_fixup_forwarding). */
const OF_ALL6 = /^net\.ipv6\.conf\.all\.(disable_ipv6|forwarding)$/

function followers6(node: Node, key: string, entry: Sysctl): Node['sysctls'] {
  const leaf = OF_ALL6.exec(key)?.[1]
  const names = leaf === undefined ? [] : ['default', ...node.interfaces.map((device) => device.name)]
  return Object.fromEntries(names.map((name) => [`net.ipv6.conf.${name}.${leaf}`, entry]))
}
