/** `lab list`: the labs that are up. */
import { columns, joinLines } from '../../../core/render/text/layout.js'
import { printable } from '../../../core/render/text/printable.js'
import { listLabs } from '../../../live/lab/index.js'
import { type OutputOptions, output } from '../../output.js'

export function listAllLabs(options: OutputOptions): void {
  const labs = listLabs().map(({ name, file, world, state, pid, nodes }) => ({
    name,
    file,
    ...(world === undefined ? {} : { world }),
    state,
    pid,
    nodes: nodes.map((node) => node.name),
  }))
  output(
    options,
    (raw, { paint }) => {
      const view = printable(raw)
      if (view.labs.length === 0) return 'no lab is up\n'
      return joinLines(
        columns(
          view.labs.map((lab) => [
            paint('bold', lab.name),
            lab.state,
            `${lab.file}${lab.world === undefined ? '' : ` (${lab.world})`}`,
            lab.nodes.join(' '),
          ]),
        ),
      )
    },
    { version: 1, kind: 'lab-list', labs },
  )
}
