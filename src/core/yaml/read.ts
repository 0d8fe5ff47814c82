/** YAML text as a tree, as libyaml reads it. Of several documents the first counts. */
import type { Origin } from '../diagnostics/origin.js'
import type { Fault } from './cursor.js'
import type { Anchors, YamlEntry, YamlNode, YamlValue } from './node.js'
import { Scanner, type Token } from './scanner.js'

export type YamlTree = {
  /** Up to the fault, where there is one. Absent: there is nothing but white space and comments. */
  readonly root?: YamlNode
  readonly anchors: Anchors
  /** What types were asked for by, e.g. `!!str`. The tree is the same with and without them. */
  readonly tags: readonly Origin[]
  /** The first thing that is not YAML. */
  readonly fault?: YamlFault
  /** Where reading stops though more follows: the second document, or what is indented less than the first line. */
  readonly restAt?: Origin
}

type YamlFault = { readonly cause: string; readonly at: Origin }

type Walk = {
  readonly capture: string
  readonly scanner: Scanner
  readonly anchors: Map<string, YamlValue>
  /** Anchors of collections that are not read to their end. */
  readonly open: Set<string>
  readonly handles: Set<string>
  readonly tags: Origin[]
  fault: Fault | undefined
}

/** Deeper than any configuration, and safe for every function that walks the tree. */
const MAX_DEPTH = 200

/** YAML 1.1, section 5.1, as libyaml's reader checks it. */
const NOT_PRINTABLE = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ufffd]/

export function readYaml(text: string, capture: string): YamlTree {
  const walk: Walk = {
    capture,
    scanner: new Scanner(text),
    anchors: new Map(),
    open: new Set(),
    handles: new Set(['!', '!!']),
    tags: [],
    fault: undefined,
  }
  const { anchors, tags } = walk
  const control = text.search(NOT_PRINTABLE)
  if (control >= 0)
    return { anchors, tags, fault: faultOf(walk, { cause: 'control characters are not allowed', start: control, end: control + 1 }) }
  const root = readDocument(walk)
  const tree = { ...(root === undefined ? {} : { root }), anchors, tags }
  const after = walk.fault === undefined ? walk.scanner.peek() : undefined
  const fault = walk.fault ?? walk.scanner.fault
  if (fault !== undefined) return { ...tree, fault: faultOf(walk, fault) }
  const rest = after === undefined || after.kind === 'stream-end' || after.kind === 'document-end' ? undefined : after
  return rest === undefined ? tree : { ...tree, restAt: originOf(walk, rest.start, text.trimEnd().length) }
}

function faultOf(walk: Walk, { cause, start, end }: Fault): YamlFault {
  return { cause, at: originOf(walk, start, end) }
}

function originOf({ capture, scanner }: Walk, start: number, end: number): Origin {
  const from = Math.min(start, scanner.length)
  return { capture, start: from, end: Math.max(from, Math.min(end, scanner.length)) }
}

function fail(walk: Walk, cause: string, token: Token): undefined {
  walk.fault ??= walk.scanner.fault ?? { cause, start: token.start, end: Math.max(token.end, token.start + 1) }
  return undefined
}

function readDocument(walk: Walk): YamlNode | undefined {
  const first = walk.scanner.peek()
  if (first.kind === 'stream-end' || first.kind === 'failed') return undefined
  if (!['version', 'tag-directive', 'document-start'].includes(first.kind))
    return readNode(walk, { isBlock: true, mayBeIndentless: false, depth: 0 })
  if (!readDirectives(walk)) return undefined
  const start = walk.scanner.peek()
  if (start.kind !== 'document-start') return fail(walk, 'did not find expected <document start>', start)
  walk.scanner.skip()
  const content = walk.scanner.peek()
  if (['version', 'tag-directive', 'document-start', 'document-end', 'stream-end'].includes(content.kind))
    return nothing(walk, content.start)
  return readNode(walk, { isBlock: true, mayBeIndentless: false, depth: 0 })
}

function readDirectives(walk: Walk): boolean {
  let hasVersion = false
  const given = new Set<string>()
  for (let token = walk.scanner.peek(); token.kind === 'version' || token.kind === 'tag-directive'; token = walk.scanner.peek()) {
    if (token.kind === 'version') {
      if (hasVersion) fail(walk, 'found duplicate %YAML directive', token)
      if (token.version !== '1.1' && token.version !== '1.2') fail(walk, 'found incompatible YAML document', token)
      hasVersion = true
    } else {
      if (given.has(token.handle)) fail(walk, 'found duplicate %TAG directive', token)
      given.add(token.handle)
      walk.handles.add(token.handle)
    }
    walk.scanner.skip()
  }
  return walk.fault === undefined
}

function nothing(walk: Walk, at: number): YamlNode {
  return { kind: 'scalar', text: '', style: 'plain', origin: originOf(walk, at, at) }
}

