/** Network files of one host that stand by themselves: a file, or a directory laid out like `/`. */
import { resolve } from 'node:path'
import type { Diagnostic } from '../../core/diagnostics/diagnostic.js'
import { FORMATS } from '../../core/formats/index.js'
import { recognise } from '../../core/formats/recognise.js'
import type { Capture } from '../../core/snapshot/snapshot.js'
import { lastPartOf } from '../../core/std/posix-path.js'
import { type Files, localFiles } from '../system/files.js'
import { unreadable } from './root-directory.js'
import { readTree as readHostTree } from './sosreport-directory.js'

export type NetworkFiles = { readonly captures: readonly Capture[]; readonly diagnostics: readonly Diagnostic[] }

export function readNetworkFiles(path: string, node: string, files: Files = localFiles): NetworkFiles {
  if (files.inspect(path).kind === 'directory') return readTree(path, node, files)
  const read = files.readText(path)
  if ('refused' in read) return { captures: [], diagnostics: [unreadable(path, read.refused)] }
  const place = placeOf(path, read.text)
  if (place === undefined) return { captures: [], diagnostics: [unknownFile(path)] }
  return { captures: [{ id: `${node}:${place}`, node, path: place, shown: path, text: read.text }], diagnostics: [] }
}

function readTree(path: string, node: string, files: Files): NetworkFiles {
  const { found, diagnostics } = readHostTree(path, files, (shown) => resolve(shown))
  return { captures: found.map((file) => ({ id: `${node}:${file.path}`, node, ...file })), diagnostics }
}

/** Where on a machine such a file stands: where it does stand, if that is a place for it; else by what it is. */
function placeOf(path: string, text: string): string | undefined {
  const tail = /\/(etc|lib|run|usr\/lib)\/(network|netplan|systemd\/network)\/.*$/.exec(resolve(path))?.[0]
  if (tail !== undefined) return tail
  const name = lastPartOf(path)
  switch (recognise(FORMATS, path, text)?.name) {
    case 'interfaces':
      return '/etc/network/interfaces'
    case 'netplan':
      return `/etc/netplan/${name.replace(/\.ya?ml$/, '')}.yaml`
    case 'networkd':
      return `/etc/systemd/network/${name}`
    default:
      return undefined
  }
}

function unknownFile(path: string): Diagnostic {
  return {
    code: 'convert/unknown-file',
    severity: 'error',
    message: `${path} is no file of ifupdown, netplan or systemd-networkd`,
    help: 'give a topology file, a network file, or a directory laid out like /',
  }
}
