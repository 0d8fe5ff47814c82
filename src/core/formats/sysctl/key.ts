/** Names of kernel parameters. */

/**
 * The dotted form. Whichever of `.` and `/` comes first separates the parts; the other one is part of a name. A dot inside a
 * name, as in the VLAN interface eth0.5, is written as a slash: `net.ipv4.conf.eth0/5.rp_filter`.
 */
export function canonicalKey(text: string): string {
  const path = text.replace(/^\/+(proc\/sys\/+)?/, '')
  const dot = path.indexOf('.')
  const slash = path.indexOf('/')
  if (slash < 0 || (dot >= 0 && dot < slash)) return path
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replaceAll('.', '/'))
    .join('.')
}
