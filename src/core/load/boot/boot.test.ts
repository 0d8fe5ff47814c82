/** Booting one host from its files: the cases. Their `boot` is what was asked of the kernel, `state` what came of it. */
import { expect, test } from 'vitest'
import { bootCase, journalText, stateText } from '../../../../test/boot-case.js'
import { expectSection, readCases, saysOf } from '../../../../test/case-file.js'

test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) => {
  const { journal, network, diagnostics } = bootCase(file)
  expect([...file.sections.keys()].filter((name) => ['boot', 'state', 'says'].includes(name))).not.toEqual([])
  expectSection(file, 'state', stateText(network))
  if (file.sections.has('boot')) expectSection(file, 'boot', journalText(journal))
  if (file.sections.has('says')) expectSection(file, 'says', saysOf(diagnostics))
})