type Place = {
  readonly isBlock: boolean /** A list may stand in the column of its key. */
  readonly mayBeIndentless: boolean
  readonly depth: number
}

function readNode(walk: Walk, place: Place): YamlNode | undefined {
  const token = walk.scanner.peek()
  if (token.kind === 'alias') {
    walk.scanner.skip()
    if (!walk.anchors.has(token.name) && !walk.open.has(token.name))
      return fail(walk, `*${token.name} refers to an anchor that is not defined above it`, token)
    return { kind: 'alias', name: token.name, origin: originOf(walk, token.start, token.end) }
  }
  if (place.depth > MAX_DEPTH) return fail(walk, `nested more than ${MAX_DEPTH} levels deep`, token)
  const properties = readProperties(walk)
  if (properties === undefined) return undefined
  const { anchor } = properties
  if (anchor !== undefined && (walk.anchors.has(anchor) || walk.open.has(anchor)))
    return fail(walk, `the anchor &${anchor} is given twice`, token)
  if (anchor !== undefined) walk.open.add(anchor)
  const value = readValue(walk, place, properties.end)
  if (anchor !== undefined && value !== undefined) walk.anchors.set(anchor, value)
  return value
}

type Properties = { readonly anchor?: string /** Behind the last of them. */; readonly end?: number }

/** An anchor and a tag in either order. */
function readProperties(walk: Walk): Properties | undefined {
  let found: Properties = {}
  const seen = new Set<string>()
  for (
    let token = walk.scanner.peek();
    (token.kind === 'anchor' || token.kind === 'tag') && !seen.has(token.kind);
    token = walk.scanner.peek()
  ) {
    seen.add(token.kind)
    if (token.kind === 'tag' && token.handle !== '' && !walk.handles.has(token.handle))
      return fail(walk, 'found undefined tag handle', token)
    if (token.kind === 'tag') walk.tags.push(originOf(walk, token.start, token.end))
    found = { ...found, end: token.end, ...(token.kind === 'anchor' ? { anchor: token.name } : {}) }
    walk.scanner.skip()
  }
  return found
}

function readValue(walk: Walk, place: Place, behindProperties: number | undefined): YamlValue | undefined {
  const token = walk.scanner.peek()
  switch (token.kind) {
    case 'scalar': {
      walk.scanner.skip()
      const { text, style } = token.scalar
      return { kind: 'scalar', text, style, origin: originOf(walk, token.start, token.end) }
    }
    case 'flow-list':
      return readFlowList(walk, place.depth + 1)
    case 'flow-map':
      return readFlowMap(walk, place.depth + 1)
    case 'block-list':
      if (place.isBlock) return readBlockList(walk, place.depth + 1, true)
      break
    case 'block-map':
      if (place.isBlock) return readBlockMap(walk, place.depth + 1)
      break
    case 'block-entry':
      if (place.mayBeIndentless) return readBlockList(walk, place.depth + 1, false)
      break
    default:
      break
  }
  if (behindProperties !== undefined) return nothing(walk, behindProperties) as YamlValue
  return fail(walk, 'did not find expected node content', token)
}

/** An indented list ends with its block; one in the column of its key with whatever is no entry. */
function readBlockList(walk: Walk, depth: number, isIndented: boolean): YamlValue | undefined {
  const { start } = walk.scanner.peek()
  if (isIndented) walk.scanner.skip()
  const items: YamlNode[] = []
  let end = start
  for (let token = walk.scanner.peek(); token.kind === 'block-entry'; token = walk.scanner.peek()) {
    walk.scanner.skip()
    const next = walk.scanner.peek()
    const ends = isIndented ? ['block-entry', 'block-end'] : ['block-entry', 'key', 'value', 'block-end']
    const item = ends.includes(next.kind) ? nothing(walk, token.end) : readNode(walk, { isBlock: true, mayBeIndentless: false, depth })
    if (item !== undefined) items.push(item)
    end = Math.max(token.end, item?.origin.end ?? 0)
    if (walk.fault !== undefined) break
  }
  if (isIndented && walk.fault === undefined) {
    const token = walk.scanner.peek()
    if (token.kind === 'block-end') walk.scanner.skip()
    else fail(walk, "did not find expected '-' indicator", token)
  }
  return { kind: 'list', flow: false, items, origin: originOf(walk, start, end) }
}

