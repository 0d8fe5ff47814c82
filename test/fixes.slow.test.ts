/** No remedy is shown that does not work: typed as it is printed, on the modelled kernel, it brings the answer. */
import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadScenario, type Scenario } from '../src/cli/load-scenario.js'
import { loadWorlds } from '../src/cli/load-worlds.js'
import { tryCommand } from '../src/core/load/index.js'
import type { Expectation, Network } from '../src/core/model/index.js'
import { ask, fixes, questionOf } from '../src/core/questions/index.js'

const FOLDERS = readdirSync('scenarios').filter((name) => existsSync(`scenarios/${name}/bridgework.yaml`))

type Failing = { readonly scenario: Scenario; readonly row: Expectation }

/** Each reason of a scenario once: its worlds repeat them. */
async function failingRows(folder: string): Promise<readonly Failing[]> {
  const seen = new Set<string>()
  const rows: Failing[] = []
  for await (const scenario of loadWorlds(`scenarios/${folder}`, { allWorlds: true })) {
    for (const row of scenario.topology.expect) {
      const key = `${row.outcome} ${row.because}`
      if (row.outcome === 'reply' || seen.has(key)) continue
      seen.add(key)
      rows.push({ scenario, row })
    }
  }
  return rows
}

function typed(network: Network, node: string, command: string): { readonly network: Network; readonly complaints: readonly string[] } {
  return command.split(' && ').reduce<{ network: Network; complaints: readonly string[] }>(
    (so, line) => {
      const { network: now, refused, unmodelled } = tryCommand(so.network, node, line)
      return { network: now, complaints: [...so.complaints, ...(refused === undefined ? [] : [`${line}: ${refused}`]), ...unmodelled] }
    },
    { network, complaints: [] },
  )
}

/** Reasons for which some scenario has a remedy. */
const remedied = new Set<string>()

test.each(FOLDERS)('%s: each remedy works as it is typed', async (folder) => {
  const wrong: string[] = []
  for (const { scenario, row } of await failingRows(folder)) {
    const { network } = scenario
    const question = questionOf(network, row)
    const answer = ask(network, question)
    for (const { change, after, also } of fixes(network, answer)) {
      const tried = typed(network, change.node, change.command)
      const again = ask(tried.network, question)
      const works = tried.complaints.length === 0 && again.outcome === 'reply' && after.outcome === 'reply'
      const idle = also.filter((flow) => flow.before === flow.after).length
      if (!works || idle > 0) wrong.push(`${row.id}: ${change.command}: ${again.outcome} ${tried.complaints.join('; ')}`)
      remedied.add(answer.reason)
    }
  }
  expect(wrong).toEqual([])
})

test('there is a remedy for these reasons', async () => {
  await expect([...remedied].sort().join('\n')).toMatchFileSnapshot('golden/remedied-reasons.txt')
})

test('side effects rank: the first changes least else', async () => {
  const { network, topology } = await loadScenario('scenarios/pain-38-two-nics-one-subnet')
  const row = topology.expect.find(({ id }) => id === 'second')
  const offered = row === undefined ? [] : fixes(network, ask(network, questionOf(network, row)))
  expect(offered.map(({ also }) => also.length)).toEqual([2, 8])
})
