/** nsswitch.conf: the cases, and the promises that hold for any text. */
import { expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { expectFormatContract } from '../../../../test/format-contract.js'
import { hostSources, nsswitchFormat, parse, print } from './index.js'

test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) => {
  const text = inputOf(file, 'nsswitch.conf')
  const { document, diagnostics } = parse(text, 'x')
  expect(print(document)).toBe(text)
  expectMarked(file, 'nsswitch.conf', diagnostics)
  expectSection(file, 'says', saysOf(diagnostics))
})

test('whatever the text, it is read and printed back', () => {
  expectFormatContract({
    parse,
    print,
    after: hostSources,
    pieces: ['hosts', ':', ' ', 'files', 'dns', '[', ']', 'NOTFOUND=return', '!', '#', '\n', 'passwd'],
  })
})

test.each([
  ['hosts: files dns\n', true],
  ['hosts: files resolve [!UNAVAIL=return] myhostname\n', true],
  ['hosts: files\n', false],
  ['hosts: dns\nhosts: files # dns\n', false],
])('%s asks name servers: %s', (text, asks) => expect(hostSources(parse(text, 'x').document)?.asksDns).toBe(asks))

test('it is told from other files', () => {
  expect(nsswitchFormat.likeness('hosts: files dns\npasswd: files\n')).toBeGreaterThan(0.5)
  expect(nsswitchFormat.likeness('network:\n  version: 2\n')).toBeLessThan(0.1)
})
