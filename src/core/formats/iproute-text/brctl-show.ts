/** `brctl show`: the bridges with their ports, in columns. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'

export type ShownBridge = {
  readonly name: string
  /** Priority in hex, a dot, the MAC without colons: `8000.525400000001`. */
  readonly id: string
  readonly stp: boolean
  readonly ports: readonly string[]
  readonly origin: Origin
}

export type BrctlShowDocument = { readonly bridges: readonly ShownBridge[] }

export function parseBrctlShow(text: string, capture: string): Parsed<BrctlShowDocument> {
  const bridges: { name: string; id: string; stp: boolean; ports: string[]; origin: Origin }[] = []
  const diagnostics: Diagnostic[] = []
  for (const found of text.matchAll(/[^\r\n]+/g)) {
    const line = found[0]
    const words = line.trim().split(/\s+/)
    const origin = { capture, start: found.index, end: found.index + line.length }
    const [name = '', id = '', stp = '', port] = words
    const last = bridges.at(-1)
    if (/^bridge\s+name\s+bridge\s+id/.test(line.trim()) || line.trim() === '') continue
    if (/^[0-9a-f]{4}\.[0-9a-f]{12}$/.test(id) && (stp === 'yes' || stp === 'no')) {
      bridges.push({ name, id, stp: stp === 'yes', ports: port === undefined ? [] : [port], origin })
    } else if (/^\s/.test(line) && words.length === 1 && last !== undefined) last.ports.push(name)
    else if (diagnostics.length < 100) diagnostics.push(notUnderstood(line, origin))
  }
  return { document: { bridges }, diagnostics }
}

function notUnderstood(line: string, at: Origin): Diagnostic {
  return {
    code: 'iproute-text/not-understood',
    severity: 'note',
    message: `not understood: ${line.slice(0, 60).replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')}`,
    at,
    because: 'brctl show prints one bridge or one port a line',
  }
}
