/** The flows that Open vSwitch's and OVN's own tests expect `ovs-ofctl dump-flows` to print: no word of them may be unknown. */
import { lowerFlows, parseFlows } from '../../../src/core/formats/ovs/index.js'
import type { Failure, Suite } from '../suite.js'
import { callsOf } from './ovs-autotest.js'

export const OVS_FLOWS: Suite = {
  name: 'ovs-flows',
  title: 'dump-flows as the tests of Open vSwitch and OVN expect it: every field and action is known, priority and table as printed',
  run: (corpus) => {
    const files = corpus.files.filter((file) => file.endsWith('.at'))
    const lines = files.flatMap((file) => expectedLines(corpus.text(file)).map((line) => ({ file, line })))
    if (lines.length === 0) return undefined
    const failures = lines.flatMap(({ file, line }): readonly Failure[] => {
      const why = faultOf(line)
      return why === undefined ? [] : [{ case: `${file}: ${line.trim()}`, why }]
    })
    return { passed: lines.length - failures.length, total: lines.length, failures }
  },
}

/** What a check of `dump-flows` expects on its standard output. */
function expectedLines(text: string): readonly string[] {
  return callsOf(text, ['AT_CHECK']).flatMap(({ arguments: [shell = '', code = '0', output = ''] }) => {
    if (!/dump-flows/.test(shell) || code !== '0') return []
    return output
      .replace(/\[\[|\]\]/g, (brackets) => brackets.slice(1))
      .split('\n')
      .filter((line) => /^ (cookie|table|priority|[a-z_0-9]+[,= ]).*actions=/.test(line) && !/[$<]/.test(line))
  })
}

function faultOf(line: string): string | undefined {
  const { document, diagnostics } = parseFlows(line, 'flow')
  const [first] = diagnostics
  if (first !== undefined) return first.message
  const [flow] = lowerFlows(document)
  const said = (name: string, absent: number) =>
    Number(new RegExp(`\\b${name}=(\\d+)`).exec(line.split('actions=')[0] ?? '')?.[1] ?? absent)
  if (flow?.priority !== said('priority', 32768)) return `priority ${flow?.priority}`
  return flow.table === said('table', 0) ? undefined : `table ${flow.table}`
}
