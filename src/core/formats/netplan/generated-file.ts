/** A file that `netplan generate` writes below /run, line by line, each line with the YAML that caused it. */
import { type Origin, withOrigin } from '../../diagnostics/origin.js'
import type { Setting, Settled } from './setting.js'

export type GeneratedLine = { readonly text: string; readonly origin?: Origin }

export type GeneratedFile = {
  /** Absolute, e.g. `/run/systemd/network/10-netplan-eth0.network`. */
  readonly path: string
  readonly lines: readonly GeneratedLine[]
  /** It is a symbolic link to this path, as that which enables a unit; then there are no lines. */
  readonly linkTo?: string
  /** netplan forgets the line feed behind the last line. */
  readonly isUnterminated?: true
}

export function line(text: string, origin?: Origin): GeneratedLine {
  return { text, ...withOrigin(origin) }
}

/** `KEY=VALUE` of a setting, or nothing without one. */
export function lineOf<Value>(
  key: string,
  setting: Settled<Setting<Value>> | undefined,
  write: (value: Settled<Value>) => string | number = String,
): readonly GeneratedLine[] {
  return setting === undefined ? [] : [line(`${key}=${write(setting.value)}`, setting.origin)]
}

/** An empty line, the header, and what is below it. */
export function sectionOf(name: string, lines: readonly GeneratedLine[], origin?: Origin): readonly GeneratedLine[] {
  return [line('', origin), line(`[${name}]`, origin), ...lines]
}

/** The file byte by byte. */
export function textOfFile(file: GeneratedFile): string {
  const text = file.lines.map((entry) => `${entry.text}\n`).join('')
  return file.isUnterminated === true ? text.slice(0, -1) : text
}
