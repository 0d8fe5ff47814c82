/** Edits of resolv.conf and hosts: what was asked for changes, and nothing else. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applySplices } from '../../std/splice.js'
import { addHostEntry, addNameServer, HOSTS, parseHosts, parseResolvConf, RESOLV_CONF, removeHostEntry, removeNameServer } from './index.js'

const CONF = '# by hand\nsearch lan\nnameserver 10.0.0.1 ; first\noptions ndots:2'
const FILE = '127.0.0.1 localhost\n10.0.0.7\tnas nas.lan # the disk\n'

const conf = (text: string) => parseResolvConf(text, 'x').document
const hosts = (text: string) => parseHosts(text, 'x').document

test('a name server goes behind the last one, and with its line', () => {
  const more = applySplices(CONF, addNameServer(CONF, conf(CONF), '10.0.0.2'))
  expect(more).toBe(CONF.replace('first\n', 'first\nnameserver 10.0.0.2\n'))
  expect(applySplices(more, removeNameServer(more, conf(more), '10.0.0.2'))).toBe(CONF)
  expect(addNameServer(CONF, conf(CONF), '10.0.0.1')).toEqual([])
  expect(applySplices('search lan', addNameServer('search lan', conf('search lan'), '::1'))).toBe('search lan\nnameserver ::1\n')
})

test('a name joins the line of its address', () => {
  expect(applySplices(FILE, addHostEntry(FILE, hosts(FILE), { address: '10.0.0.7', name: 'box' }))).toBe(
    FILE.replace('nas.lan', 'nas.lan box'),
  )
  expect(applySplices(FILE, addHostEntry(FILE, hosts(FILE), { address: '10.0.0.8', name: 'box' }))).toBe(`${FILE}10.0.0.8\tbox\n`)
  expect(applySplices(FILE, removeHostEntry(FILE, hosts(FILE), 'nas.lan'))).toBe(FILE.replace(' nas.lan', ''))
  expect(applySplices(FILE, removeHostEntry(FILE, hosts(FILE), 'localhost'))).toBe(FILE.replace('127.0.0.1 localhost\n', ''))
})

test('whatever the file, the name has the address, and all others keep theirs', () => {
  const line = fc.constantFrom('10.0.0.7 nas', '10.0.0.8\tbox  other # c', '# x', '', '::1 ip6', 'bad line', '10.0.0.7 again')
  fc.assert(
    fc.property(fc.array(line, { maxLength: 7 }), (lines) => {
      const text = lines.join('\n')
      const all = (one: string) =>
        hosts(one)
          .entries.flatMap((entry) => entry.names.map((name) => `${entry.address} ${name.text}`))
          .sort()
      const added = applySplices(text, addHostEntry(text, hosts(text), { address: '10.0.0.7', name: 'new' }))
      expect(all(added)).toEqual([...all(text), '10.0.0.7 new'].sort())
      expect(all(applySplices(added, removeHostEntry(added, hosts(added), 'new')))).toEqual(all(text))
    }),
  )
})

test('the formats know their files', () => {
  expect(RESOLV_CONF.likeness(CONF)).toBeGreaterThan(0.5)
  expect(RESOLV_CONF.likeness(FILE)).toBe(0)
  expect(HOSTS.likeness(FILE)).toBeGreaterThan(0.5)
  expect(HOSTS.likeness('10.0.0.1 dev eth0 lladdr 52:54:00:00:00:01 REACHABLE\n')).toBeLessThan(0.5)
})
