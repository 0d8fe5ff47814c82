/** user.rules and user6.rules as ufw 0.36 writes them: always the whole file. */
import type { UfwRule } from './rule.js'
import { ruleLines } from './rule-lines.js'
import type { UfwLogLevel, UfwSettings } from './settings.js'
import { printTuple } from './tuple.js'

const PLACES = ['input', 'output', 'forward'] as const
const LEVEL: Readonly<Record<UfwLogLevel, number>> = { off: 0, low: 1, medium: 2, high: 3, full: 4 }
const LIMITED = '-m limit --limit 3/min --limit-burst 10'

export function writeUserRules(rules: readonly UfwRule[], settings: Pick<UfwSettings, 'logLevel' | 'policies'>, v6: boolean): string {
  const prefix = v6 ? 'ufw6' : 'ufw'
  const chains = [
    ...PLACES.map((place) => `user-${place}`),
    ...['before', 'user', 'after'].flatMap((part) => PLACES.map((place) => `${part}-logging-${place}`)),
    'logging-deny',
    'logging-allow',
    'user-limit',
    'user-limit-accept',
  ]
  const lines = [
    '*filter',
    ...chains.map((chain) => `:${prefix}-${chain} - [0:0]`),
    '### RULES ###',
    ...rules.flatMap((rule) => ['', printTuple(rule), ...ruleLines(rule)]),
    '',
    '### END RULES ###',
    '',
    '### LOGGING ###',
    ...loggingLines(settings, prefix),
    '### END LOGGING ###',
    '',
    '### RATE LIMITING ###',
    ...(settings.logLevel === 'off' ? [] : [`-A ${prefix}-user-limit -m limit --limit 3/minute -j LOG --log-prefix "[UFW LIMIT BLOCK] "`]),
    `-A ${prefix}-user-limit -j REJECT`,
    `-A ${prefix}-user-limit-accept -j ACCEPT`,
    '### END RATE LIMITING ###',
    'COMMIT',
    '',
  ]
  return lines.join('\n')
}

function loggingLines({ logLevel, policies }: Pick<UfwSettings, 'logLevel' | 'policies'>, prefix: string): readonly string[] {
  const level = LEVEL[logLevel]
  if (level === LEVEL.off) return PLACES.map((place) => `-I ${prefix}-user-logging-${place} -j RETURN`)
  const limit = level < LEVEL.high ? ` ${LIMITED}` : ''
  const log = (chain: string, said: string, words: string): string => `-A ${prefix}-${chain} -j LOG --log-prefix "[UFW ${said}] "${words}`
  const after = PLACES.flatMap((place) => {
    if (/^accept$/i.test(policies[place])) return level < LEVEL.medium ? [] : [log(`after-logging-${place}`, 'ALLOW', limit)]
    return [log(`after-logging-${place}`, 'BLOCK', limit)]
  })
  const invalid =
    level < LEVEL.medium
      ? `-I ${prefix}-logging-deny -m conntrack --ctstate INVALID -j RETURN${limit}`
      : `-A ${prefix}-logging-deny -m conntrack --ctstate INVALID -j LOG --log-prefix "[UFW AUDIT INVALID] "${limit}`
  return [...after, invalid, log('logging-deny', 'BLOCK', limit), log('logging-allow', 'ALLOW', limit), ...auditLines(level, prefix)]
}

/** Everything that comes in, from medium on. */
function auditLines(level: number, prefix: string): readonly string[] {
  if (level < LEVEL.medium) return []
  const onlyNew = level < LEVEL.high ? ' -m conntrack --ctstate NEW' : ''
  const limit = level < LEVEL.full ? ` ${LIMITED}` : ''
  return PLACES.map((place) => `-I ${prefix}-before-logging-${place} -j LOG --log-prefix "[UFW AUDIT] "${onlyNew}${limit}`)
}
