/** MAC addresses that a bridge has learnt: `ovs-appctl fdb/show`. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'

export type FdbEntry = {
  /** The port's number, or LOCAL. */
  readonly port: string
  readonly vlan: number
  readonly mac: string
  /** Seconds; absent: `static`. */
  readonly age?: number
  readonly origin: Origin
}

export type FdbDocument = { readonly capture: string; readonly entries: readonly FdbEntry[] }

export function parseFdb(text: string, capture: string): Parsed<FdbDocument> {
  const entries: FdbEntry[] = []
  const diagnostics: Diagnostic[] = []
  for (const found of text.matchAll(/[^\r\n]+/g)) {
    const line = found[0]
    const origin = { capture, start: found.index, end: found.index + line.length }
    const entry = /^ *(\w+) +(\d{1,4}) +((?:[0-9a-f]{2}:){5}[0-9a-f]{2}) +(\d+|static) *$/.exec(line.slice(0, 200))
    if (entry !== null) {
      const [, port = '', vlan = '', mac = '', age = ''] = entry
      entries.push({ port, vlan: Number(vlan), mac, ...(age === 'static' ? {} : { age: Number(age) }), origin })
    } else if (!/^ *port +VLAN +MAC +Age *$|^\s*$/.test(line.slice(0, 200)) && diagnostics.length < 100) {
      const said = line.slice(0, 60).replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
      diagnostics.push({
        code: 'ovs/no-fdb-entry',
        severity: 'note' as const,
        message: `not understood as a learnt address: ${said}`,
        at: origin,
      })
    }
  }
  return { document: { capture, entries }, diagnostics }
}
