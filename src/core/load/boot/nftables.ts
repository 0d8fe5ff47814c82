/** nft(8): /etc/nftables.conf at boot, and what is typed. */
import type { Origin } from '../../diagnostics/origin.js'
import { withOrigin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'
import { type NftFile, parseNft, readScript, rulesetOf } from '../../formats/nft/index.js'
import type { NftCommand, NftTable, RequestResult } from '../../model/index.js'
import { fileOf, filesMatching, filesOf } from './captures.js'
import { type Booting, nodeIn, readDocument, request, type Stage } from './machine.js'

const FILE = '/etc/nftables.conf'
const UNIT = /^\/etc\/systemd\/system\/[^/]+\.(wants|requires)\/nftables\.service$/
const WANTS = /^\/etc\/systemd\/system\/[^/]+\.(wants|requires)\//

/** nftables.service loads it where it is enabled. Where no unit that anything wants was captured, that is not known. */
export function loadNftables(booting: Booting, stage: Stage): void {
  const capture = fileOf(booting.snapshot, stage.node, FILE)
  if (capture === undefined) return
  const paths = filesOf(booting.snapshot, stage.node).map(({ path }) => path)
  if (paths.some((path) => UNIT.test(path))) loadFile(booting, stage, { id: capture.id, text: capture.text })
  else if (!paths.some((path) => WANTS.test(path))) keepNftables(booting, stage)
}

/** Whether the service is enabled stands in no file that is captured, so a file with rules may be in force. */
function keepNftables(booting: Booting, stage: Stage): void {
  const capture = fileOf(booting.snapshot, stage.node, FILE)
  if (capture === undefined) return
  const document = readDocument(booting, capture, parseNft)
  for (const table of rulesetOf(document.commands)) {
    for (const { name, origin } of decidingChains(table)) {
      const at = origin ?? table.origin
      const text = `${FILE}: chain ${name} of table ${table.family} ${table.name}`
      request(booting, stage, { kind: 'unmodelled', text, touches: 'anything', ...withOrigin(at) })
    }
  }
}

/** Debian's own file has chains without rules that accept everything. */
function decidingChains(table: NftTable): NftTable['chains'] {
  if (table.flags.includes('dormant')) return []
  return table.chains.filter(({ base, rules }) => base !== undefined && (rules.length > 0 || base.policy === 'drop'))
}

function loadFile(booting: Booting, stage: Stage, file: NftFile): RequestResult {
  return loadScript(booting, stage, file, { capture: file.id, start: 0, end: file.text.length })
}

function loadScript(booting: Booting, stage: Stage, file: NftFile, origin: Origin): RequestResult {
  const script = readScript(file, (path) => includedFiles(booting, stage.node, path))
  const errors = script.diagnostics.filter(({ severity }) => severity === 'error')
  booting.diagnostics.push(...script.diagnostics)
  const text = file.id !== '' ? `nft -f ${file.id.replace(/^[^:]*:/, '')}` : `nft ${file.text}`
  const [missing] = script.missing
  if (missing !== undefined || /\b(jump|goto)\s*\{/.test(file.text)) {
    const what = missing === undefined ? text : `${text}: ${missing}`
    return request(booting, stage, { kind: 'unmodelled', text: what, touches: 'anything', origin })
  }
  const error = errors.length > 0 ? `Error: ${errors[0]?.message}` : (script.error ?? missingInterface(booting, stage.node, script.text))
  if (error !== undefined) return request(booting, stage, { kind: 'rejected', text, error, origin })
  if (script.commands.length === 0) return { kind: 'done' }
  const commands = file.id === '' ? placedAt(script.commands, origin) : script.commands
  return request(booting, stage, { kind: 'nft', commands, text: script.text, origin })
}

/** What was typed has the place of the whole line. */
function placedAt(commands: readonly NftCommand[], origin: Origin): readonly NftCommand[] {
  return commands.map((command): NftCommand => {
    const placed = { ...command, origin }
    if (placed.kind === 'rule') return { ...placed, rule: { ...placed.rule, origin } }
    if (placed.kind === 'set') return { ...placed, set: { ...placed.set, origin } }
    if (placed.kind !== 'chain') return placed
    return { ...placed, chain: { ...placed.chain, origin, rules: placed.chain.rules.map((rule) => ({ ...rule, origin })) } }
  })
}

/** `iif` and `oif` are numbers, which nft looks up when it reads them. */
function missingInterface(booting: Booting, node: string, text: string): string | undefined {
  const names = [...text.matchAll(/\b[io]if\s+(?:[!=]=\s+)?"?([A-Za-z][\w.@-]*)"?/g)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  )
  const known = nodeIn(booting, node).interfaces
  const gone = names.find((name) => !NO_NAMES.has(name) && !known.some((one) => one.name === name))
  return gone === undefined ? undefined : 'Error: Interface does not exist'
}

/** Words that may stand behind `iif` and name no interface. */
const NO_NAMES: ReadonlySet<string> = new Set(['oif', 'oifname', 'vmap', 'type', 'missing', 'exists', 'eq', 'ne', 'set', 'map'])

/** A path with wildcards may match nothing; another file may merely not have been captured. */
function includedFiles(booting: Booting, node: string, path: string): readonly NftFile[] | undefined {
  if (/[*?[]/.test(path)) return filesMatching(booting.snapshot, node, path).map(({ id, text }) => ({ id, text }))
  const capture = fileOf(booting.snapshot, node, path)
  return capture === undefined ? undefined : [{ id: capture.id, text: capture.text }]
}

/** Options without a value that change only what is printed. */
const QUIET = /^(-[naspjetyNSu]+|--(numeric|handle|stateless|json|echo|terse|numeric-\w+|service|reversedns|guid))$/

type Parsed = { readonly file?: string; readonly text?: string; readonly checks: boolean } | undefined

function parseOptions(words: readonly string[]): Parsed {
  let checks = false
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '-f' || word === '--file') return { file: words[at + 1] ?? '', checks }
    if (word === '-c' || word === '--check') checks = true
    else if (!QUIET.test(word)) return word.startsWith('-') ? undefined : { text: words.slice(at).join(' '), checks }
  }
  return { checks }
}

/** `nft add rule …`, `nft -f FILE`; `nft -f - < FILE` as well. */
export function runNft(booting: Booting, stage: Stage, words: readonly Word[], input?: Word): RequestResult {
  const line = words.map(({ text }) => text).join(' ')
  const origin = words[0]?.origin ?? { capture: '', start: 0, end: 0 }
  const end = words.at(-1)?.origin?.end ?? origin.end
  const whole = { ...origin, end: Math.max(origin.end, end) }
  const unknown = () => request(booting, stage, { kind: 'unmodelled', text: line, touches: 'anything', origin: whole })
  const parsed = parseOptions(words.slice(1).map(({ text }) => text))
  if (parsed === undefined) return unknown()
  if (parsed.checks) return { kind: 'done' }
  const path = parsed.file === '-' || parsed.file === '/dev/stdin' ? input?.text : parsed.file
  if (path !== undefined) {
    const capture = fileOf(booting.snapshot, stage.node, path)
    return capture === undefined ? unknown() : loadFile(booting, stage, { id: capture.id, text: capture.text })
  }
  return parsed.text === undefined ? unknown() : loadScript(booting, stage, { id: '', text: parsed.text }, whole)
}
