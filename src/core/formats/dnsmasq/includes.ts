/** The further files that a configuration names, for whoever can read files. */
import type { Origin } from '../../diagnostics/origin.js'
import { type DnsmasqDocument, type DnsmasqOption, optionsOf } from './document.js'

export type Include = { readonly path: string; readonly origin: Origin } & (
  | { readonly kind: 'configuration' | 'hosts' | 'hosts-directory' | 'dhcp-hosts' | 'dhcp-hosts-directory' | 'servers' }
  | {
      readonly kind: 'configuration-directory'
      /** Only files that end so, if there are any; `*.conf`. */
      readonly only: readonly string[]
      /** No files that end so. dnsmasq itself leaves out `~` at the end, `.` at the start, and `#…#`. */
      readonly except: readonly string[]
    }
)

const KINDS = {
  'conf-file': 'configuration',
  'addn-hosts': 'hosts',
  'hostsdir': 'hosts-directory',
  'dhcp-hostsfile': 'dhcp-hosts',
  'dhcp-hostsdir': 'dhcp-hosts-directory',
  'servers-file': 'servers',
} as const

/** In the order in which dnsmasq meets them. */
export function includesOf(document: DnsmasqDocument): readonly Include[] {
  return optionsOf(document).flatMap((option) => includeOf(option) ?? [])
}

function includeOf({ name, value, fields, origin }: DnsmasqOption): Include | undefined {
  if (value === undefined || value.text === '') return undefined
  if (name.text === 'conf-dir') {
    const [path, ...endings] = fields.map((field) => field.text)
    if (path === undefined || path === '') return undefined
    const only = endings.filter((ending) => ending.startsWith('*')).map((ending) => ending.slice(1))
    return { kind: 'configuration-directory', path, only, except: endings.filter((ending) => !ending.startsWith('*')), origin }
  }
  const kind = Object.entries(KINDS).find(([option]) => option === name.text)?.[1]
  return kind === undefined ? undefined : { kind, path: value.text, origin }
}

/** Whether dnsmasq reads a file of this name in a directory that was included. */
export function isRead(fileName: string, directory: { readonly only: readonly string[]; readonly except: readonly string[] }): boolean {
  if (fileName.startsWith('.') || fileName.endsWith('~') || (fileName.startsWith('#') && fileName.endsWith('#'))) return false
  if (directory.except.some((ending) => fileName.endsWith(ending))) return false
  return directory.only.length === 0 || directory.only.some((ending) => fileName.endsWith(ending))
}
