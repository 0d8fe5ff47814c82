/** Reads ufw.conf and /etc/default/ufw. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import { nearest } from '../../std/nearest.js'
import type { SettingsDocument, SettingsLine } from './document.js'
import { type RawLine, readText, shown } from './lines.js'

/** What ufw-init and ufw read (ufw-init-functions, backend.py). */
const NAMES: readonly string[] = [
  'ENABLED',
  'LOGLEVEL',
  'IPV6',
  'DEFAULT_INPUT_POLICY',
  'DEFAULT_OUTPUT_POLICY',
  'DEFAULT_FORWARD_POLICY',
  'DEFAULT_APPLICATION_POLICY',
  'MANAGE_BUILTINS',
  'IPT_SYSCTL',
  'IPT_MODULES',
]

const MAX_DIAGNOSTICS = 100
const POLICIES = ['ACCEPT', 'DROP', 'REJECT']
const LEVELS = ['off', 'low', 'medium', 'high', 'full']

export function parseSettings(text: string, capture: string): Parsed<SettingsDocument> {
  return readText<SettingsLine>(text, capture, {
    line: readLine,
    kept: ({ raw, origin }) => ({ kind: 'unrecognised', raw, origin }),
  })
}

const ASSIGNMENT = /^(\s*)([A-Za-z_]\w*)=("(?:[^"\\$`]|\\.)*"|'[^']*'|[^\s"'$`\\;&|<>()]*)\s*(?:\s#.*)?$/

function readLine(line: RawLine, diagnostics: Diagnostic[]): SettingsLine {
  const { raw, content, origin } = line
  if (content.trim() === '') return { kind: 'blank', raw, origin }
  if (content.trimStart().startsWith('#')) return { kind: 'comment', raw, origin }
  const [, indent = '', name, written] = ASSIGNMENT.exec(content) ?? []
  if (name === undefined || written === undefined) {
    diagnostics.push({
      code: 'ufw/bad-line',
      severity: 'warning',
      message: `${shown(content)} is not a plain assignment`,
      at: origin,
      because: 'a shell runs this file; what this line does there is not followed',
      help: 'write NAME=value',
    })
    return { kind: 'unrecognised', raw, origin }
  }
  const start = origin.start + indent.length + name.length + 1
  const value = written.startsWith('"') ? written.slice(1, -1).replace(/\\(.)/g, '$1') : written.replace(/^'(.*)'$/, '$1')
  const valueAt = { ...origin, start, end: start + written.length }
  if (diagnostics.length < MAX_DIAGNOSTICS) judge({ name, value }, valueAt, diagnostics)
  return { kind: 'setting', raw, origin, name, value, valueAt }
}

function judge(
  setting: { readonly name: string; readonly value: string },
  at: SettingsDocument['lines'][number]['origin'],
  diagnostics: Diagnostic[],
): void {
  const { name, value } = setting
  if (!NAMES.includes(name)) {
    const meant = nearest(name, NAMES)
    diagnostics.push({
      code: 'ufw/unknown-setting',
      severity: meant === undefined ? 'note' : 'warning',
      message: `ufw knows no setting ${shown(name)}`,
      at,
      because: 'it is read, and changes nothing',
      ...(meant === undefined ? {} : { help: `did you mean ${meant}?` }),
    })
  } else if (/^DEFAULT_(INPUT|OUTPUT|FORWARD)_POLICY$/.test(name) && !POLICIES.includes(value)) {
    // The ufw command reads it in any case, ufw-init only in capitals.
    diagnostics.push({
      code: 'ufw/bad-policy',
      severity: 'error',
      message: `${name}=${shown(value)} is no policy`,
      at,
      because: 'ufw-init fails to set the policy, and the firewall is not what it should be',
      help: `write one of ${POLICIES.join(', ')}, in capitals`,
    })
  } else if (name === 'LOGLEVEL' && !LEVELS.includes(value.toLowerCase())) {
    diagnostics.push({
      code: 'ufw/bad-log-level',
      severity: 'warning',
      message: `LOGLEVEL=${shown(value)} is no log level`,
      at,
      because: 'ufw sets it to low when it next starts the firewall',
      help: `write one of ${LEVELS.join(', ')}`,
    })
  } else if ((name === 'ENABLED' || name === 'IPV6' || name === 'MANAGE_BUILTINS') && !/^(yes|no)$/i.test(value)) {
    diagnostics.push({
      code: 'ufw/not-yes-or-no',
      severity: 'warning',
      message: `${name}=${shown(value)} is neither yes nor no`,
      at,
      because: 'everything but yes means no',
      help: `write ${name}=yes or ${name}=no`,
    })
  }
}
