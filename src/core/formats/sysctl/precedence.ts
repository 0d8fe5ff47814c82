/** Which of several sysctl.d(5) files count, and in which order what they say is applied. */
import type { SysctlDocument } from './document.js'
import { canonicalKey } from './key.js'
import { type SysctlSetting, settingsOf } from './settings.js'

/** Of two files with one name that in the earlier directory counts (systemd's CONF_PATHS). */
export const SYSCTL_DIRECTORIES = [
  '/etc/sysctl.d',
  '/run/sysctl.d',
  '/usr/local/lib/sysctl.d',
  '/usr/lib/sysctl.d',
  '/lib/sysctl.d',
] as const

type Placed = { readonly path: string }

/** In the order in which they are read: by their names, whatever their directories. */
export function filesThatCount<File extends Placed>(files: readonly File[]): readonly File[] {
  const byName = new Map<string, File>()
  for (const directory of SYSCTL_DIRECTORIES) {
    for (const file of files) {
      const name = file.path.slice(directory.length + 1)
      if (!file.path.startsWith(`${directory}/`) || name.includes('/') || !name.endsWith('.conf') || byName.has(name)) continue
      byName.set(name, file)
    }
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file)
}

/**
 * systemd-sysctl: a later assignment takes the place of an earlier one of the same key, and what is named or excluded in any file is left alone by the
 * patterns of all (sysctl.c, parse_file and apply_all).
 */
export function settingsInOrder(documents: readonly SysctlDocument[]): readonly SysctlSetting[] {
  const settings = new Map<string, SysctlSetting | undefined>()
  for (const document of documents) {
    const own = settingsOf(document)
    let next = 0
    for (const line of document.lines) {
      if (line.kind !== 'setting' && line.kind !== 'exclusion') continue
      const key = canonicalKey(line.key.text)
      const setting = line.kind === 'setting' ? own[next++] : undefined
      // One with the value that it has already keeps its place.
      if (setting !== undefined && settings.get(key)?.value === setting.value) continue
      settings.delete(key)
      settings.set(key, setting)
    }
  }
  const named = [...settings.keys()].filter((key) => !/[*?[]/.test(key))
  return [...settings.values()].flatMap((setting) =>
    setting === undefined ? [] : [setting.isGlob ? { ...setting, except: named } : setting],
  )
}
