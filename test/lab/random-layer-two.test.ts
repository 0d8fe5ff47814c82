/** Worlds of switches that nobody chose: the prediction must agree with the kernel in each. BRIDGEWORK_WORLDS=1-100 tries others than the usual few. */
import { describe, expect, test } from 'vitest'
import { labsOf, seedsFrom } from './random-labs.js'
import { randomLayerTwo } from './random-layer-two.js'

/** The first few, and one in which copies of a frame come back by another port and tear the switches' tables. */
const USUAL = [1, 2, 3, 4, 15]
const SEEDS = seedsFrom(process.env.BRIDGEWORK_WORLDS, USUAL)
const labTest = labsOf()

describe.concurrent('random worlds of layer 2', () => {
  test.each(SEEDS)('world %i', { timeout: 240_000 }, async (seed) => {
    const yaml = randomLayerTwo(seed)
    const { labs } = await labTest(seed, yaml)
    const rows = labs.flatMap((lab) => lab.tests)
    const unproven = rows.filter((row) => row.verdict.kind === 'proves-nothing' && !row.verdict.why.startsWith('more than one outcome'))
    expect(rows.length, yaml).toBe(8)
    // After one that goes both ways, what the hosts remember is not known.
    const open = rows.findIndex((row) => row.verdict.kind === 'proves-nothing')
    const certain = open < 0 ? rows : rows.slice(0, open)
    expect(
      certain.filter((row) => row.verdict.kind === 'disagrees'),
      yaml,
    ).toEqual([])
    expect(unproven, yaml).toEqual([])
    expect(
      labs.flatMap((lab) => lab.boot),
      yaml,
    ).toEqual([])
  })
})
