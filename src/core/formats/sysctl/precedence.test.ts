/** Which sysctl.d files count, what of them is applied in which order, and edits that change nothing else. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectFormatContract } from '../../../../test/format-contract.js'
import { applySplices } from '../../std/splice.js'
import { filesThatCount, parse, removeParameter, SYSCTL_CONF, setParameter, settingsInOrder, settingsOf } from './index.js'

const inOrder = (...texts: readonly string[]): readonly string[] =>
  settingsInOrder(texts.map((text, index) => parse(text, String(index)).document)).map(({ key, value }) => `${key}=${value}`)

test('names are sorted over all directories, and one name counts once, from the directory nearest to the administrator', () => {
  const paths = [
    '/usr/lib/sysctl.d/10-a.conf',
    '/run/sysctl.d/20-b.conf',
    '/etc/sysctl.d/20-b.conf',
    '/etc/sysctl.d/05-c.conf',
    '/etc/sysctl.d/x.txt',
  ]
  expect(filesThatCount(paths.map((path) => ({ path }))).map(({ path }) => path)).toEqual([
    '/etc/sysctl.d/05-c.conf',
    '/usr/lib/sysctl.d/10-a.conf',
    '/etc/sysctl.d/20-b.conf',
  ])
})

test('a later value takes the place of an earlier one and comes when it was written', () => {
  expect(inOrder('net.a=1\nnet.b=1\n', 'net/a=2\n')).toEqual(['net.b=1', 'net.a=2'])
  expect(inOrder('net.a=1\nnet.b=1\n', 'net.a=1\n')).toEqual(['net.a=1', 'net.b=1'])
})

test('patterns leave alone what any file names or excludes', () => {
  const [pattern] = settingsInOrder([parse('net.x.*.y=1\n-net.x.a.y\n', '1').document, parse('net.x.b.y=2\n', '2').document])
  expect(pattern).toMatchObject({ key: 'net.x.*.y', except: ['net.x.a.y', 'net.x.b.y'] })
  expect(inOrder('net.x.*.y=1\n', '-net.x.*.y\n')).toEqual([])
})

test('a value is changed where it stands, comments and spacing stay', () => {
  const text = '# forward\nnet.ipv4.ip_forward=0\n net/ipv4/ip_forward = 0 \nx.y=1'
  const edit = (key: string, value: string) => applySplices(text, setParameter(parse(text, 'x').document, key, value))
  expect(edit('net.ipv4.ip_forward', '1')).toBe('# forward\nnet.ipv4.ip_forward=0\n net/ipv4/ip_forward = 1 \nx.y=1')
  expect(edit('net.new', '7')).toBe(`${text}\nnet.new = 7\n`)
  expect(applySplices(text, removeParameter(parse(text, 'x').document, 'net.ipv4.ip_forward'))).toBe('# forward\nx.y=1')
})

test('whatever the file, the value that is set is the one that counts', () => {
  const line = fc.constantFrom('net.a=1', '-net.a = 2', '# net.a=1', 'net/b=1', 'junk', '', '-net.a', 'net.*=4')
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const text = lines.join('\n')
      const changed = applySplices(text, setParameter(parse(text, 'x').document, 'net.a', '9'))
      const after = settingsOf(parse(changed, 'x').document)
      expect(after.filter(({ key }) => key === 'net.a').at(-1)?.value).toBe('9')
      const others = (all: ReturnType<typeof settingsOf>) =>
        all.filter(({ key }) => key !== 'net.a').map(({ key, value }) => `${key}=${value}`)
      expect(others(after)).toEqual(others(settingsOf(parse(text, 'x').document)))
    }),
  )
})

test('the format knows its files', () => {
  expect(SYSCTL_CONF.likeness('# x\nnet.ipv4.ip_forward=1\n')).toBeGreaterThan(0.5)
  expect(SYSCTL_CONF.likeness('interface=eth0\ndhcp-range=10.0.0.1\n')).toBe(0)
  expectFormatContract({
    parse: SYSCTL_CONF.parse,
    print: (document) => SYSCTL_CONF.print?.(document) ?? '',
    pieces: ['net.a', '=', '\n', '#', '-', ' '],
  })
})
