/** Reads one netplan file. Whatever the text, a document results; what depends on other files is only warned of. */
import type { Parsed } from '../../diagnostics/diagnostic.js'
import type { NetplanDocument } from './document.js'
import { findingsIn, firstOf, withoutTwins } from './findings.js'
import { finish } from './finish.js'
import { readFile, startReading } from './read-files.js'
import { readYaml } from './yaml-read.js'

export function parse(text: string, capture: string): Parsed<NetplanDocument> {
  const tree = readYaml(text, capture)
  const document: NetplanDocument = { capture, text, ...tree }
  const reading = startReading({ release: '1.1', policy: 'all', alone: true, hasOpenvswitch: true })
  if (readFile(reading, document)) finish(reading)
  return { document, diagnostics: firstOf(withoutTwins([...reading.errors, ...reading.warnings.values(), ...findingsIn(document)])) }
}
