/** Reads one netplan file. Whatever the text, a document results; what depends on other files is only warned of. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { readYaml } from '../../yaml/read.js'
import type { NetplanDocument } from './document.js'
import { findingsIn, firstOf, withoutTwins } from './findings.js'
import { finish } from './finish.js'
import { readFile, startReading } from './read-files.js'

export function parse(text: string, capture: string): Parsed<NetplanDocument> {
  const { root, anchors, fault, restAt } = readYaml(text, capture)
  const document: NetplanDocument = {
    capture,
    text,
    anchors,
    ...(root === undefined ? {} : { root }),
    ...(fault === undefined ? {} : { broken: broken(fault) }),
    ...(restAt === undefined ? {} : { restAt }),
  }
  const reading = startReading({ release: '1.1', policy: 'all', alone: true, hasOpenvswitch: true })
  if (readFile(reading, document)) finish(reading)
  return { document, diagnostics: firstOf(withoutTwins([...reading.errors, ...reading.warnings.values(), ...findingsIn(document)])) }
}

function broken({ cause, at }: { readonly cause: string; readonly at: Origin }): Diagnostic {
  return {
    code: 'netplan/invalid-yaml',
    severity: 'error',
    message: `this is not YAML: ${cause}`,
    at,
    because: 'netplan reads nothing of a file that is not YAML, and `netplan generate` then refuses the other files too',
    help: 'check the indentation and the quotes here',
  }
}
