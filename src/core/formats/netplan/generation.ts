/** What is written so far, and why writing stopped. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { escapeForPath } from './c-text.js'
import type { Definition } from './definition.js'
import type { GeneratedFile, GeneratedLine } from './generated-file.js'
import type { Merged } from './merge.js'

export type Generation = {
  readonly merged: Merged
  readonly isOld: boolean
  /** By path: a later one takes the place of an earlier one. */
  readonly files: Map<string, GeneratedFile>
  readonly diagnostics: Diagnostic[]
  /** The generator ended at a failed assertion or an exit, which even at boot leaves the rest unwritten. */
  hasDied: boolean
}

export function pathOf(definition: Definition, kind: 'network' | 'netdev' | 'link'): string {
  return `/run/systemd/network/10-netplan-${escapeForPath(definition.id)}.${kind}`
}

export function writeFile(generation: Generation, path: string, lines: readonly GeneratedLine[]): void {
  generation.files.set(path, { path, lines })
}

/** A systemd unit; a `;` that stands alone would begin another command (systemd.service(5)). */
export function writeUnit(generation: Generation, path: string, lines: readonly GeneratedLine[]): void {
  const escaped = lines.map((entry) => ({ ...entry, text: entry.text.replace(/(?<=[ \t]);(?=[ \t])/g, '\\;') }))
  writeFile(generation, path, generation.isOld ? lines : escaped)
}

export function writeLink(generation: Generation, path: string, linkTo: string): void {
  generation.files.set(path, { path, lines: [], linkTo })
}

export type Failure = { readonly rule: string; readonly at?: Origin | undefined; readonly message: string; readonly help?: string }

/** netplan refuses to write the definition. Always false, to be returned. */
export function fail(generation: Generation, definition: Definition, failure: Failure): false {
  generation.diagnostics.push({
    code: `netplan/${failure.rule}`,
    severity: 'error',
    message: `${definition.id}: ${failure.message}`,
    at: failure.at ?? definition.origin,
    because: '`netplan generate` stops here: files of definitions further below are missing then',
    ...(failure.help === undefined ? {} : { help: failure.help }),
  })
  return false
}

/** The generator itself ends, without a word about what is wrong. */
export function die(generation: Generation, definition: Definition, failure: Failure): false {
  generation.hasDied = true
  return fail(generation, definition, failure)
}

export function scrub(text: string): string {
  return text.replaceAll('"', '\\"')
}
