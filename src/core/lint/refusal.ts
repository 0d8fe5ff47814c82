/** What the kernel or a tool said when it refused something at boot that a text asked for. */
import type { Origin } from '../diagnostics/origin.js'
import type { BootEvent } from '../load/journal.js'
import type { NodeName } from '../model/network.js'

/** The refusal of a default route whose origin overlaps the given text. */
export function refusalOf(journal: readonly BootEvent[], node: NodeName, origin: Origin): string | undefined {
  for (const event of journal) {
    if (event.kind !== 'request' || event.node !== node || event.request.kind !== 'route-add') continue
    if (event.result.kind === 'refused' && event.request.to.length === 0 && overlaps(event.request.origin, origin)) return event.result.text
  }
  return undefined
}

function overlaps(a: Origin | undefined, b: Origin): boolean {
  return a !== undefined && a.capture === b.capture && a.start < b.end && b.start < a.end
}
