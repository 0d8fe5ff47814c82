/** Which systemd a release of a distribution has, where it is known. */
import { NEWEST } from '../../formats/networkd/index.js'

const RELEASES: Readonly<Record<string, number>> = {
  'debian-11': 247,
  'debian-12': 252,
  'debian-13': 257,
  'ubuntu-20.04': 245,
  'ubuntu-22.04': 249,
  'ubuntu-24.04': 255,
  'ubuntu-24.10': 256,
  'ubuntu-25.04': 257,
}

/** By the name of a profile. Of a release that is not listed the newest systemd that is known. */
export function systemdVersion(profile: string): number {
  return Object.hasOwn(RELEASES, profile) ? (RELEASES[profile] ?? NEWEST) : NEWEST
}
