/** The rule lines of iptables' own extension tests: whether our reader takes and refuses the same, and reads a rule as it reads what iptables prints of it. */
import { checkRule, lowerSave, parseSave } from '../../../src/core/formats/iptables/index.js'
import type { Family, TableName } from '../../../src/core/model/index.js'
import type { Corpus, Failure, Suite } from '../suite.js'

const FILE = /(^|\/)extensions\/(lib(?:xt|ipt|ip6t)_\w+|iptables)\.t$/

type Line = {
  readonly rule: string
  readonly output: string
  readonly result: string
  readonly table: TableName
  readonly chains: readonly string[]
}

export const IPTABLES: Suite = {
  name: 'iptables',
  title:
    "iptables' extension tests: each rule line is taken or refused alike in every chain that is named, and what is understood of it is the same as of its printed form",
  run: (corpus) => {
    const cases = corpus.files.flatMap((file) => casesIn(corpus, file))
    if (cases.length === 0) return undefined
    const failures = cases.flatMap(({ name, why }): readonly Failure[] => (why === undefined ? [] : [{ case: name, why }]))
    return { passed: cases.length - failures.length, total: cases.length, failures }
  },
}

function casesIn(corpus: Corpus, file: string) {
  const name = FILE.exec(file)?.[2]
  if (name === undefined) return []
  const families: readonly Family[] = name.startsWith('libipt_') ? ['ip'] : name.startsWith('libip6t_') ? ['ip6'] : ['ip', 'ip6']
  return linesOf(corpus.text(file)).flatMap((line) =>
    families.map((family) => ({ name: `${file} ${family}: ${line.rule}`, why: compare(line, family) })),
  )
}

/** `:CHAIN,CHAIN` and `*TABLE` hold for the lines below; `RULE;OUTPUT;RESULT`. Lines with `@` and `%` prepare the kernel. */
function linesOf(text: string): readonly Line[] {
  let chains: readonly string[] = []
  let table: TableName = 'filter'
  return text.split('\n').flatMap((line) => {
    if (line.startsWith(':')) {
      chains = line.slice(1).trim().split(',')
      table = 'filter'
    } else if (line.startsWith('*')) table = line.slice(1).trim() as TableName
    else if (line !== '' && !/^[#@%]/.test(line)) {
      const [rule = '', output = '', result = ''] = line.split(';')
      return [{ rule, output, result, table, chains }]
    }
    return []
  })
}

function compare({ rule, output, result, table, chains }: Line, family: Family): string | undefined {
  for (const chain of chains) {
    const { words, lowered } = read(rule, family, table, chain)
    const problem = checkRule({ family, table, chain, words })
    if ((problem === undefined) !== result.startsWith('OK'))
      return problem === undefined ? `${chain}: should be refused` : `${chain}: ${problem.message}`
    if (problem !== undefined || output === '=' || output === '') continue
    const printed = read(output, family, table, chain).lowered
    if (lowered !== printed) return `${chain}: reads ${lowered}, and its printed form ${printed}`
  }
  return undefined
}

function read(rule: string, family: Family, table: TableName, chain: string) {
  const { document } = parseSave(`*${table}\n-A ${chain} ${rule}\nCOMMIT\n`, 'x', family)
  const line = document.lines[1]
  const words = line?.kind === 'rule' ? line.words.slice(2) : []
  const found = lowerSave(document).chains.flatMap((one) => one.rules)[0]
  const said = found === undefined ? [] : [...found.matches.map(understood).sort(), understood(found.target)]
  return { words, lowered: said.join(' ') }
}

/** What is kept word by word may be written in several ways. */
function understood(part: { readonly kind: string }): string {
  return ['unrecognised', 'depends', 'continue'].includes(part.kind) ? part.kind : JSON.stringify(part)
}
