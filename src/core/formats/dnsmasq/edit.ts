/** Changes options of dnsmasq.conf and nothing else. */
import type { Splice } from '../../std/splice.js'
import { type DnsmasqDocument, type DnsmasqOption, optionsOf } from './document.js'
import { print } from './print.js'

/** The value of the last line with this option; without one the option is added. `value` absent: an option without a value. */
export function setOption(document: DnsmasqDocument, name: string, value?: string): readonly Splice[] {
  const found = optionsOf(document)
    .filter((option) => option.name.text === name)
    .at(-1)
  if (found === undefined) return addOption(document, name, value)
  const text = value === undefined ? '' : `=${written(value)}`
  const start = found.name.origin.end
  if (value !== undefined && found.value !== undefined && found.value.text !== '') {
    const { origin } = found.value
    return [{ start: quotesBefore(document, origin.start), end: quotesBehind(document, origin.end), text: written(value) }]
  }
  return [{ start, end: quotesBehind(document, found.origin.end), text }]
}

/** Behind the last line with this option, or at the end. */
export function addOption(document: DnsmasqDocument, name: string, value?: string): readonly Splice[] {
  const line = `${name}${value === undefined ? '' : `=${written(value)}`}\n`
  const places = placesOf(document)
  const same = places.filter(({ option }) => option?.name.text === name).at(-1)
  const end = same?.end ?? places.at(-1)?.end ?? 0
  const before = (same ?? places.at(-1))?.raw ?? '\n'
  return [{ start: end, end, text: before.endsWith('\n') ? line : `\n${line}` }]
}

/** Every line with this option, or those with one of these values. */
export function removeOption(document: DnsmasqDocument, name: string, value?: string): readonly Splice[] {
  return removeWhere(document, (option) => option.name.text === name && (value === undefined || (option.value?.text ?? '') === value))
}

/** A fixed lease. One for the same MAC is changed in its place. */
export function setHost(
  document: DnsmasqDocument,
  host: { readonly mac: string; readonly address: string; readonly name?: string },
): readonly Splice[] {
  const value = [host.mac, host.address, ...(host.name === undefined ? [] : [host.name])].join(',')
  const found = optionsOf(document).find((option) => isHostOf(option, host.mac))
  if (found?.value === undefined) return addOption(document, 'dhcp-host', value)
  return [{ start: quotesBefore(document, found.value.origin.start), end: quotesBehind(document, found.value.origin.end), text: value }]
}

/** `key`: a MAC, an address or a name. */
export function removeHost(document: DnsmasqDocument, key: string): readonly Splice[] {
  return removeWhere(document, (option) => isHostOf(option, key))
}

function isHostOf({ name, fields }: DnsmasqOption, key: string): boolean {
  return name.text === 'dhcp-host' && fields.some((field) => field.text.toLowerCase() === key.toLowerCase())
}

type Place = { readonly start: number; readonly end: number; readonly raw: string; readonly option?: DnsmasqOption }

function placesOf(document: DnsmasqDocument): readonly Place[] {
  let start = 0
  return document.lines.map((line) => {
    const place = { start, end: start + line.raw.length, raw: line.raw, ...(line.kind === 'option' ? { option: line } : {}) }
    start = place.end
    return place
  })
}

function removeWhere(document: DnsmasqDocument, isMeant: (option: DnsmasqOption) => boolean): readonly Splice[] {
  return placesOf(document).flatMap(({ start, end, option }) => (option !== undefined && isMeant(option) ? [{ start, end, text: '' }] : []))
}

/** The origins of fields are those of their characters, within quotation marks. */
function quotesBefore(document: DnsmasqDocument, start: number): number {
  return print(document)[start - 1] === '"' ? start - 1 : start
}

function quotesBehind(document: DnsmasqDocument, end: number): number {
  return print(document)[end] === '"' ? end + 1 : end
}

/** In quotation marks where dnsmasq would see a comment or white space. */
function written(value: string): string {
  return /[#"\\\t\n]|^\s|\s$/.test(value) ? `"${value.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t')}"` : value
}
