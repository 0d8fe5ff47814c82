/** Ports of a running switch: `ovs-ofctl show` and `dump-ports-desc`. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'

export type SwitchPort = {
  /** `65534` is written as LOCAL. */
  readonly number: string
  readonly name: string
  readonly mac?: string
  /** `config`, `state`, `current`, `speed` … in their own words. */
  readonly lines: Readonly<Record<string, string>>
  readonly origin: Origin
}

export type SwitchPortsDocument = { readonly capture: string; readonly datapathId?: string; readonly ports: readonly SwitchPort[] }

export function parseSwitchPorts(text: string, capture: string): Parsed<SwitchPortsDocument> {
  const ports: { number: string; name: string; mac?: string; lines: Record<string, string>; origin: Origin }[] = []
  const diagnostics: Diagnostic[] = []
  let datapathId: string | undefined
  for (const found of text.matchAll(/[^\r\n]+/g)) {
    const line = found[0].slice(0, 2000)
    const origin = { capture, start: found.index, end: found.index + found[0].length }
    datapathId ??= /\bdpid:([0-9a-f]{16})/.exec(line)?.[1]
    const port = /^ ?(\d+|[A-Z_]+)\((.*)\): addr:(\S+)/.exec(line)
    const detail = /^ {2,}([a-z]+): *(.*)$/.exec(line)
    if (port !== null) {
      const [, number = '', name = '', mac = ''] = port
      ports.push({ number, name: name.replace(/^"(.*)"$/, '$1'), mac, lines: {}, origin })
    } else if (detail !== null && ports.length > 0) {
      const last = ports.at(-1)
      if (last !== undefined) last.lines[detail[1] ?? ''] = (detail[2] ?? '').trim()
    } else if (!/^(OFPT?_|OFPST_|NXST_|n_tables|capabilities|actions|\s*$)/.test(line) && diagnostics.length < 100) {
      diagnostics.push(notUnderstood(line, origin))
    }
  }
  return { document: { capture, ...(datapathId === undefined ? {} : { datapathId }), ports }, diagnostics }
}

function notUnderstood(line: string, at: Origin): Diagnostic {
  return {
    code: 'ovs/no-port',
    severity: 'note',
    message: `not understood as a port: ${line.slice(0, 60).replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')}`,
    at,
  }
}
