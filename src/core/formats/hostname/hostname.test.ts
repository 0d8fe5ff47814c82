/** hostname: a name, no name, a bad name. */
import { expect, test } from 'vitest'
import { expectFormatContract } from '../../../../test/format-contract.js'
import { parseHostname } from './index.js'

test('the first line that is no comment', () => {
  const text = '# mine\n\n  server  \nother\n'
  const { document } = parseHostname(text, 'hostname')
  expect(document.name).toBe('server')
  expect(text.slice(document.origin.start, document.origin.end)).toBe('server')
  expect(parseHostname('\n', 'hostname').document).not.toHaveProperty('name')
})

test('what cannot be a name', () => {
  for (const bad of ['-server', 'my server', 'x'.repeat(65), '\u0000']) {
    expect(parseHostname(bad, 'hostname')).toMatchObject({ diagnostics: [{ code: 'hostname/bad-name' }] })
  }
})

test('whatever the text', () => {
  expectFormatContract({ parse: parseHostname, pieces: ['a', '-', '.', '\n', '#', ' ', '\u0000'] })
})
