/** What several netplan files say together, and whether netplan takes it. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Definition, Renderer } from './definition.js'
import type { OpenvswitchGlobals } from './definition-parts.js'
import type { NetplanDocument } from './document.js'
import { findingsIn, firstOf, withoutTwins } from './findings.js'
import { finish } from './finish.js'
import { GlibTable } from './glib-table.js'
import { type ReadingOptions, readFile, startReading } from './read-files.js'
import type { Reading, Release } from './reading.js'
import type { Setting, Settled } from './setting.js'

export type MergeOptions = {
  readonly release?: Release
  /** `generate`: the first error refuses everything. `boot`: since 1.1 netplan leaves out the definition that has one. */
  readonly as?: 'generate' | 'boot'
  /** Whether /usr/bin/ovs-vsctl is there; netplan refuses Open vSwitch devices without it. */
  readonly hasOpenvswitch?: boolean
}

export type Merged = {
  readonly release: Release
  readonly as: 'generate' | 'boot'
  /** In the order in which netplan saw them first, which is that in which it writes. */
  readonly definitions: readonly Definition[]
  /** The same by id. */
  readonly byId: ReadonlyMap<string, Definition>
  /** The same in the order of netplan's hash table, which shows in some of what it writes. */
  readonly hashed: readonly Definition[]
  readonly renderer?: Setting<Renderer>
  readonly openvswitch: Settled<OpenvswitchGlobals>
  /** Why `netplan generate` writes nothing. */
  readonly refused?: Diagnostic
}

/** The diagnostics are all that there is to say: those of parsing single files are among them, or were premature. */
export type Merge = { readonly merged: Merged; readonly diagnostics: readonly Diagnostic[] }

/** The documents in netplan's order (`netplanOrder`). */
export function merge(documents: readonly NetplanDocument[], options: MergeOptions = {}): Merge {
  const { release = '1.1', as = 'generate', hasOpenvswitch = true } = options
  const written = documents.flatMap(findingsIn)
  const base = { release, alone: false, hasOpenvswitch }
  const strict = readAll(documents, { ...base, policy: 'stop' })
  const [refused] = strict.reading.errors
  if (strict.isFine || refused === undefined) {
    return { merged: mergedOf(strict.reading, as), diagnostics: firstOf([...strict.reading.warnings.values(), ...written]) }
  }
  const thorough = readAll(documents, { ...base, policy: 'all' }).reading
  const skipping = as === 'boot' && release !== '0.106'
  const kept = skipping ? readAll(documents, { ...base, policy: 'skip' }) : undefined
  const reading = kept?.isFine === true ? kept.reading : startReading({ ...base, policy: 'stop' })
  return {
    merged: { ...mergedOf(reading, as), refused },
    diagnostics: firstOf(withoutTwins([refused, ...thorough.errors, ...thorough.warnings.values(), ...written])),
  }
}

function readAll(documents: readonly NetplanDocument[], options: ReadingOptions): { readonly reading: Reading; readonly isFine: boolean } {
  const reading = startReading(options)
  let isFine = true
  for (const document of documents) {
    isFine = readFile(reading, document) && isFine
    if (!isFine && options.policy === 'stop') return { reading, isFine }
  }
  if (!isFine && options.policy === 'all') return { reading, isFine }
  return { reading, isFine: finish(reading) }
}

function mergedOf(reading: Reading, as: 'generate' | 'boot'): Merged {
  const table = new GlibTable<Definition>()
  for (const { key, value } of reading.definitions.entries()) table.set(key, value)
  return {
    release: reading.release,
    as,
    definitions: reading.ordered,
    byId: new Map(reading.ordered.map((definition) => [definition.id, definition])),
    hashed: table.entries().map(({ value }) => value),
    ...(reading.renderer === undefined ? {} : { renderer: reading.renderer }),
    openvswitch: reading.openvswitch,
  }
}
