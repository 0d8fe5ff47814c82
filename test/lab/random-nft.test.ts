/** Rulesets of nft that nobody chose: the prediction must agree with the kernel. BRIDGEWORK_NFT_WORLDS=1-100 tries others than the usual few. */
import { describe, expect, test } from 'vitest'
import { labsOf, seedsFrom } from './random-labs.js'
import { randomNftWorld } from './random-nft.js'

const USUAL = [1, 2, 3, 4, 5, 6]
const SEEDS = seedsFrom(process.env.BRIDGEWORK_NFT_WORLDS, USUAL)
const labTest = labsOf()

describe.concurrent('random rulesets of nft', () => {
  test.each(SEEDS)('ruleset %i', { timeout: 240_000 }, async (seed) => {
    const yaml = randomNftWorld(seed)
    const { labs } = await labTest(seed, yaml)
    const rows = labs.flatMap((lab) => lab.tests)
    expect(rows.length).toBe(10)
    expect(
      rows.filter((row) => row.verdict.kind === 'disagrees'),
      yaml,
    ).toEqual([])
    expect(
      labs.flatMap((lab) => lab.boot),
      yaml,
    ).toEqual([])
  })
})
