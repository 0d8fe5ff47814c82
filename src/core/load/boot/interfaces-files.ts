/** /etc/network/interfaces with everything it sources, out of a node's captures, read for the program that the node runs. */
import { type Dialect, type FileDoor, type InterfacesFiles, readFiles } from '../../formats/interfaces/index.js'
import { fileOf, filesIn, filesMatching, filesOf } from './captures.js'
import { type Booting, profileIn } from './machine.js'

export const INTERFACES = '/etc/network/interfaces'

/** Without the file ifupdown is not what brings the node up. */
export function hasInterfaces(booting: Booting, node: string): boolean {
  return fileOf(booting.snapshot, node, INTERFACES) !== undefined
}

export function readInterfaces(booting: Booting, node: string): InterfacesFiles {
  const files = readFiles(INTERFACES, doorOf(booting, node), programOn(booting, node))
  booting.diagnostics.push(...files.diagnostics)
  return files
}

function doorOf({ snapshot }: Booting, node: string): FileDoor {
  return {
    open: (path) => {
      const capture = fileOf(snapshot, node, path)
      return capture === undefined ? undefined : { id: capture.id, text: capture.text }
    },
    matching: (pattern) => {
      if (!/[*?[]/.test(pattern)) return [pattern]
      const hidden = /(^|\/)\.[^/]*$/.test(pattern)
      return filesMatching(snapshot, node, pattern)
        .map((capture) => capture.path)
        .filter((path) => hidden || !/\/\.[^/]*$/.test(path))
    },
    namesIn: (directory) => {
      const found = filesIn(snapshot, { node, directory: directory.replace(/\/+$/, '') })
      return found.length === 0 ? undefined : found.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
    },
  }
}

/** What is installed shows by its own files; Debian and Ubuntu come with ifupdown. Undefined: the file itself has to tell. */
function programOn(booting: Booting, node: string): Dialect | undefined {
  const paths = filesOf(booting.snapshot, node).map((capture) => capture.path)
  if (paths.some((path) => path.startsWith('/etc/network/ifupdown2/'))) return 'ifupdown2'
  if (paths.some((path) => path.startsWith('/etc/network/ifupdown-ng'))) return 'ifupdown-ng'
  return /^(debian|ubuntu)/.test(profileIn(booting, node).name) ? 'ifupdown' : undefined
}
