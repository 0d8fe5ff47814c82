/** Goes through the files in netplan's order, each as often as it takes to know every definition that it refers to. */

import { textOf, type YamlNode } from '../../yaml/node.js'
import type { DraftDefinition } from './definition.js'
import { emptyDefinition } from './definition.js'
import type { NetplanDocument } from './document.js'
import { GlibTable } from './glib-table.js'
import { readRoot } from './network.js'
import { type Missing, type Policy, type Reading, type Release, refuse, shown } from './reading.js'

export type ReadingOptions = {
  readonly release: Release
  readonly policy: Policy
  readonly alone: boolean
  readonly hasOpenvswitch: boolean
}

/** netplan gives up when a pass finds nothing new; more than this many only a loop of ours would take. */
const MOST_PASSES = 50

export function startReading(options: ReadingOptions): Reading {
  return {
    ...options,
    definitions: new GlibTable(),
    ordered: [],
    accessPoints: new Map(),
    openvswitch: { externalIds: [], otherConfig: [], protocols: [] },
    anchors: new Map(),
    missing: new GlibTable(),
    found: 0,
    errors: [],
    warnings: new Map(),
    known: new Map(),
    steps: 0,
  }
}

/** Whether netplan takes the file; its errors are in `errors` then, with those of the files before. */
export function readFile(reading: Reading, document: NetplanDocument): boolean {
  const before = reading.errors
  reading.errors = []
  const isFine = readContent(reading, document)
  reading.errors = [...before, ...reading.errors]
  return isFine
}

function readContent(reading: Reading, document: NetplanDocument): boolean {
  if (document.broken !== undefined) {
    reading.errors.push(document.broken)
    return false
  }
  if (document.root === undefined) return true
  reading.anchors = document.anchors
  reading.missing = new GlibTable()
  const isRead = readUntilKnown(reading, document.root)
  if (!isRead && reading.policy !== 'all') return false
  adoptPlaceholders(reading)
  const [first, ...others] = reading.missing.entries()
  if (first === undefined) return isRead
  refuseMissing(reading, first.value)
  if (reading.policy === 'all') for (const { value } of others) refuseMissing(reading, value)
  return false
}

function readUntilKnown(reading: Reading, root: YamlNode): boolean {
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const before = reading.found
    reading.found = 0
    reading.errors = []
    const isFine = readRoot(reading, root)
    const lacks = reading.missing.size > 0
    if ((lacks && reading.found === before) || (!lacks && reading.found === 0)) return isFine
  }
  return false
}

/** What a VLAN or veth of NetworkManager refers to need not be defined. */
function adoptPlaceholders(reading: Reading): void {
  if (reading.release === '0.106') return
  for (const { key, value } of reading.missing.entries()) {
    const definition = reading.definitions.get(value.wantedBy)
    if (definition === undefined || (definition.renderer ?? reading.renderer)?.value !== 'NetworkManager') continue
    const link = definition.kind === 'vlans' ? 'vlanLink' : definition.kind === 'virtual-ethernets' ? 'vethPeer' : undefined
    if (link === undefined) continue
    addPlaceholder(reading, value)
    definition[link] = { value: textOf(value.node), origin: value.node.origin }
    reading.missing.delete(key)
  }
}

function addPlaceholder(reading: Reading, { node }: Missing): void {
  const placeholder: DraftDefinition = emptyDefinition(textOf(node), 'placeholder', node.origin)
  placeholder.renderer = { value: 'NetworkManager', origin: node.origin }
  reading.definitions.set(placeholder.id, placeholder)
  reading.ordered.push(placeholder)
}

function refuseMissing(reading: Reading, { wantedBy, node }: Missing): void {
  refuse(reading, 'undefined-interface', node.origin, {
    message: `${wantedBy}: interface '${shown(textOf(node))}' is not defined`,
    help: `define it, for example below ethernets: ${shown(textOf(node))}: {}`,
  })
}
