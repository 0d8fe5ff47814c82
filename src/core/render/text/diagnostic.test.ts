/** Diagnostics as a compiler prints them. */
import { expect, test } from 'vitest'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { viewDiagnostics } from '../view/diagnostic.js'
import { renderDiagnostic, tally } from './diagnostic.js'
import { PLAIN } from './paint.js'
import { printable } from './printable.js'
import { GATEWAY, POLICY, SNAPSHOT } from './sample.js'

const LOOK = { paint: PLAIN, width: 100 }
const NOTE: Diagnostic = { code: 'x/note', severity: 'note', message: 'nowhere' }
const ERROR: Diagnostic = {
  code: 'x/error',
  severity: 'error',
  message: 'gateway 192.168.80.1 is mistaken',
  at: GATEWAY,
  because: 'it says so',
  help: 'write another',
  related: [{ message: 'this drops it', at: POLICY }],
}

function render(diagnostics: readonly Diagnostic[]): string {
  return viewDiagnostics(SNAPSHOT, diagnostics)
    .flatMap((view) => renderDiagnostic(printable(view), LOOK))
    .join('\n')
}

test('place, message, line with carets, reason, related places, remedy; errors first', () => {
  expect(render([NOTE, ERROR])).toBe(
    [
      'guest/etc/network/interfaces:4:2: error: gateway 192.168.80.1 is mistaken [x/error]',
      '    4 |  gateway 192.168.80.1',
      '      |  ^^^^^^^^^^^^^^^^^^^^',
      '  because: it says so',
      '  router/etc/iptables/rules.v4:2: this drops it',
      '  help: write another',
      'note: nowhere [x/note]',
    ].join('\n'),
  )
})

test('a long line is cut around the caret', () => {
  const text = `${'a'.repeat(5000)}WRONG${'b'.repeat(5000)}`
  const snapshot = { captures: { long: { id: 'long', path: 'long', shown: 'long', text } } }
  const lines = viewDiagnostics(snapshot, [
    { code: 'x/long', severity: 'error', message: 'm', at: { capture: 'long', start: 5000, end: 5005 } },
  ]).flatMap((view) => renderDiagnostic(view, LOOK))
  expect(lines[1]).toContain('aaaWRONGbbb')
  expect(lines[1]?.length).toBeLessThan(120)
  expect(lines[2]?.indexOf('^')).toBe(lines[1]?.indexOf('WRONG'))
})

test('tally', () => {
  expect(tally(viewDiagnostics(SNAPSHOT, [NOTE, ERROR, ERROR]))).toBe('2 errors, 1 note')
  expect(tally([])).toBe('nothing found')
})
