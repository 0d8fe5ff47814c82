/** Schemas: what they refuse is a warning on the line that it is about, and without schemas nothing is loaded. */
import { expect, test } from 'vitest'
import type { Capture } from '../../core/snapshot/snapshot.js'
import type { Files } from '../system/files.js'
import { validate } from './relaxng.js'
import { schemaFindings } from './relaxng-snapshot.js'

const RNG = 'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'

/** A network of a name and a bridge, in two files as libvirt's are. */
const SCHEMA: Readonly<Record<string, string>> = {
  '/s/network.rng': `<grammar ${RNG}><include href="basictypes.rng"/><start><element name="network"><interleave>
    <element name="name"><text/></element>
    <optional><element name="bridge"><attribute name="name"><ref name="deviceName"/></attribute></element></optional>
  </interleave></element></start></grammar>`,
  '/s/basictypes.rng': `<grammar ${RNG}><define name="deviceName"><data type="string"><param name="pattern">[a-z0-9]+</param></data></define></grammar>`,
  '/broken/network.rng': `<grammar ${RNG}><start><ref name="nowhere"/></start></grammar>`,
}

const files: Files = {
  readText: (path) => (Object.hasOwn(SCHEMA, path) ? { text: SCHEMA[path] ?? '' } : { refused: 'it does not exist' }),
  list: (directory) => Object.keys(SCHEMA).flatMap((path) => (path.startsWith(`${directory}/`) ? [path.slice(directory.length + 1)] : [])),
  inspect: (path) => ({ kind: Object.keys(SCHEMA).some((file) => file.startsWith(`${path}/`)) ? 'directory' : 'absent', bytes: 0 }),
  linkTarget: () => undefined,
}

const quoted = (text: string, directory = '/s') =>
  validate(text, 'network', 'x', { directory, files }).map(({ severity, message, at }) => [
    severity,
    message,
    text.slice(at?.start, at?.end),
  ])

test('what fits is fine', () => expect(quoted("<network>\n<name>n</name><bridge name='br0'/></network>")).toEqual([]))

test('an element that does not fit is found on its line', () =>
  expect(quoted("<network>\n  <name>n</name>\n  <brigde name='br0'/>\n</network>\n")).toEqual([
    ['warning', "libvirt's schema says: Element network has extra content: brigde", 'brigde'],
  ]))

test('so is a value', () => {
  const [finding] = quoted("<network>\n  <name>n</name>\n  <bridge name='BR 0'/>\n</network>\n")
  expect(finding?.[1]).toContain('bridge')
  expect("<bridge name='BR 0'/>").toContain(finding?.[2] ?? '?')
})

test('a schema that is not there, or is none, refuses nothing', () => {
  expect(quoted('<network><nonsense/></network>', '/absent')).toEqual([])
  expect(quoted('<network><nonsense/></network>', '/broken')).toEqual([])
})

test('text that is no XML is the business of the parser', () => expect(quoted('<network>')).toEqual([]))

const capture = (path: string, text: string): Capture => ({ id: `h:${path}`, node: 'h', path, shown: path, text })
const snapshotOf = (...captures: readonly Capture[]) => ({ captures: Object.fromEntries(captures.map((one) => [one.id, one])) })
const ODD = '<network><name>n</name><metadata/></network>'

test('only the files of a host below /etc/libvirt that libvirt itself would take, each once', async () => {
  const snapshot = snapshotOf(
    capture('/etc/libvirt/qemu/networks/n.xml', ODD),
    capture('/etc/libvirt/qemu/networks/autostart/n.xml', ODD),
    capture('/etc/libvirt/qemu/networks/refused.xml', "<network><metadata/><name>n</name><forward mode='nope'/></network>"),
    capture('/etc/other/networks/n.xml', ODD),
  )
  const found = await schemaFindings(snapshot, '/s', files)
  expect(found.map(({ at }) => at?.capture)).toEqual(['h:/etc/libvirt/qemu/networks/n.xml'])
})

test('without schemas there are no findings', async () => {
  expect(await schemaFindings(snapshotOf(capture('/etc/libvirt/qemu/networks/n.xml', ODD)), '/absent', files)).toEqual([])
})
