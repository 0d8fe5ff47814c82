/** Validates libvirt's XML against the schemas that libvirt installs, with libxml2 as libvirt itself does. Loaded only when there is something to validate. */
import {
  type ErrorDetail,
  RelaxNGValidator,
  XmlBufferInputProvider,
  XmlDocument,
  XmlLibError,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm'
import type { Diagnostic } from '../../core/diagnostics/diagnostic.js'
import type { Origin } from '../../core/diagnostics/origin.js'
import { type Files, localFiles } from '../system/files.js'

/** The file of each kind of document, by its root element. */
export const SCHEMA_FILES = {
  network: 'network.rng',
  domain: 'domain.rng',
  pool: 'storagepool.rng',
  volume: 'storagevol.rng',
  filter: 'nwfilter.rng',
  networkport: 'networkport.rng',
  interface: 'interface.rng',
} as const
export type SchemaKind = keyof typeof SCHEMA_FILES

export type SchemaDirectory = { readonly directory: string; readonly files?: Files }

/** A schema is read once: that of a guest is large. `undefined`: it is not there, or cannot be read. */
const validators = new Map<string, RelaxNGValidator | undefined>()

/** Findings are warnings: libvirt loads such a file, and refuses it only where it is asked to validate. */
export function validate(text: string, kind: SchemaKind, capture: string, schemas: SchemaDirectory): readonly Diagnostic[] {
  const validator = validatorFor(kind, schemas)
  const document = validator === undefined ? undefined : parsed(text)
  if (validator === undefined || document === undefined) return []
  try {
    validator.validate(document)
    return []
  } catch (error) {
    return error instanceof XmlLibError ? findingsOf(error.details, text, capture) : []
  } finally {
    document.dispose()
  }
}

/** Text that is not well-formed is the parser's business. */
function parsed(text: string): XmlDocument | undefined {
  try {
    return XmlDocument.fromString(text)
  } catch {
    return undefined
  }
}

function validatorFor(kind: SchemaKind, { directory, files = localFiles }: SchemaDirectory): RelaxNGValidator | undefined {
  const path = `${directory}/${SCHEMA_FILES[kind]}` as const
  if (!validators.has(path)) validators.set(path, readSchema(path, directory, files))
  return validators.get(path)
}

/** The schemas include each other by name. */
function readSchema(path: `${string}/${string}`, directory: string, files: Files): RelaxNGValidator | undefined {
  const names = files.list(directory)
  const listed = Array.isArray(names) ? (names as readonly string[]).filter((name) => name.endsWith('.rng')) : []
  const texts = new Map(
    listed.flatMap((name) => {
      const read = files.readText(`${directory}/${name}`)
      return 'text' in read ? [[`${directory}/${name}`, read.text] as const] : []
    }),
  )
  const main = texts.get(path)
  if (main === undefined) return undefined
  const bytes = new TextEncoder()
  xmlRegisterInputProvider(new XmlBufferInputProvider(Object.fromEntries([...texts].map(([name, text]) => [name, bytes.encode(text)]))))
  try {
    const document = XmlDocument.fromString(main, { url: path })
    try {
      return RelaxNGValidator.fromDoc(document)
    } finally {
      document.dispose()
    }
  } catch {
    return undefined
  } finally {
    xmlCleanupInputProvider()
  }
}

/** libxml2 tells of every way in which a text does not fit. */
const MOST_FINDINGS = 5
/** What only repeats that something further in is wrong. */
const VAGUE = /failed to validate content|Invalid sequence in interleave|Element \S+ failed|Expecting an element/

function findingsOf(details: readonly ErrorDetail[], text: string, capture: string): readonly Diagnostic[] {
  const telling = details.filter((detail) => !VAGUE.test(detail.message))
  const chosen = telling.length === 0 ? details : telling
  const byPlace = new Map(chosen.map((detail) => [`${detail.line} ${detail.message}`, detail]))
  const starts = lineStarts(text)
  return [...byPlace.values()].slice(0, MOST_FINDINGS).map((detail) => ({
    code: 'libvirt/schema',
    severity: 'warning',
    message: `libvirt's schema says: ${detail.message.replace(/\s+/g, ' ').trim()}`,
    at: originOf(detail, { text, capture, starts }),
    because: 'virsh edit and virsh define --validate refuse it',
    help: 'the mistake may stand elsewhere in the same element: compare with the documentation of the format',
  }))
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

type Lines = { readonly text: string; readonly capture: string; readonly starts: readonly number[] }

/** The element or attribute that the message names, if it stands on the line; otherwise the line. */
function originOf({ line, message }: ErrorDetail, { text, capture, starts }: Lines): Origin {
  const start = starts[line - 1] ?? 0
  const end = (starts[line] ?? text.length + 1) - 1
  const content = text.slice(start, Math.max(start, end))
  const words = message.match(/[\w:.-]+/g) ?? []
  const named = words
    .toReversed()
    .map((word) => content.search(new RegExp(`(?<=[<\\s])${word.replaceAll('.', '\\.')}(?=[\\s=/>])`)))
    .find((at) => at >= 0)
  if (named !== undefined) {
    const length = /^[\w:.-]+/.exec(content.slice(named))?.[0].length ?? 1
    return { capture, start: start + named, end: start + named + length }
  }
  const blank = content.length - content.trimStart().length
  return { capture, start: Math.min(start + blank, text.length), end: Math.min(start + content.trimEnd().length, text.length) }
}
