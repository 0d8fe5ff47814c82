/** What the verbs print about the seed's scenarios, and that lint finds their real mistakes and nothing else. */
import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lint, lintContext } from '../core/lint/index.js'
import { ask, fixes, matrixOf } from '../core/questions/index.js'
import { renderLint } from '../core/render/text/lint.js'
import { renderMatrix } from '../core/render/text/matrix.js'
import { PLAIN } from '../core/render/text/paint.js'
import { renderShow } from '../core/render/text/show.js'
import { renderTrace } from '../core/render/text/trace.js'
import { viewDiagnostics } from '../core/render/view/diagnostic.js'
import { viewFix } from '../core/render/view/fix.js'
import { viewMatrix } from '../core/render/view/matrix.js'
import { viewHosts } from '../core/render/view/show.js'
import { viewWalk } from '../core/render/view/trace.js'
import { loadScenario } from './load-scenario.js'

const LOOK = { paint: PLAIN, width: 110 }
const SCENARIOS = readdirSync('scenarios').filter((name) => name.startsWith('seed-') && existsSync(`scenarios/${name}/bridgework.yaml`))

/** Scenario → what lint finds there, with the line. */
const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  'seed-eth1': [
    'lint/two-nics-in-one-subnet scenarios/seed-eth1/server/etc/network/interfaces:16',
    'lint/two-default-gateways scenarios/seed-eth1/server/etc/network/interfaces:19',
  ],
  'seed-hosts-on-br1-static': [
    'lint/gateway-outside-subnet scenarios/seed-hosts-on-br1-static/host1/etc/network/interfaces:11',
    'lint/contradicting-network scenarios/seed-hosts-on-br1-static/host1/etc/network/interfaces:10',
  ],
}

async function findingsOf(name: string) {
  const scenario = await loadScenario(`scenarios/${name}`)
  return viewDiagnostics(scenario.snapshot, lint(lintContext(scenario.snapshot, scenario.topology, scenario)))
}

test.each(SCENARIOS)('lint on %s: its mistakes, and nothing false', async (name) => {
  const found = await findingsOf(name)
  expect(found.map(({ code, at }) => `${code} ${at?.file}:${at?.line}`)).toEqual(FINDINGS[name] ?? [])
})

test.each(Object.keys(FINDINGS))('lint on %s as text', async (name) => {
  const view = { version: 1, kind: 'lint', tables: [{ file: name, name, findings: await findingsOf(name) }] } as const
  await expect(renderLint(view, LOOK)).toMatchFileSnapshot(`golden/lint-${name}.txt`)
})

test.each(['seed-br1', 'seed-aliases', 'seed-hosts-on-virbr0', 'seed-routed'])('show %s', async (name) => {
  const { network, topology } = await loadScenario(`scenarios/${name}`)
  const view = { version: 1, kind: 'show', file: name, name: topology.name, ...viewHosts(network, ask) } as const
  await expect(renderShow(view, LOOK)).toMatchFileSnapshot(`golden/show-${name}.txt`)
})

test('matrix', async () => {
  const { network, snapshot } = await loadScenario('scenarios/seed-routed')
  const view = {
    version: 1,
    kind: 'matrix',
    file: 'f',
    name: 'seed-routed',
    ...viewMatrix(network, snapshot, matrixOf(network, { kind: 'icmp' })),
  } as const
  await expect(renderMatrix(view, LOOK)).toMatchFileSnapshot('golden/matrix-seed-routed.txt')
})

/** The seed's mysteries. */
const MYSTERIES = [
  ['seed-br1', 'as-the-author', 'laptop', '192.168.78.1'],
  ['seed-hosts-on-virbr0', 'as-the-author', 'laptop', '192.168.122.184'],
  ['seed-network77', 'as-the-author', 'host1', '4.2.2.2'],
  ['seed-network77-lan', 'as-the-author', 'host1', '192.168.77.1'],
  ['seed-network77-lan', 'plain-router', 'host1', '192.168.77.1'],
  ['seed-routed', 'as-the-author', 'host1', '4.2.2.2'],
] as const

test.each(MYSTERIES)('trace %s in %s: %s → %s', async (name, world, from, to) => {
  const { network, snapshot } = await loadScenario(`scenarios/${name}`, world)
  const answer = ask(network, { from, to, protocol: { kind: 'icmp' }, count: 3, interval: 500 })
  const walk = viewWalk(snapshot, answer, fixes(network, answer).map(viewFix))
  const text = renderTrace({ version: 1, kind: 'trace', file: name, world, ...walk }, LOOK)
  await expect(text).toMatchFileSnapshot(`golden/trace-${name}-${world}-${to}.txt`)
})
