/** dnsmasq.conf in its own words: one option per line, each with the text that it was read from. */
import type { Origin } from '../../diagnostics/origin.js'

/** A piece of a line with its place, quotes and escapes resolved. Usable wherever a `Word` is asked for. */
export type Field = { readonly text: string; readonly origin: Origin }

export type DnsmasqOption = {
  readonly kind: 'option'
  /** The long name, without dashes. */
  readonly name: Field
  /** Absent: the line has no `=`. */
  readonly value?: Field
  /** The value cut at its commas; a comma in quotes does not cut. Empty without a value. */
  readonly fields: readonly Field[]
  /** The whole line with its newline. */
  readonly raw: string
  /** Name and value. */
  readonly origin: Origin
}

/** `broken` is a line that dnsmasq cannot cut into words. */
export type DnsmasqLine = DnsmasqOption | { readonly kind: 'blank' | 'comment' | 'broken'; readonly raw: string; readonly origin: Origin }

export type DnsmasqDocument = { readonly capture: string; readonly lines: readonly DnsmasqLine[] }

export function optionsOf(document: DnsmasqDocument): readonly DnsmasqOption[] {
  return document.lines.filter((line) => line.kind === 'option')
}
