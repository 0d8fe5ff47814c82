/** What ifup runs: the cases, each a call, the files, and the lines that `ifup -v` prints (compared with ifupdown 0.8.41 when they were written). */
import { expect, test } from 'vitest'
import { expectSection, inputOf, readCases } from '../../../../test/case-file.js'
import { expectFormatContract } from '../../../../test/format-contract.js'
import { expandTemplate } from './command-template.js'
import { maskOfLength, netmaskOf, tokensOf } from './conversions.js'
import { devicesMatching } from './device-pattern.js'
import { format } from './format.js'
import type { FileDoor } from './read-files.js'
import { type TranscriptCall, transcribe } from './transcript.js'

test.each(readCases(`${import.meta.dirname}/ifup-cases`))('$title', (file) => {
  const door: FileDoor = {
    open: (path) => (file.sections.has(path) ? { id: path, text: inputOf(file, path) } : undefined),
    matching: (pattern) =>
      pattern.endsWith('*') ? [...file.sections.keys()].filter((path) => path.startsWith(pattern.slice(0, -1))) : [pattern],
    namesIn: (directory) => {
      const found = [...file.sections.keys()]
        .filter((path) => path.startsWith(`${directory}/`))
        .map((path) => path.slice(directory.length + 1))
      return found.length === 0 ? undefined : found.sort()
    },
  }
  const configured = new Map<string, string>()
  const calls = inputOf(file, 'calls')
    .split('\n')
    .filter((line) => line !== '')
  const printed = calls.flatMap((line) => {
    const { exitCode, lines } = transcribe('/etc/network/interfaces', door, callOf(line.split(' ')), configured)
    return [`$ ${line}`, ...lines, `exit ${exitCode}`]
  })
  expectSection(file, 'prints', printed.join('\n'))
})

function callOf([program = 'ifup', ...words]: readonly string[]): TranscriptCall {
  const names = words.filter((word) => !word.startsWith('-'))
  const allowClass = words.find((word) => word.startsWith('--allow='))?.slice('--allow='.length)
  return {
    program: program === 'ifdown' ? 'ifdown' : 'ifup',
    forced: words.includes('--force'),
    loopback: !words.includes('--no-loopback'),
    ...(allowClass === undefined ? {} : { allowClass }),
    names: words.includes('-a') ? 'all' : names,
    overrides: words.filter((word) => word.startsWith('-o')).map((word) => word.slice(2).split('=') as [string, string]),
    dhcpClient: words.includes('--udhcpc') ? 'udhcpc' : 'dhclient',
    waits: true,
    map: (mapping) => (mapping.script?.text === '/fails' ? undefined : 'mapped'),
    devicesMatching: ({ name }) =>
      devicesMatching(name, [
        { name: 'lo', values: {} },
        { name: 'eth0', values: { mac: '02:00:00:00:00:01' } },
        { name: 'eth1', values: {} },
      ]),
  }
}

test('a template leaves out what lacks a value, and names what it cannot do without', () => {
  const values: Readonly<Record<string, string>> = { iface: 'eth0.5', mtu: '1400' }
  const lookUp = (name: string) => values[name]
  expect(expandTemplate('a %iface/.//% [[b %mtu% [[c %x%]] d]][[ e %y%]]', lookUp)).toEqual({ text: 'a eth0/5 b 1400  d', missing: [] })
  expect(expandTemplate('%x% %iface% %y%', lookUp).missing).toEqual(['x', 'y'])
  expect(expandTemplate('[[[ "%mtu%" = no ] && x]] z', lookUp).text).toBe('[ "1400" = no ] && x z')
})

test('a length that is too long comes out as the processor shifts it', () => {
  expect([0, 1, 24, 32, 33, 63, 64, 65, 95, 96, -1].map(maskOfLength)).toEqual([
    ...['0.0.0.0', '128.0.0.0', '255.255.255.0', '255.255.255.255', '0.0.0.0', '0.0.0.0', '0.0.0.0', '128.0.0.0', '255.255.255.254'],
    ...['255.255.255.255', '0.0.0.0'],
  ])
  expect(netmaskOf('not/24')).toBe('not/24')
  expect(tokensOf('//a//b/', '/')).toEqual(['a', 'b'])
})

test('patterns choose among the devices that are there', () => {
  const devices = ['eth0', 'eth1', 'wlan0'].map((name, index) => ({ name, values: { mac: `02:00:00:00:00:0${index}` } }))
  expect(devicesMatching('/eth*', devices)).toEqual(['eth0', 'eth1'])
  expect(devicesMatching('/*/3', devices)).toEqual(['wlan0'])
  expect(devicesMatching('mac/02:*:01', devices)).toEqual(['eth1'])
  expect(devicesMatching('speed/1000', devices)).toEqual([])
})

test('any text is read, keeps every character and stays in its place', () => {
  expectFormatContract({
    parse: format.parse,
    ...(format.print === undefined ? {} : { print: format.print }),
    pieces: [
      ...['iface', 'auto', 'template', 'vlan', '%for x:', '<%', '%>', 'use', 'requires', 'vrf', 'inherits', 'mapping'],
      ' a',
      ' inet',
      ' static',
      '\n',
      '\\\n',
      '\n address 1',
      '#',
    ],
  })
})

test('the format knows its own files', () => {
  expect(format.likeness('auto eth0\niface eth0 inet dhcp\n')).toBeGreaterThan(0.9)
  expect(format.likeness('auto swp1\niface swp1\n  mtu 9000\n')).toBeGreaterThan(0.5)
  expect(format.likeness('network:\n  version: 2\n')).toBeLessThan(0.1)
  expect(format.likeness('<network>\n</network>')).toBeLessThan(0.1)
  expect(
    ['/etc/network/interfaces', 'server/etc/network/interfaces.d/br0', '/etc/netplan/a.yaml'].map((path) => format.place.test(path)),
  ).toEqual([true, true, false])
})
