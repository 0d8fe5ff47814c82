/** What a distribution's release does by default where its files do not say: sysctls, ifupdown, bridge-utils, libvirt, kernel. */
import type { Origin } from '../../diagnostics/origin.js'

export type Profile = {
  readonly name: string
  /** Kernel parameters that the distribution's packages set, in order. */
  readonly sysctls: readonly (readonly [key: string, value: string])[]
  /** ifupdown adds `onlink` to a static gateway (since 0.8.36), so one outside the subnet is accepted. */
  readonly gatewayOnlink: boolean
  /** `dns-nameservers` of interfaces(5) reaches resolv.conf: resolvconf is installed without asking. */
  readonly resolvconf: boolean
  /** bridge-utils sets the forward delay before it switches STP on; set after, the kernel refuses 0. */
  readonly delayBeforeStp: boolean
  /** libvirt's firewall rules: inserted into FORWARD itself (before 5.1), in chains of its own, or in a table of nftables (since 10.4). */
  readonly libvirtChains: 'head-of-forward' | 'own-chains' | 'nftables'
  /** bridge-nf-call-iptables as it is without anybody's doing: part of the bridge module, and on, before Linux 3.18. */
  readonly bridgeNetfilter: boolean
  readonly origin?: Origin
}

const UBUNTU_SECURITY = [
  ['net.ipv4.conf.default.rp_filter', '1'],
  ['net.ipv4.conf.all.rp_filter', '1'],
] as const
const UBUNTU_SECURITY_LOOSE = [
  ['net.ipv4.conf.default.rp_filter', '2'],
  ['net.ipv4.conf.all.rp_filter', '2'],
] as const
const SYSTEMD = [
  ['net.ipv4.conf.default.rp_filter', '2'],
  ['net.ipv4.conf.*.rp_filter', '2'],
  ['net.ipv4.conf.all.promote_secondaries', '1'],
] as const

const CURRENT = {
  gatewayOnlink: true,
  resolvconf: true,
  delayBeforeStp: false,
  libvirtChains: 'own-chains',
  bridgeNetfilter: false,
} as const

export const PLAIN_KERNEL: Profile = { name: 'linux', sysctls: [], ...CURRENT }

const UBUNTU_14_04: Profile = {
  resolvconf: true,
  name: 'ubuntu-14.04',
  sysctls: UBUNTU_SECURITY,
  gatewayOnlink: false,
  delayBeforeStp: true,
  libvirtChains: 'head-of-forward',
  bridgeNetfilter: true,
}
const UBUNTU: Profile = { name: 'ubuntu', sysctls: [...SYSTEMD, ...UBUNTU_SECURITY_LOOSE], ...CURRENT }
const DEBIAN: Profile = { name: 'debian', sysctls: SYSTEMD, ...CURRENT, resolvconf: false }
/** Its systemd comes without 50-default.conf, which is in linux-sysctl-defaults since Debian 13. */
const DEBIAN_12: Profile = { ...DEBIAN, sysctls: [] }

/** The profile for an os-release(5); the current one of the distribution unless the release is known to differ. */
export function profileOf(release: { readonly id?: string; readonly versionId?: string; readonly origin?: Origin } | undefined): Profile {
  if (release === undefined) return PLAIN_KERNEL
  const base = baseOf(release.id ?? '', release.versionId ?? '')
  const named = release.versionId === undefined || base.name.includes('-') ? base : { ...base, name: `${base.name}-${release.versionId}` }
  return release.origin === undefined ? named : { ...named, origin: release.origin }
}

function baseOf(id: string, version: string): Profile {
  const number = Number.parseFloat(version)
  if (id === 'ubuntu') return number < 16 ? UBUNTU_14_04 : withLibvirt(UBUNTU, number >= 24.1)
  return id === 'debian' ? withLibvirt(number < 13 ? DEBIAN_12 : DEBIAN, number >= 13) : PLAIN_KERNEL
}

/** libvirt takes nft where it is installed, which it recommends since 10.4: Debian 13, Ubuntu 24.10. */
function withLibvirt(profile: Profile, nft: boolean): Profile {
  return nft ? { ...profile, libvirtChains: 'nftables' } : profile
}
