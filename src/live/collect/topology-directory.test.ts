/** Topology files on disk: includes, roots, links, and everything that can be missing. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { placeOf } from '../../core/snapshot/snapshot.js'
import { localFiles } from '../system/files.js'
import { readTopology } from './topology-directory.js'

let directory = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bridgework-topology-'))
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), content)
  }
}

function read(file: string, world?: string) {
  const found = readTopology(file, { from: directory, ...(world === undefined ? {} : { world }) })
  const captures = Object.values(found.snapshot.captures).map(({ id, shown }) => `${id} = ${shown}`)
  const says = found.diagnostics.map((diagnostic) => {
    const place = diagnostic.at === undefined ? undefined : placeOf(found.snapshot, diagnostic.at)
    return `${place === undefined ? '' : `${place.file}:${place.line}:${place.column} `}${diagnostic.code} ${diagnostic.message}`
  })
  return { ...found, captures, says }
}

test('a directory stands for its bridgework.yaml; included files and dumps come along; a later root hides files of an earlier one', () => {
  write({
    'main/bridgework.yaml':
      'version: 1\ninclude: [../outside/o.yaml, ../outside/o.yaml]\nnodes:\n  server: {kind: host, root: [base, more], iptables: fw.rules}\n',
    'main/base/etc/hosts': 'base',
    'main/base/etc/hostname': 'base',
    'main/more/etc/hosts': 'more',
    'main/fw.rules': '*filter\nCOMMIT\n',
    'outside/o.yaml': 'version: 1\nnodes: {laptop: {kind: outside, root: laptop}}\n',
    'outside/laptop/etc/x': 'x',
  })
  const { topology, snapshot, captures, says } = read('main')
  expect(says).toEqual([])
  expect(topology.nodes.map(({ name, roots }) => [name, roots])).toEqual([
    ['laptop', ['outside/laptop']],
    ['server', ['main/base', 'main/more']],
  ])
  expect(captures.sort()).toEqual([
    '../outside/o.yaml = outside/o.yaml',
    'bridgework.yaml = main/bridgework.yaml',
    'laptop:/etc/x = outside/laptop/etc/x',
    'server:/etc/hostname = main/base/etc/hostname',
    'server:/etc/hosts = main/more/etc/hosts',
    'server:iptables = main/fw.rules',
  ])
  expect(snapshot.captures['server:/etc/hosts']?.text).toBe('more')
})

test('files that include each other are each read once', () => {
  write({
    'a.yaml': 'version: 1\ninclude: b.yaml\nnodes: {a: {kind: host}}\n',
    'b.yaml': 'version: 1\ninclude: a.yaml\nnodes: {b: {kind: host}}\n',
  })
  const { topology, says } = read('a.yaml')
  expect(says).toEqual([])
  expect(topology.nodes.map((node) => node.name)).toEqual(['b', 'a'])
})

test('links are followed: relative ones as they are, absolute ones from the root of the node, circles not at all', () => {
  write({ 'bridgework.yaml': 'version: 1\nnodes: {n: {kind: host, root: n}}\n', 'n/etc/hosts': 'h', 'shared.conf': 's' })
  symlinkSync('/etc/hosts', join(directory, 'n/etc/absolute'))
  symlinkSync('../../shared.conf', join(directory, 'n/etc/relative'))
  symlinkSync('..', join(directory, 'n/etc/circle'))
  symlinkSync('self', join(directory, 'n/etc/self'))
  symlinkSync('/etc/nowhere', join(directory, 'n/etc/dangling'))
  const { captures, snapshot, says } = read('.')
  expect(says).toEqual([])
  expect(captures.filter((capture) => capture.startsWith('n:'))).toEqual([
    'n:/etc/absolute = n/etc/absolute',
    'n:/etc/hosts = n/etc/hosts',
    'n:/etc/relative = n/etc/relative',
  ])
  expect(snapshot.captures['n:/etc/absolute']?.text).toBe('h')
})

test('what is missing is named, with the place that asks for it', () => {
  write({
    'bridgework.yaml': 'version: 1\ninclude: none.yaml\nnodes:\n  n: {kind: host, root: [gone, file], ip6tables: none.rules}\n',
    'file': '',
  })
  expect(read('.').says.sort()).toEqual([
    'bridgework.yaml:2:10 topology/unreadable none.yaml cannot be read: it does not exist',
    'bridgework.yaml:4:26 topology/no-directory gone, the root of n, does not exist',
    'bridgework.yaml:4:32 topology/no-directory file, the root of n, is not a directory',
    'bridgework.yaml:4:50 topology/unreadable none.rules cannot be read: it does not exist',
  ])
  expect(read('nothing-here').says).toEqual(['topology/unreadable nothing-here cannot be read: it does not exist'])
  mkdirSync(join(directory, 'empty'))
  expect(read('empty').says).toEqual(['topology/unreadable empty/bridgework.yaml cannot be read: it does not exist'])
  expect(read('bad\u0000name').says).toHaveLength(1)
})

test('binary files are read as they are for their parsers to refuse, large ones are left out', () => {
  write({
    'bridgework.yaml': 'version: 1\nnodes: {n: {kind: host, root: n}}\n',
    'n/etc/binary': new Uint8Array([0, 255, 254]),
    'n/var/large': 'x'.repeat(1024 * 1024 + 1),
  })
  const { snapshot, says } = read('.')
  expect(snapshot.captures['n:/etc/binary']?.text).toBe('\u0000\ufffd\ufffd')
  expect(says).toEqual(['bridgework.yaml:2:31 topology/file-too-large n/var/large is larger than 1 MB and is not read'])
})

test('a binary topology file is refused without an exception', () => {
  write({ 'bridgework.yaml': new Uint8Array([137, 80, 78, 71, 0, 1, 2]) })
  expect(read('.').says).toEqual(['bridgework.yaml:1:1 topology/not-text This is not a text file'])
})

test('a file that may not be read is a warning that says what to do', () => {
  write({ 'bridgework.yaml': 'version: 1\nnodes: {n: {kind: host, root: n}}\n', 'n/etc/secret': 's', 'n/etc/hosts': 'h' })
  chmodSync(join(directory, 'n/etc/secret'), 0)
  const files = {
    ...localFiles,
    // Root may read everything, so the refusal comes from the door.
    readText: (path: string) => (path.endsWith('secret') ? { refused: 'permission denied' } : localFiles.readText(path)),
  }
  const { diagnostics } = readTopology('.', { from: directory, files })
  expect(diagnostics.map(({ severity, message, help }) => [severity, message, help])).toEqual([
    [
      'warning',
      'n/etc/secret cannot be read: permission denied',
      'make it readable (ls -l n/etc/secret), or run as a user who may read it',
    ],
  ])
})
