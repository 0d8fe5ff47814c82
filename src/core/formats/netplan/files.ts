/** Which files netplan reads, and in which order. */

const FOLDERS = ['/lib/netplan/', '/etc/netplan/', '/run/netplan/']

/**
 * Of all paths on the machine those that count: `*.yaml` of three folders by file name, where one in /run hides one of the same name
 * in /etc, and that one in /lib (netplan(5), netplan-generate(8)).
 */
export function netplanOrder(paths: readonly string[]): readonly string[] {
  const byName = new Map<string, string>()
  for (const folder of FOLDERS) {
    for (const path of paths) {
      const name = path.slice(folder.length)
      if (path.startsWith(folder) && /^[^./][^/]*\.yaml$/.test(name)) byName.set(name, path)
    }
  }
  return [...byName].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([, path]) => path)
}
