/** Which files of a sosreport are read: what configures the network, and outputs that tell of it. The rest is logs, /proc and /sys. */
import { outputOf } from './outputs.js'

/** Below these everything is configuration. */
const FOLDERS = [
  ...['/run/systemd/network', '/run/netplan', '/lib/netplan', '/usr/lib/netplan', '/lib/systemd/network', '/usr/lib/systemd/network'],
  ...[
    '/usr/lib/sysctl.d',
    '/run/sysctl.d',
    '/lib/sysctl.d',
    '/var/lib/libvirt/dnsmasq',
    '/run/libvirt/network',
    '/run/NetworkManager/system-connections',
  ],
  ...['/usr/share/libvirt/networks', '/usr/lib/NetworkManager/conf.d'],
] as const

const FILES = ['/usr/lib/os-release', '/var/lib/openvswitch/conf.db', '/lib/os-release', '/version.txt'] as const

/** Large, and nothing about the network in them. */
const NOT_IN_ETC =
  /^\/etc\/(pki|selinux|ssl|ssh|alternatives|X11|fonts|lvm|pam\.d|security|cron[^/]*|rc\d\.d|init\.d|systemd\/system|audit|ld\.so[^/]*|yum[^/]*|dnf|apt|grub[^/]*)(\/|$)/

/** `path` is that on the machine, or below the report's folder: `/etc/hosts`, `/sos_commands/networking/ip_-o_addr`. */
export function isWantedFile(path: string): boolean {
  if (path.startsWith('/etc/')) return !NOT_IN_ETC.test(path)
  if (path.startsWith('/sos_commands/') || path.lastIndexOf('/') === 0) return outputOf(path) !== undefined || isListed(path)
  return isListed(path)
}

function isListed(path: string): boolean {
  return (FILES as readonly string[]).includes(path) || FOLDERS.some((folder) => path.startsWith(`${folder}/`))
}

/** Whether something below a folder may be wanted, so that the others are not even listed. */
export function mayHoldWanted(folder: string): boolean {
  if (folder === '' || folder === '/etc' || folder.startsWith('/etc/')) return !NOT_IN_ETC.test(folder)
  if (folder === '/sos_commands' || folder.startsWith('/sos_commands/')) return true
  return [...FOLDERS, ...FILES].some((wanted) => wanted.startsWith(`${folder}/`) || folder === wanted || folder.startsWith(`${wanted}/`))
}
