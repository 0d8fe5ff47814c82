/** What the settings files of ufw say together. */
import type { Origin } from '../../diagnostics/origin.js'
import type { SettingsDocument } from './document.js'

export type UfwPolicy = 'ACCEPT' | 'DROP' | 'REJECT'
export type UfwLogLevel = 'off' | 'low' | 'medium' | 'high' | 'full'

export type UfwSettings = {
  /** As ufw-init has it: `yes` or `YES`. */
  readonly enabled: boolean
  readonly ipv6: boolean
  readonly manageBuiltins: boolean
  /** What is written, even if it is none. */
  readonly policies: Readonly<Record<'input' | 'output' | 'forward', string>>
  readonly logLevel: UfwLogLevel
  /** The file of kernel parameters that ufw-init sets. */
  readonly sysctlFile: string
  readonly modules: readonly string[]
  /** Where each setting that counts was written. */
  readonly origins: ReadonlyMap<string, Origin>
}

const LEVELS: readonly UfwLogLevel[] = ['off', 'low', 'medium', 'high', 'full']

/** /etc/default/ufw first, then ufw.conf: what is assigned later counts. */
export function settingsFrom(documents: readonly SettingsDocument[]): UfwSettings {
  const values = new Map<string, string>()
  const origins = new Map<string, Origin>()
  for (const line of documents.flatMap((document) => document.lines)) {
    if (line.kind !== 'setting') continue
    values.set(line.name, line.value)
    origins.set(line.name, line.origin)
  }
  const isYes = (name: string): boolean => /^(yes|YES)$/.test(values.get(name) ?? '')
  const policy = (name: string): string => values.get(`DEFAULT_${name}_POLICY`) ?? ''
  return {
    enabled: isYes('ENABLED'),
    ipv6: isYes('IPV6'),
    // Only in small letters, unlike the other two (ufw-init-functions).
    manageBuiltins: values.get('MANAGE_BUILTINS') === 'yes',
    policies: { input: policy('INPUT'), output: policy('OUTPUT'), forward: policy('FORWARD') },
    logLevel: LEVELS.find((level) => level === values.get('LOGLEVEL')?.toLowerCase()) ?? 'low',
    sysctlFile: values.get('IPT_SYSCTL') ?? '',
    modules: (values.get('IPT_MODULES') ?? '').split(/\s+/).filter((name) => name !== ''),
    origins,
  }
}
