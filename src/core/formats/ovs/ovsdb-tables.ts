/** Tables of the database as programs print them: `ovsdb-client dump`, `ovs-vsctl list`, in JSON or as a list; `ovsdb-client transact`. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { OvsDatum } from '../../model/ovs-datum.js'
import { readToken, unquoteAtom } from '../../model/ovs-datum.js'
import { type OvsRow, oneOf } from '../../model/ovs-row.js'
import type { OvsdbDocument, OvsdbRow, OvsdbTable } from './ovsdb-document.js'
import { datumOf, isRecord, parseJson, tableWith } from './ovsdb-value.js'

/** Of the listing that ovs-vsctl prints; a dump says the names itself. */
export function parseTables(text: string, capture: string): Parsed<OvsdbDocument> {
  const start = text.search(/\S/)
  const json = start >= 0 && (text[start] === '{' || text[start] === '[')
  const { tables, diagnostics } = json ? readJson(text, capture) : readList(text, capture)
  return { document: { capture, tables }, diagnostics }
}

type Read = { readonly tables: readonly OvsdbTable[]; readonly diagnostics: readonly Diagnostic[] }

/** One value a line, or a single one over several lines. */
function readJson(text: string, capture: string): Read {
  const whole = parseJson(text)
  if (whole !== undefined) return { tables: tablesIn(whole.value, { capture, start: 0, end: text.length }), diagnostics: [] }
  const tables: OvsdbTable[] = []
  const diagnostics: Diagnostic[] = []
  for (const line of linesOf(text)) {
    const value = parseJson(line.text)
    const at = { capture, start: line.start, end: line.start + line.text.length }
    if (value !== undefined) tables.push(...tablesIn(value.value, at))
    else if (diagnostics.length < MOST) diagnostics.push(notUnderstood(line.text, at))
  }
  return { tables, diagnostics }
}

const MOST = 100

type Line = { readonly text: string; readonly start: number }

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/[^\n]+/g)].map((found) => ({ text: found[0].trimEnd(), start: found.index })).filter((line) => line.text !== '')
}

function tablesIn(value: unknown, at: Origin): readonly OvsdbTable[] {
  if (Array.isArray(value))
    return value.flatMap((item) => (isRecord(item) && Array.isArray(item['rows']) ? [selected(item['rows'], at)] : []))
  if (!isRecord(value) || !Array.isArray(value['headings']) || !Array.isArray(value['data'])) return []
  const headings = value['headings'].map(String)
  const caption = typeof value['caption'] === 'string' ? /^(\w+) table$/.exec(value['caption'])?.[1] : undefined
  const rows = value['data'].map((cells): OvsRow => {
    const data = Array.isArray(cells) ? (cells as readonly unknown[]) : []
    return rowOf(headings.map((heading, index) => [heading, data[index]]))
  })
  return [
    tableOf(
      caption ?? tableWith(headings),
      rows.map((columns) => ({ columns, origin: at })),
    ),
  ]
}

function selected(rows: readonly unknown[], at: Origin): OvsdbTable {
  const read = rows.filter(isRecord).map((row) => ({ columns: rowOf(Object.entries(row)), origin: at }))
  return tableOf(tableWith(Object.keys(rows.find(isRecord) ?? {})), read)
}

function rowOf(cells: readonly (readonly [string, unknown])[]): OvsRow {
  return Object.fromEntries(
    cells.flatMap(([column, value]) => {
      const datum = datumOf(value)
      return datum === undefined ? [] : [[column, datum] as const]
    }),
  )
}

function tableOf(name: string | undefined, rows: readonly Omit<OvsdbRow, 'uuid'>[]): OvsdbTable {
  return { ...(name === undefined ? {} : { name }), rows: rows.map((row) => ({ ...row, uuid: oneOf(row.columns, '_uuid') ?? '' })) }
}

/** `COLUMN : VALUE` lines, rows separated by empty lines, tables by `NAME table`. */
function readList(text: string, capture: string): Read {
  const tables: OvsdbTable[] = []
  const diagnostics: Diagnostic[] = []
  let caption: string | undefined
  let block: { readonly line: Line; readonly column: string; readonly datum: OvsDatum }[] = []
  const finish = () => {
    const [first] = block
    const last = block.at(-1)
    if (first === undefined || last === undefined) return
    const columns = Object.fromEntries(block.map(({ column, datum }) => [column, datum]))
    const origin = { capture, start: first.line.start, end: last.line.start + last.line.text.length }
    addRow(tables, caption ?? tableWith(Object.keys(columns)), { columns, origin })
    block = []
  }
  for (const line of everyLine(text)) {
    const title = /^(\w+) table$/.exec(line.text)?.[1]
    const pair = /^(_?\w+) *: (.*)$/.exec(line.text)
    if (line.text === '' || title !== undefined) finish()
    if (title !== undefined) caption = title
    else if (pair !== null) block.push({ line, column: pair[1] ?? '', datum: listedDatum(pair[2] ?? '') })
    else if (line.text !== '' && diagnostics.length < MOST) {
      diagnostics.push(notUnderstood(line.text, { capture, start: line.start, end: line.start + line.text.length }))
    }
  }
  finish()
  return { tables, diagnostics }
}

function everyLine(text: string): readonly Line[] {
  const lines: Line[] = []
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    lines.push({ text: text.slice(start, end).trimEnd(), start })
    start = end + 1
  }
  return lines
}

function addRow(tables: OvsdbTable[], name: string | undefined, row: Omit<OvsdbRow, 'uuid'>): void {
  const added = tableOf(name, [row])
  const last = tables.at(-1)
  if (last !== undefined && last.name === name) (last.rows as OvsdbRow[]).push(...added.rows)
  else tables.push(added)
}

/** As ovs-vsctl prints a value: `10`, `"a b"`, `[a, b]`, `{key=value}`. */
export function listedDatum(text: string): OvsDatum {
  const open = text[0]
  const isMap = open === '{'
  if (!isMap && open !== '[') return { kind: 'set', values: [unquoteAtom(text)] }
  const values: string[] = []
  const pairs: (readonly [string, string])[] = []
  for (let at = 1; at < text.length && text[at] !== (isMap ? '}' : ']'); ) {
    const key = readToken(text, at)
    if ('error' in key || key.end === at) {
      at++
      continue
    }
    at = key.end
    if (!isMap) values.push(unquoteAtom(key.text))
    else if (text[at] === '=') {
      const value = readToken(text, at + 1)
      if ('error' in value) break
      pairs.push([unquoteAtom(key.text), unquoteAtom(value.text)])
      at = value.end
    }
  }
  return isMap ? { kind: 'map', pairs } : { kind: 'set', values }
}

function notUnderstood(text: string, at: Origin): Diagnostic {
  const clean = text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
  return {
    code: 'ovs/not-understood',
    severity: 'note',
    message: `not understood: ${clean.length > 60 ? `${clean.slice(0, 57)}...` : clean}`,
    at,
    because: 'this line is no row of the database',
  }
}
