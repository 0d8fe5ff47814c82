/** Every expectation of the scenarios that were measured on a kernel, in every world, with its why. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadScenario } from '../src/cli/load-scenario.js'
import { unmet } from '../src/core/lab/expectation.js'
import { askSession, questionOf } from '../src/core/questions/index.js'

const ROOT = join(import.meta.dirname, '..', 'scenarios')
const FOLDERS = readdirSync(ROOT).filter((name) => name.startsWith('kernel-'))

test('there are scenarios', () => expect(FOLDERS.length).toBeGreaterThan(15))

for (const folder of FOLDERS) {
  test(folder, async () => {
    const file = join(ROOT, folder, 'bridgework.yaml')
    const { topology } = await loadScenario(file)
    const worlds: readonly (string | undefined)[] = topology.worlds.length === 0 ? [undefined] : topology.worlds
    const rows = await Promise.all(worlds.map((world) => wrongRows(file, world)))
    expect(rows.flat().join('\n')).toBe('')
  })
}

/** One line for each expectation that the model does not meet: where, what, how they differ, and what the model thinks. */
async function wrongRows(file: string, world: string | undefined): Promise<readonly string[]> {
  const { network, topology } = await loadScenario(file, world)
  const answers = askSession(
    network,
    topology.expect.map((expectation) => questionOf(network, expectation)),
  )
  return topology.expect.flatMap((expectation, index) => {
    const answer = answers[index]
    if (answer === undefined) return [`${world ?? '-'} | ${expectation.id} | not asked`]
    const differences = [...unmet(expectation, answer), ...answer.missing.map((what) => `missing: ${what}`)]
    return differences.length === 0 ? [] : [`${world ?? '-'} | ${expectation.id} | ${differences.join('; ')} | ${answer.why.text}`]
  })
}

test('E11: of 12 pings half a second apart, 7 bring a redirect', async () => {
  const { network } = await loadScenario(join(ROOT, 'kernel-redirects', 'bridgework.yaml'), 'accept-none')
  const question = { from: 'h', to: '192.168.78.1', protocol: { kind: 'icmp' }, count: 12, interval: 500 } as const
  const redirects = askSession(network, [question]).flatMap((answer) => answer.probes.flatMap((probe) => probe.redirects))
  expect(redirects).toHaveLength(7)
})
