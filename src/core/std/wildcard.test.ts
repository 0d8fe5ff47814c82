import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesWildcard, parseGlob, parseSimpleRegex } from './wildcard.js'

const matches = (pattern: string, texts: string): string => {
  const wildcard = parseGlob(pattern, '/')
  return texts
    .split(' ')
    .filter((text) => matchesWildcard(wildcard, text))
    .join(' ')
}

test.each([
  ['eth*', 'eth eth0 eth0:1 meth0 eth/0', 'eth eth0 eth0:1'],
  ['eth?', 'eth eth0 eth10', 'eth0'],
  ['/etc/*.d/*', '/etc/a.d/b /etc/a.d/b/c /etc/.d/', '/etc/a.d/b /etc/.d/'],
  ['eth[0-2]', 'eth0 eth2 eth3 eth-', 'eth0 eth2'],
  ['eth[!0-2]', 'eth0 eth3', 'eth3'],
  ['a[]b]', 'a] ab ac', 'a] ab'],
  ['a[', 'a[ a', 'a['],
  ['a\\*', 'a* ab', 'a*'],
  ['a.b', 'a.b axb', 'a.b'],
])('the shell pattern %s', (pattern, texts, expected) => expect(matches(pattern, texts)).toBe(expected))

test.each([
  ['p[0-9].*', 'p1 p1p2 pa eth0', 'p1 p1p2'],
  ['eth0?1+', 'eth1 eth01 eth011 eth0', 'eth1 eth01 eth011'],
  ['eth0\\.5', 'eth0.5 eth0x5', 'eth0.5'],
  ['[^e].*', 'eth0 lo', 'lo'],
])('the regular expression %s', (pattern, texts, expected) => {
  const wildcard = parseSimpleRegex(pattern) ?? []
  expect(texts.split(' ').filter((text) => matchesWildcard(wildcard, text))).toEqual(expected.split(' '))
})

test.each(['(a|b)', 'a|b', 'a{2}', '^a', 'a$', '*', 'a**', '[a', 'a\\', '\\w'])('%s is not simple', (pattern) => {
  expect(parseSimpleRegex(pattern)).toBeUndefined()
})

test('no pattern takes long', () => {
  expect(matchesWildcard(parseGlob(`${'*a'.repeat(500)}b`), 'a'.repeat(2000))).toBe(false)
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab*?[]!^-\\+.(|') }),
      fc.string({ unit: fc.constantFrom(...'ab]-') }),
      (pattern, text) => {
        expect(typeof matchesWildcard(parseGlob(pattern), text)).toBe('boolean')
        expect(typeof matchesWildcard(parseSimpleRegex(pattern) ?? [], text)).toBe('boolean')
      },
    ),
  )
})
