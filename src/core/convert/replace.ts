/** A snapshot in which the network files of one host are others. */
import type { Written } from '../model/index.js'
import type { Capture, Snapshot } from '../snapshot/snapshot.js'

/** Files of ifupdown, netplan, systemd-networkd and nmstate. */
export function isNetworkFile(path: string): boolean {
  return /^\/(etc\/network\/interfaces(\.d\/|$)|(etc|lib|run|usr\/lib)\/(netplan|systemd\/network)\/|etc\/nmstate\/)/.test(path)
}

export function withFiles(snapshot: Snapshot, node: string, files: Written['files']): Snapshot {
  const others = Object.entries(snapshot.captures).filter(([, capture]) => capture.node !== node || !isNetworkFile(capture.path))
  const written = files.map(({ path, text }): [string, Capture] => [
    `${node}:${path}`,
    { id: `${node}:${path}`, node, path, shown: path, text },
  ])
  return { captures: Object.fromEntries([...others, ...written]) }
}
