/** The kernel parameters that a node's files set at boot, in the order in which that happens. */
import { filesThatCount, parse, SYSCTL_DIRECTORIES, type SysctlSetting, settingsInOrder } from '../../formats/sysctl/index.js'
import type { Capture } from '../../snapshot/snapshot.js'
import { lastPartOf } from '../../std/posix-path.js'
import { matchesWildcard, parseGlob } from '../../std/wildcard.js'
import { fileOf, filesIn } from './captures.js'
import { type Booting, nodeIn, profileIn, readDocument } from './machine.js'

type Parameter = Pick<SysctlSetting, 'key' | 'value' | 'origin'>

/** Undefined: there are no such files. Patterns stand for the interfaces that are there, and for `all` and `default`. */
export function parametersOf(booting: Booting, node: string): readonly Parameter[] | undefined {
  const files = sysctlFiles(booting, node)
  if (files.length === 0) return undefined
  const settings = settingsInOrder(files.map((file) => readDocument(booting, file, parse)))
  return settings
    .filter(({ key }) => key.startsWith('net.'))
    .flatMap(({ key, value, origin, isGlob, except }) =>
      isGlob
        ? matching(booting, node, key).flatMap((one) => (except.includes(one) ? [] : [{ key: one, value, origin }]))
        : [{ key, value, origin }],
    )
}

const LINK = '99-sysctl.conf'

/**
 * /etc/sysctl.conf is read where a link in sysctl.d names it, as Debian's packages made one until Debian 13; before systemd it came last (Ubuntu 14.04,
 * procps.conf). Captured without any link, it is taken for linked.
 */
function sysctlFiles(booting: Booting, node: string): readonly Capture[] {
  const main = fileOf(booting.snapshot, node, '/etc/sysctl.conf')
  const found = filesThatCount(SYSCTL_DIRECTORIES.flatMap((directory) => filesIn(booting.snapshot, { node, directory, suffix: '.conf' })))
  const { name } = profileIn(booting, node)
  if (main === undefined || found.some((file) => lastPartOf(file.path) === LINK)) return found
  if (name.startsWith('ubuntu-14')) return [...found, main]
  if (!/^debian-(1[3-9]|[2-9]\d)/.test(name))
    return [...found.filter((file) => lastPartOf(file.path) < LINK), main, ...found.filter((file) => lastPartOf(file.path) > LINK)]
  booting.diagnostics.push({
    code: 'boot/sysctl-conf-not-read',
    severity: 'warning',
    message: '/etc/sysctl.conf is not read',
    at: { capture: main.id, start: 0, end: 0 },
    because: 'systemd-sysctl reads sysctl.d only, and since Debian 13 no link there names it',
    help: 'move the lines to a file in /etc/sysctl.d',
  })
  return found
}

/** What is below /proc/sys for a pattern in the place of an interface. */
function matching(booting: Booting, node: string, key: string): readonly string[] {
  const [, head = '', pattern = '', tail = ''] = /^(net\.[^.]+\.[^.]+\.)([^.]*[*?[][^.]*)(\..+)$/.exec(key) ?? []
  if (pattern === '') return [key]
  const wildcard = parseGlob(pattern, '.')
  const devices = nodeIn(booting, node).interfaces.map((device) => device.name.replaceAll('.', '/'))
  return ['all', 'default', ...devices].filter((name) => matchesWildcard(wildcard, name)).map((name) => `${head}${name}${tail}`)
}
