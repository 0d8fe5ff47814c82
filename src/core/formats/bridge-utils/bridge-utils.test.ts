/** The command lines of bridge-utils: the cases, and the promises that hold for any words. */
import { test } from 'vitest'
import { readCases } from '../../../../test/case-file.js'
import { expectCommandLineCase, expectNothingLost } from '../../../../test/command-line-contract.js'
import { lowerBrctl } from './index.js'

test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) => expectCommandLineCase(file, () => lowerBrctl))

const vocabulary = 'brctl addbr delbr addif delif stp setfd setageing hairpin br0 eth0 on 1.5 __proto__ constructor'

test('whatever the words, something comes back, and what was not understood keeps its text', () => {
  expectNothingLost([lowerBrctl], [['brctl', lowerBrctl]], vocabulary)
})
