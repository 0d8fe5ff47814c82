/** The declared view equals what the real programs make of the same files, field by field. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rootfs } from '../../tools/rootfs.mjs'
import { readCases } from '../case-file.js'
import { bootDeclared } from './boot-declared.js'
import { bootReal } from './boot-real.js'
import { differences } from './compare.js'
import { factsOfCapture, factsOfNode } from './facts.js'
import { linesOf } from './lines.js'
import { readRealCase } from './real-case.js'

const only = process.env['BRIDGEWORK_REAL']
const cases = readCases(join(import.meta.dirname, 'cases')).filter((file) => only === undefined || file.path.includes(only))

const outcomes: ('agree' | 'differ as they say')[] = []
let tree = ''

beforeAll(async () => {
  tree = await rootfs()
}, 600_000)

afterAll(() => {
  const count = (wanted: (typeof outcomes)[number]) => outcomes.filter((outcome) => outcome === wanted).length
  const [agree, known] = [count('agree'), count('differ as they say')]
  console.log(`${cases.length} configurations: ${agree} agree, ${known} differ as they say, ${cases.length - agree - known} fail`)
})

describe.concurrent('as real programs do it', () => {
  test.each(cases)('$title', { timeout: 240_000 }, async (file) => {
    const real = readRealCase(file)
    const { captured, log } = await bootReal(real, tree)
    const declared = linesOf(factsOfNode(bootDeclared(real, tree)), real.nics)
    const found = linesOf(factsOfCapture(captured), real.nics)
    const differ = differences(declared, found)
    expect(differ.join('\n'), `${file.path}\n${log}`).toBe(real.differs.join('\n'))
    // Nothing on both sides would agree too.
    expect(found.filter((line) => /^link lo /.test(line))).not.toEqual([])
    outcomes.push(differ.length === 0 ? 'agree' : 'differ as they say')
  })
})
