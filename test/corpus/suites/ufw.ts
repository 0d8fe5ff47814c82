/** What jc reads out of the output of ufw status, against what our reader does. */
import { parseUfwStatus, type UfwStatusRule } from '../../../src/core/formats/ufw/index.js'
import type { Corpus, Failure, Suite } from '../suite.js'

const FILE = /(^|\/)(ufw(?:-numbered\d*|-verbose|-inactive)?)\.out$/

type JcRule = {
  readonly action: string
  readonly action_direction: string | null
  readonly index: number | null
  readonly network_protocol: string
  readonly comment: string | null
}
type Jc = {
  readonly status: string
  readonly logging_level?: string
  readonly default?: string
  readonly new_profiles?: string
  readonly rules?: readonly JcRule[]
}

export const UFW: Suite = {
  name: 'ufw',
  title: "jc's readings of ufw status: state, log level, defaults, and action, direction, family, number and comment of each rule",
  run: (corpus) => {
    const cases = corpus.files.filter((file) => FILE.test(file) && corpus.files.includes(expectedOf(file)))
    if (cases.length === 0) return undefined
    const failures = cases.flatMap((file): readonly Failure[] => {
      const why = compare(corpus, file)
      return why === undefined ? [] : [{ case: file, why }]
    })
    return { passed: cases.length - failures.length, total: cases.length, failures }
  },
}

function expectedOf(file: string): string {
  return file.replace(/\.out$/, '.json')
}

function compare(corpus: Corpus, file: string): string | undefined {
  const wanted = JSON.parse(corpus.text(expectedOf(file))) as Jc
  const { document } = parseUfwStatus(corpus.text(file), file)
  const head = { status: document.active === true ? 'active' : 'inactive', level: document.logging, profiles: document.newProfiles }
  const wantedHead = { status: wanted.status, level: wanted.logging_level, profiles: wanted.new_profiles }
  if (JSON.stringify(head) !== JSON.stringify(wantedHead)) return `reads ${JSON.stringify(head)}, not ${JSON.stringify(wantedHead)}`
  const defaults = Object.entries(document.defaults).map(([name, policy]) => `${policy} (${name})`)
  if (defaults.join(', ') !== (wanted.default ?? '')) return `reads the defaults ${defaults.join(', ')}`
  const rules = wanted.rules ?? []
  const at = Math.max(rules.length, document.rules.length)
  for (let index = 0; index < at; index++) {
    const [mine, theirs] = [mineOf(document.rules[index]), theirsOf(rules[index])]
    if (mine !== theirs) return `rule ${index + 1}: reads ${mine}, not ${theirs}`
  }
  return undefined
}

function mineOf(rule: UfwStatusRule | undefined): string {
  if (rule === undefined) return 'nothing'
  return [rule.action, rule.direction, rule.number ?? '-', rule.v6 ? 'ipv6' : 'ipv4', rule.comment ?? '-'].join(' ')
}

function theirsOf(rule: JcRule | undefined): string {
  if (rule === undefined) return 'nothing'
  const direction = { IN: 'in', OUT: 'out', FWD: 'forward' }[rule.action_direction ?? 'IN'] ?? ''
  return [rule.action.toLowerCase(), direction, rule.index ?? '-', rule.network_protocol, rule.comment ?? '-'].join(' ')
}
