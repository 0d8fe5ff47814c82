/** What `ufw status`, `ufw status verbose` and `ufw status numbered` print. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { linesIn, type RawLine, shown } from './lines.js'

export type UfwStatusRule = {
  readonly to: string
  readonly action: 'allow' | 'deny' | 'reject' | 'limit'
  /** Plain `ufw status` leaves `in` away. */
  readonly direction: 'in' | 'out' | 'forward'
  readonly from: string
  readonly number?: number
  readonly v6: boolean
  readonly log?: 'log' | 'log-all'
  readonly comment?: string
  readonly origin: Origin
}

export type UfwStatus = {
  readonly active?: boolean
  /** `off`, `low` … */
  readonly logging?: string
  readonly defaults: Readonly<Partial<Record<'incoming' | 'outgoing' | 'routed', string>>>
  readonly newProfiles?: string
  readonly rules: readonly UfwStatusRule[]
}

type Draft = { -readonly [Key in keyof UfwStatus]: UfwStatus[Key] } & { readonly rules: UfwStatusRule[] }

const HEADINGS = /^\s*(To\s+Action\s+From|--\s+------\s+----)\s*$/

export function parseUfwStatus(text: string, capture: string): Parsed<UfwStatus> {
  const status: Draft = { defaults: {}, rules: [] }
  const diagnostics: Diagnostic[] = []
  for (const line of linesIn(text, capture)) {
    if (line.content.trim() === '' || HEADINGS.test(line.content) || readHead(status, line.content)) continue
    const rule = readRule(line)
    if (rule !== undefined) status.rules.push(rule)
    else if (diagnostics.length < 20) {
      const message = `"${shown(line.content)}" is no line of ufw status`
      diagnostics.push({ code: 'ufw/bad-status-line', severity: 'note', message, at: line.origin })
    }
  }
  return { document: status, diagnostics }
}

function readHead(status: Draft, line: string): boolean {
  const [, name, value = ''] = /^(Status|Logging|Default|New profiles): (.*)$/.exec(line.trim()) ?? []
  switch (name) {
    case 'Status':
      status.active = value === 'active'
      return true
    case 'Logging':
      status.logging = /^on \((\w+)\)$/.exec(value)?.[1] ?? value
      return true
    case 'Default':
      for (const [, policy = '', direction = ''] of value.matchAll(/(\w+) \((incoming|outgoing|routed)\)/g))
        status.defaults = { ...status.defaults, [direction]: policy }
      return true
    case 'New profiles':
      status.newProfiles = value
      return true
    default:
      return false
  }
}

const ACTION = /\s(ALLOW|DENY|REJECT|LIMIT)(?: (IN|OUT|FWD))?\s/
const DIRECTIONS = { IN: 'in', OUT: 'out', FWD: 'forward' } as const
const ACTIONS = { ALLOW: 'allow', DENY: 'deny', REJECT: 'reject', LIMIT: 'limit' } as const

/** Columns of at least 26 and 12 characters, that longer words push aside. */
function readRule({ content, origin }: RawLine): UfwStatusRule | undefined {
  const [numbered = '', number] = /^\[\s*(\d+)\]\s*/.exec(content) ?? []
  const body = content.slice(numbered.length)
  const found = ACTION.exec(`${body} `)
  const action = ACTIONS[found?.[1] as keyof typeof ACTIONS]
  if (found === null || action === undefined) return undefined
  const [rest = '', ...comments] = body.slice(found.index + found[0].length).split(/(?:^|\s)# ?/)
  const [from = '', attributes = ''] = rest.trim().split(/\s+(?=\((?:log|log-all|out)(?:, out)?\)$)/)
  const log = /log-all/.test(attributes) ? 'log-all' : /log/.test(attributes) ? 'log' : undefined
  const to = body.slice(0, found.index).trim()
  return {
    to,
    action,
    direction: DIRECTIONS[found[2] as keyof typeof DIRECTIONS] ?? 'in',
    from,
    v6: /\(v6\)/.test(`${to} ${from}`) || /[0-9a-f]*:[0-9a-f:]*:/i.test(`${to} ${from}`),
    ...(number === undefined ? {} : { number: Number(number) }),
    ...(log === undefined ? {} : { log }),
    ...(comments.length === 0 ? {} : { comment: comments.join(' # ').trim() }),
    origin,
  }
}
