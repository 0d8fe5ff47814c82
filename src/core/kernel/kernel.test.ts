/** The modelled kernel, asked by command lines as people type them: the cases. */
import { test } from 'vitest'
import { bootCase, journalText, stateText } from '../../../test/boot-case.js'
import { expectSection, readCases } from '../../../test/case-file.js'

test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) => {
  const { journal, network } = bootCase(file)
  expectSection(file, 'answers', journalText(journal))
  expectSection(file, 'state', stateText(network))
})
