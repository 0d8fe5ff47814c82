/** Netfilter requests as lines that iptables(8) and iptables-restore(8) both understand. */
import type { Family, KernelRequest, TableName } from '../model/index.js'

export type NetfilterLine = { readonly family: Family; readonly table: TableName; readonly words: readonly string[] }

/** Undefined: not a request about single rules, chains or policies, or one that cannot be passed on. */
export function netfilterLine(request: KernelRequest): NetfilterLine | undefined {
  switch (request.kind) {
    case 'netfilter-rule':
      return ruleLine(request)
    case 'netfilter-chain': {
      const option = { create: '-N', delete: '-X', flush: '-F' }[request.operation]
      return { family: request.family, table: request.table, words: [option, ...(request.chain === undefined ? [] : [request.chain])] }
    }
    case 'netfilter-policy':
      return { family: request.family, table: request.table, words: ['-P', request.chain, request.policy.toUpperCase()] }
    default:
      return undefined
  }
}

function ruleLine(request: Extract<KernelRequest, { kind: 'netfilter-rule' }>): NetfilterLine | undefined {
  const words = withoutChain(splitWords(request.rule.text))
  if (!isSafeRule(words)) return undefined
  const option = { append: '-A', insert: '-I', delete: '-D' }[request.operation]
  const position = request.operation === 'insert' && request.position !== undefined ? [String(request.position)] : []
  return { family: request.family, table: request.table, words: [option, request.chain, ...position, ...words] }
}

/** Drops the operation, chain, position and table that a rule's text may begin with. */
function withoutChain(words: readonly string[]): readonly string[] {
  const table = words.findIndex((word) => word === '-t' || word === '--table')
  const rest = table < 0 ? words : [...words.slice(0, table), ...words.slice(table + 2)]
  if (!/^(-[AID]|--(append|insert|delete))$/.test(rest[0] ?? '')) return rest
  return rest.slice(/^\d+$/.test(rest[2] ?? '') ? 3 : 2)
}

/** iptables(8) runs what `--modprobe` names, and an extension's name becomes part of a library's path: neither may come out of a file. */
export function isSafeRule(words: readonly string[]): boolean {
  return words.every((word) => !/[\n\r\0]|\.\.\/|^--mod|^-[vnx46w]*M/.test(word))
}

/** Every rule of an iptables-save dump. */
export function isSafeDump(text: string): boolean {
  return text
    .split('\n')
    .every((line) => (!line.trimStart().startsWith('-') && !line.trimStart().startsWith('[')) || isSafeRule(splitWords(line)))
}

/** Words of a rule as iptables-restore reads them: separated by white space, double quotes and backslashes honoured. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let quoted = false
  // Either a backslash with what it protects, or one character.
  for (const [piece] of text.matchAll(/\\[\s\S]|[\s\S]/g)) {
    const isSpace = !quoted && /^\s$/.test(piece)
    if (isSpace && word !== undefined) words.push(word)
    word = isSpace ? undefined : (word ?? '') + (piece === '"' ? '' : piece.length > 1 ? piece.slice(1) : piece)
    if (piece === '"') quoted = !quoted
  }
  return word === undefined ? words : [...words, word]
}

export type RestoreLine = { readonly table: TableName; readonly words: readonly string[] }

/** The input of `iptables-restore --noflush`: of each table all changes are made, or none. Tables don't see each other. */
export function restoreInput(lines: readonly RestoreLine[]): string {
  return tablesOf(lines)
    .map(
      (table) =>
        `*${table}\n${linesOf(lines, table)
          .map(({ words }) => `${words.map(quote).join(' ')}\n`)
          .join('')}COMMIT\n`,
    )
    .join('')
}

/** Tables that had been committed when iptables-restore failed: those that end before the line it names. */
export function committedTables(lines: readonly RestoreLine[], stderr: string): readonly TableName[] {
  const failed = Number(/line:? (\d+)/.exec(stderr)?.[1] ?? 0)
  let end = 0
  return tablesOf(lines).filter((table) => {
    end += linesOf(lines, table).length + 2
    return end < failed
  })
}

function tablesOf(lines: readonly RestoreLine[]): readonly TableName[] {
  return [...new Set(lines.map((line) => line.table))]
}

function linesOf(lines: readonly RestoreLine[], table: TableName): readonly RestoreLine[] {
  return lines.filter((line) => line.table === table)
}

function quote(word: string): string {
  return /^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`
}
