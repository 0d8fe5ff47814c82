/** Pages of reason codes on a terminal. */
import { expect, test } from 'vitest'
import { viewPage } from '../view/page.js'
import { renderPage, renderPageIndex } from './page.js'
import { PLAIN } from './paint.js'

const LOOK = { paint: PLAIN, width: 60 }

const PAGE = `# \`link/down\`: the interface is down

It is **administratively** down: nothing is sent, and \`ip link\` says so. This line is long enough to be wrapped.

## See it

\`\`\`sh
ip link show DEVICE          # no UP
\`\`\`

## Proven by

- [kernel-bridge](../../../scenarios/kernel-bridge/README.md)
`

test('paragraphs are wrapped, commands stay as they are typed, links become words', () => {
  expect(renderPage(viewPage('link/down', 'the interface is down', PAGE), LOOK)).toBe(`link/down  the interface is down

  It is administratively down: nothing is sent, and ip link
  says so. This line is long enough to be wrapped.

See it

    ip link show DEVICE          # no UP

Proven by

  - kernel-bridge
`)
})

test('as data', () => {
  expect(viewPage('link/down', 'the interface is down', PAGE).sections.map((section) => section.title)).toEqual(['See it', 'Proven by'])
})

test('the list of codes', () => {
  const view = { version: 1, kind: 'reasons', reasons: [{ code: 'a/b', meaning: 'it is so' }] } as const
  expect(renderPageIndex(view, LOOK)).toBe('a/b  it is so\n\nbridgework explain CODE prints the page of one\n')
})
