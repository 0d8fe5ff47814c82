/** The demo's table. */
import { expect, test } from 'vitest'
import { type DemoRow, isProven, viewDemo } from '../view/demo.js'
import { renderDemo } from './demo.js'
import { PLAIN } from './paint.js'

const ROW: DemoRow = {
  scenario: 'seed-a',
  world: 'one',
  id: 'T01',
  about: 'seed line 68',
  from: 'laptop',
  to: '10.0.0.1',
  protocol: 'icmp',
  expected: 'reply',
  predicted: { outcome: 'reply', redirects: [], reason: 'reachable' },
  measured: { outcome: 'reply', redirects: [], text: '' },
  agreement: 'agrees',
  unmet: [],
  remarks: [],
}
const LABS = { complaints: [], interrupted: false }
const GOOD = [ROW, { ...ROW, world: 'two' }]
const BAD: readonly DemoRow[] = [
  ...GOOD,
  {
    ...ROW,
    scenario: 'seed-b',
    id: 'T02',
    about: 'seed line 70',
    protocol: 'tcp/22',
    measured: { outcome: 'silence', redirects: [], text: '' },
    agreement: 'disagrees',
    remarks: ['outcome silence, predicted reply'],
  },
  {
    ...ROW,
    scenario: 'seed-b',
    id: 'T02',
    about: 'seed line 70',
    protocol: 'tcp/22',
    world: 'two',
    agreement: 'proves-nothing',
    remarks: ['the prober was overloaded'],
  },
]

test.each([
  ['good', GOOD, 120],
  ['narrow', GOOD, 80],
  ['bad', BAD, 120],
] as const)('%s', async (name, rows, width) => {
  await expect(renderDemo(viewDemo(rows, LABS, 12), { paint: PLAIN, width })).toMatchFileSnapshot(`golden/demo-${name}.txt`)
})

test('a probe that is asked again in another scenario is counted apart', () => {
  const view = viewDemo([{ ...ROW, scenario: 'seed-c', id: 'T01b' }, ...GOOD], LABS, 1)
  expect(view).toMatchObject({ probes: 1, rows: GOOD, repeats: [{ scenario: 'seed-c' }], agree: 3 })
  expect(renderDemo(view, { paint: PLAIN, width: 100 })).toContain('seed-c: 1 row that ask the same again, all agree')
})

test('only full agreement proves', () => {
  expect(isProven(viewDemo(GOOD, LABS, 1))).toBe(true)
  expect(isProven(viewDemo(BAD, LABS, 1))).toBe(false)
  expect(isProven(viewDemo(GOOD, { ...LABS, complaints: ['the boot of seed-a differs'] }, 1))).toBe(false)
  expect(isProven(viewDemo([], LABS, 1))).toBe(false)
  expect(isProven(viewDemo(GOOD, { ...LABS, interrupted: true }, 1))).toBe(false)
  expect(isProven(viewDemo([{ ...ROW, unmet: ['outcome reply, expected silence'] }], LABS, 1))).toBe(false)
})
