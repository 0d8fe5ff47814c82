/** Rules of udev(7) that give a NIC with a certain MAC its name, as 70-persistent-net.rules has them. Nothing else of them is read. */
import { type Mac, parseMac } from '../../addresses/mac.js'
import type { Origin } from '../../diagnostics/origin.js'

export type NameRule = { readonly mac: Mac; readonly name: string; readonly origin: Origin }

export function namesInRules(text: string, capture: string): readonly NameRule[] {
  const rules: NameRule[] = []
  for (const found of text.matchAll(/[^\n]+/g)) {
    const line = found[0]
    const mac = parseMac(/(?:^|[\s,])ATTR\{address\}=="([^"]*)"/.exec(line)?.[1] ?? '')
    const name = /(?:^|[\s,])NAME:?="([^"]*)"/.exec(line)?.[1]
    if (line.trimStart().startsWith('#') || mac === undefined || name === undefined) continue
    rules.push({ mac, name, origin: { capture, start: found.index, end: found.index + line.length } })
  }
  return rules
}
