/** What a lint rule is, and what it may look at. */
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Stanza } from '../formats/interfaces/index.js'
import type { BootEvent } from '../load/journal.js'
import type { Network, NodeName } from '../model/network.js'

/** The interfaces(5) files of a node, with what they source, in the order in which ifupdown reads them. */
export type NodeInterfaces = { readonly node: NodeName; readonly stanzas: readonly Stanza[] }

export type LintContext = {
  /** The network as it is after boot. */
  readonly network: Network
  readonly journal: readonly BootEvent[]
  readonly interfaces: readonly NodeInterfaces[]
}

export type Rule = {
  /** `lint/` and the name of the rule's files. */
  readonly code: string
  /** One line for lists. */
  readonly summary: string
  readonly check: (context: LintContext) => readonly Diagnostic[]
}
