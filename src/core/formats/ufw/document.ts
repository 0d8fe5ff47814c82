/** The files of ufw(8) in their own words. */
import type { Origin } from '../../diagnostics/origin.js'
import type { UfwRule } from './rule.js'

type LineBase = {
  /** The line with its line break. */
  readonly raw: string
  /** The line without it. */
  readonly origin: Origin
}

/** ufw.conf and /etc/default/ufw: assignments that a shell reads. */
export type SettingsLine =
  | (LineBase & { readonly kind: 'blank' | 'comment' | 'unrecognised' })
  | (LineBase & {
      readonly kind: 'setting'
      readonly name: string
      /** Quotes resolved. */
      readonly value: string
      /** The value with its quotes. */
      readonly valueAt: Origin
    })

export type SettingsDocument = { readonly capture: string; readonly lines: readonly SettingsLine[] }

/** user.rules and user6.rules: input of iptables-restore, with the rules of ufw in comments. */
export type RulesLine =
  | (LineBase & { readonly kind: 'other' })
  | (LineBase & { readonly kind: 'tuple'; readonly rule: UfwRule })
  /** ufw leaves it out, and it goes when ufw next writes the file. */
  | (LineBase & { readonly kind: 'bad-tuple' })

export type RulesDocument = { readonly capture: string; readonly v6: boolean; readonly lines: readonly RulesLine[] }

export function rulesOf(document: RulesDocument): readonly UfwRule[] {
  return document.lines.flatMap((line) => (line.kind === 'tuple' ? [line.rule] : []))
}

/** A profile of applications.d. */
export type UfwProfile = {
  readonly name: string
  readonly title: string
  readonly description: string
  /** `80,443/tcp`, `53`: several are cut at `|`. */
  readonly ports: readonly string[]
  readonly origin: Origin
}

export type ProfileLine =
  | (LineBase & { readonly kind: 'blank' | 'comment' | 'unrecognised' })
  | (LineBase & { readonly kind: 'section'; readonly name: string })
  | (LineBase & { readonly kind: 'field'; readonly name: string; readonly value: string })
  /** Begins with white space, and goes on with the field before. */
  | (LineBase & { readonly kind: 'continued'; readonly value: string })

export type ProfilesDocument = { readonly capture: string; readonly lines: readonly ProfileLine[] }

export function printLines(document: { readonly lines: readonly { readonly raw: string }[] }): string {
  return document.lines.map((line) => line.raw).join('')
}
