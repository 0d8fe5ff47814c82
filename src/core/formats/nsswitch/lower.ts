/** How names of hosts are looked up. */
import type { Origin } from '../../diagnostics/origin.js'
import type { NsswitchDocument } from './document.js'

export type HostSources = {
  readonly sources: readonly string[]
  /** Name servers are asked: by glibc itself, or by systemd-resolved. */
  readonly asksDns: boolean
  readonly origin: Origin
}

/** The last line for hosts. Undefined: none, and glibc takes `dns [!UNAVAIL=return] files`. */
export function hostSources({ lines }: NsswitchDocument): HostSources | undefined {
  const line = lines.findLast((one) => one.kind === 'database' && one.name.text === 'hosts')
  if (line?.kind !== 'database') return undefined
  const sources = line.sources.map(({ text }) => text)
  return { sources, asksDns: sources.includes('dns') || sources.includes('resolve'), origin: line.origin }
}
