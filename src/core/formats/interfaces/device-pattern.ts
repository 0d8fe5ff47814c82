/** Patterns over the devices that are there: `/eth*`, `mac/52:54:*`, `/eth*` followed by `/2` for the second of them. */
import { matchesWildcard, parseGlob } from '../../std/wildcard.js'

/** `values`: what files of the device in /sys/class/net say, and its `mac`. */
export type Device = { readonly name: string; readonly values: Readonly<Record<string, string>> }

/** The devices that the pattern means, in their order. A variable that none of them has matches nothing. */
export function devicesMatching(pattern: string, devices: readonly Device[]): readonly string[] {
  const [variable = '', value = '', number = ''] = pattern.split('/')
  const wildcard = parseGlob(value)
  const found = devices.filter(({ name, values }) => {
    const text = variable === '' ? name : Object.hasOwn(values, variable) ? values[variable] : undefined
    return text !== undefined && matchesWildcard(wildcard, text)
  })
  const chosen = /^[1-9]\d*$/.test(number) ? found.slice(Number(number) - 1, Number(number)) : found
  return chosen.map(({ name }) => name)
}
