/** Edits of dnsmasq.conf: what was asked for changes, and nothing else. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applySplices, type Splice } from '../../std/splice.js'
import { optionsOf } from './document.js'
import { addOption, DNSMASQ_CONF, DNSMASQ_LEASES, parse, removeHost, removeOption, setHost, setOption } from './index.js'

const CONF = `# the house
interface=eth0   # the LAN
dhcp-range=10.0.0.50,10.0.0.60,12h
dhcp-host=52:54:00:00:00:01,10.0.0.20,printer
domain = "home.example"
no-resolv`

const edited = (text: string, edit: (document: ReturnType<typeof read>) => readonly Splice[]): string =>
  applySplices(text, edit(read(text)))
const read = (text: string) => parse(text, 'x').document
const said = (text: string) => optionsOf(read(text)).map(({ name, value }) => `${name.text}${value === undefined ? '' : `=${value.text}`}`)

test('a value is changed where it stands, with what stands around it', () => {
  expect(edited(CONF, (document) => setOption(document, 'interface', 'br0'))).toBe(CONF.replace('=eth0', '=br0'))
  expect(edited(CONF, (document) => setOption(document, 'domain', 'lan'))).toBe(CONF.replace('"home.example"', 'lan'))
  expect(edited(CONF, (document) => setOption(document, 'no-resolv'))).toBe(CONF)
})

test('what is added stands behind its like, or at the end', () => {
  expect(edited(CONF, (document) => addOption(document, 'interface', 'eth1'))).toBe(
    CONF.replace('# the LAN\n', '# the LAN\ninterface=eth1\n'),
  )
  expect(edited(CONF, (document) => setOption(document, 'no-hosts'))).toBe(`${CONF}\nno-hosts\n`)
})

test('a host is known by its MAC', () => {
  const moved = edited(CONF, (document) => setHost(document, { mac: '52:54:00:00:00:01', address: '10.0.0.21' }))
  expect(moved).toBe(CONF.replace('10.0.0.20,printer', '10.0.0.21'))
  const more = edited(CONF, (document) => setHost(document, { mac: '52:54:00:00:00:02', address: '10.0.0.22', name: 'nas' }))
  expect(more).toBe(CONF.replace('printer\n', 'printer\ndhcp-host=52:54:00:00:00:02,10.0.0.22,nas\n'))
  expect(edited(more, (document) => removeHost(document, 'nas'))).toBe(CONF)
})

test('an option goes with its line', () => {
  expect(edited(CONF, (document) => removeOption(document, 'no-resolv'))).toBe(CONF.replace('\nno-resolv', '\n'))
  expect(edited(CONF, (document) => removeOption(document, 'interface', 'eth9'))).toBe(CONF)
})

test('whatever the file, the option says what was set and the others say what they said', () => {
  const line = fc.constantFrom(
    'domain=a',
    'domain = "b c"',
    '# domain=x',
    'no-hosts',
    'server=1.2.3.4',
    '',
    'domain',
    'domain="open',
    'address=/a/1.2.3.4 # c',
  )
  const value = fc.constantFrom('lan', 'a b', 'x#y', ' z ', 'quo"te', 'back\\slash')
  fc.assert(
    fc.property(fc.array(line, { maxLength: 7 }), value, (lines, wanted) => {
      const text = lines.join('\n')
      const changed = edited(text, (document) => setOption(document, 'domain', wanted))
      const domains = said(changed).filter((one) => /^domain(=|$)/.test(one))
      expect(domains.at(-1)).toBe(`domain=${wanted}`)
      const others = (all: readonly string[]) => all.filter((one) => !/^domain(=|$)/.test(one))
      expect(others(said(changed))).toEqual(others(said(text)))
    }),
  )
})

test('the formats know their files', () => {
  expect(DNSMASQ_CONF.likeness(CONF)).toBeGreaterThan(0.5)
  expect(DNSMASQ_CONF.likeness('net.ipv4.ip_forward=1\n')).toBe(0)
  expect(DNSMASQ_LEASES.likeness('1700000000 52:54:00:00:00:01 10.0.0.20 printer *\n')).toBeGreaterThan(0.5)
})