function readBlockMap(walk: Walk, depth: number): YamlValue | undefined {
  const { start } = walk.scanner.peek()
  walk.scanner.skip()
  const entries: YamlEntry[] = []
  let end = start
  for (let token = walk.scanner.peek(); token.kind !== 'block-end'; token = walk.scanner.peek()) {
    if (token.kind !== 'key' && token.kind !== 'value') fail(walk, 'inconsistent indentation, or a list and keys side by side', token)
    if (walk.fault !== undefined) break
    const key = token.kind === 'key' ? readBlockPart(walk, depth, token.end) : nothing(walk, token.start)
    if (key === undefined || walk.fault !== undefined) break
    const colon = walk.scanner.peek()
    const value = colon.kind === 'value' ? readBlockPart(walk, depth, colon.end) : nothing(walk, key.origin.end)
    if (value === undefined) break
    entries.push({ key, value })
    end = Math.max(colon.kind === 'value' ? colon.end : 0, key.origin.end, value.origin.end)
  }
  walk.scanner.skip()
  return { kind: 'map', flow: false, entries, origin: originOf(walk, start, end) }
}

/** What follows `?` or `:`. */
function readBlockPart(walk: Walk, depth: number, behind: number): YamlNode | undefined {
  walk.scanner.skip()
  const next = walk.scanner.peek()
  if (['key', 'value', 'block-end'].includes(next.kind)) return nothing(walk, behind)
  return readNode(walk, { isBlock: true, mayBeIndentless: true, depth })
}

function readFlowList(walk: Walk, depth: number): YamlValue | undefined {
  const { start } = walk.scanner.peek()
  walk.scanner.skip()
  const items: YamlNode[] = []
  while (true) {
    const token = walk.fault === undefined ? nextInFlow(walk, 'flow-list-end', items.length === 0) : undefined
    if (token === undefined) return { kind: 'list', flow: true, items, origin: originOf(walk, start, items.at(-1)?.origin.end ?? start) }
    if (token.kind === 'flow-list-end') {
      walk.scanner.skip()
      return { kind: 'list', flow: true, items, origin: originOf(walk, start, token.end) }
    }
    const item = token.kind === 'key' ? readFlowPair(walk, depth) : readNode(walk, { isBlock: false, mayBeIndentless: false, depth })
    if (item !== undefined) items.push(item)
  }
}

/** Behind the comma, except before the first. */
function nextInFlow(walk: Walk, end: 'flow-list-end' | 'flow-map-end', isFirst: boolean): Token | undefined {
  const token = walk.scanner.peek()
  if (token.kind === end || isFirst) return token
  if (token.kind !== 'flow-entry') return fail(walk, `did not find expected ',' or '${end === 'flow-map-end' ? '}' : ']'}'`, token)
  walk.scanner.skip()
  return walk.scanner.peek()
}

/** `[key: value]` is a map of one pair. */
function readFlowPair(walk: Walk, depth: number): YamlNode | undefined {
  const entry = readFlowEntry(walk, depth, 'flow-list-end')
  if (entry === undefined) return undefined
  const end = Math.max(entry.key.origin.end, entry.value.origin.end)
  return { kind: 'map', flow: true, entries: [entry], origin: originOf(walk, entry.key.origin.start, end) }
}

function readFlowMap(walk: Walk, depth: number): YamlValue | undefined {
  const { start } = walk.scanner.peek()
  walk.scanner.skip()
  const entries: YamlEntry[] = []
  while (true) {
    const token = walk.fault === undefined ? nextInFlow(walk, 'flow-map-end', entries.length === 0) : undefined
    if (token === undefined) {
      const end = entries.at(-1)?.value.origin.end ?? start
      return { kind: 'map', flow: true, entries, origin: originOf(walk, start, end) }
    }
    if (token.kind === 'flow-map-end') {
      walk.scanner.skip()
      return { kind: 'map', flow: true, entries, origin: originOf(walk, start, token.end) }
    }
    const entry = token.kind === 'key' ? readFlowEntry(walk, depth, 'flow-map-end') : readLoneKey(walk, depth)
    if (entry !== undefined) entries.push(entry)
  }
}

/** `{key}` has no value. */
function readLoneKey(walk: Walk, depth: number): YamlEntry | undefined {
  const key = readNode(walk, { isBlock: false, mayBeIndentless: false, depth })
  return key === undefined ? undefined : { key, value: nothing(walk, key.origin.end) }
}

function readFlowEntry(walk: Walk, depth: number, end: 'flow-list-end' | 'flow-map-end'): YamlEntry | undefined {
  walk.scanner.skip()
  const first = walk.scanner.peek()
  const key = ['value', 'flow-entry', end].includes(first.kind)
    ? nothing(walk, first.start)
    : readNode(walk, { isBlock: false, mayBeIndentless: false, depth })
  if (key === undefined || walk.fault !== undefined) return undefined
  const colon = walk.scanner.peek()
  if (colon.kind !== 'value') return { key, value: nothing(walk, key.origin.end) }
  walk.scanner.skip()
  const next = walk.scanner.peek()
  const isEmpty = next.kind === 'flow-entry' || next.kind === end
  const value = isEmpty ? nothing(walk, colon.end) : readNode(walk, { isBlock: false, mayBeIndentless: false, depth })
  return value === undefined ? undefined : { key, value }
}
