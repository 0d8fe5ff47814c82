/** What `lab up` says when the lab is there. */
import type { BootRow } from '../../lab/replayed.js'
import { bootLines } from './lab.js'
import { counted, hang, joinLines } from './layout.js'
import type { Look } from './paint.js'
import { printable } from './printable.js'

export type LabUpView = {
  readonly version: 1
  readonly kind: 'lab-up'
  readonly name: string
  readonly nodes: readonly string[]
  readonly milliseconds: number
  readonly boot: readonly BootRow[]
  readonly deviations: readonly string[]
}

export function renderUp(raw: LabUpView, look: Look): string {
  const view = printable(raw)
  const { paint, width } = look
  return joinLines([
    `${paint('bold', view.name)} is up: ${counted(view.nodes.length, 'node')} (${view.nodes.join(', ')}) in ${view.milliseconds} ms`,
    ...bootLines(view.boot, look),
    ...view.deviations.flatMap((text) => hang(`  ${paint('dim', 'note:')} `, text, width)),
    `  bridgework lab exec ${view.nodes[0] ?? 'NODE'} -- bash`,
    `  bridgework lab down ${view.name}`,
  ])
}
