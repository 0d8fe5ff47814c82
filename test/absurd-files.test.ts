/** A truncated, binary or absurd file in any format is refused with a place, and nothing throws. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { load } from '../src/core/load/index.js'
import { readTopology } from '../src/live/collect/topology-directory.js'

const folder = mkdtempSync(join(tmpdir(), 'bridgework-absurd-'))
const scenario = join(folder, 'seed-routed')

/** One of each format, with whether a file that ends in its middle can be told from a whole one. */
const FILES = [
  ['bridgework.yaml', true],
  ['server/etc/network/interfaces', false],
  ['server/etc/libvirt/qemu/host1.xml', true],
  ['../seed-server/network80/etc/libvirt/qemu/networks/network80.xml', true],
  ['../seed-outside/worlds/as-the-author/etc/iptables/rules.v4', true],
  ['../seed-outside/laptop/etc/sysctl.d/60-router.conf', false],
  ['../seed-outside/laptop/etc/dnsmasq.conf', true],
  ['../seed-server/base/etc/os-release', false],
  ['host1/etc/resolv.conf', false],
  ['host1/etc/hosts', false],
] as const

beforeAll(() => {
  for (const name of ['seed-routed', 'seed-server', 'seed-outside', 'seed-guest']) {
    cpSync(join(import.meta.dirname, '../scenarios', name), join(folder, name), { recursive: true, verbatimSymlinks: true })
  }
  writeFileSync(join(scenario, 'host1/etc/resolv.conf'), 'nameserver 10.10.11.1\n'.repeat(2))
  writeFileSync(join(scenario, 'host1/etc/hosts'), '127.0.0.1 localhost\n'.repeat(2))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function errorsWith(file: string, content: Buffer | string): readonly string[] {
  const path = join(scenario, file)
  const before = readFileSync(path)
  writeFileSync(path, content)
  try {
    const read = readTopology(scenario)
    const errors = [...read.diagnostics, ...load(read.snapshot, read.topology).diagnostics].filter((one) => one.severity === 'error')
    return errors.map((one) => `${one.at?.capture ?? 'no place'}: ${one.message}`)
  } finally {
    writeFileSync(path, before)
  }
}

/** Bytes that are no text, the same in each run. */
const BINARY = Buffer.from(Array.from({ length: 2000 }, (_, index) => (index * 167 + (index >> 3) * 31) % 256))

describe.each(FILES)('%s', (file, endIsSeen) => {
  test('binary', () => expect(errorsWith(file, BINARY)).not.toEqual([]))

  test('absurd', () => expect(errorsWith(file, 'lorem ipsum dolor = [ { < > } ] %%%% 999.999.1.1/77 -A -j\n')).not.toEqual([]))

  const title = endIsSeen ? 'truncated' : 'truncated, which cannot be told from a shorter file, is read'
  test(title, () => {
    const text = readFileSync(join(scenario, file), 'utf8')
    expect(errorsWith(file, text.slice(0, text.length / 2)).length > 0).toBe(endIsSeen)
  })

  test('whole', () => expect(errorsWith(file, readFileSync(join(scenario, file)))).toEqual([]))
})
