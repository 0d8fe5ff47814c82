/** ip tunnel, the older way to make a tunnel (iproute2/ip/iptunnel.c and ip6tunnel.c). */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { originOf, textOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { TunnelMode } from '../../model/interface/index.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { afterReading, firstPrefixed, textsOf } from './argument.js'
import type { Family } from './prefix.js'
import { IP6TNL_MODES, readTunnel } from './tunnel-settings.js'

const COMMANDS = ['add', 'change', 'delete', 'show', 'lst', 'list', 'prl', '6rd', 'help'] as const

export function lowerTunnel(argv: readonly Word[], words: readonly Word[], family: Family): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  switch (command === undefined ? 'show' : firstPrefixed(command, COMMANDS)) {
    case 'add':
      return add(argv, rest, family)
    case 'delete':
      return remove(argv, rest)
    case 'show':
    case 'lst':
    case 'list':
    case 'help':
      return unmodelled(argv, 'harmless')
    case 'change':
    case 'prl':
    case '6rd':
      return unmodelled(argv, 'anything')
    case undefined:
      return rejected(argv, `Command "${command ?? ''}" is unknown, try "ip tunnel help"`)
  }
}

const MODES: Readonly<Record<string, TunnelMode>> = {
  ...{ ipip: 'ipip', 'ip/ip': 'ipip', gre: 'gre', 'gre/ip': 'gre', sit: 'sit', 'ipv6/ip': 'sit', isatap: 'isatap', vti: 'vti' },
}
const MODES6: Readonly<Record<string, TunnelMode>> = { ...IP6TNL_MODES, ip6gre: 'ip6gre', 'gre/ipv6': 'ip6gre', vti6: 'vti6' }

/** The kind by which `ip link` knows it. */
const KINDS: Readonly<Partial<Record<TunnelMode, string>>> = { ip6ip6: 'ip6tnl', ipip6: 'ip6tnl', any6: 'ip6tnl', isatap: 'sit' }

/** The mode may stand anywhere; the name is the word that is neither a keyword nor a value. */
function add(argv: readonly Word[], words: readonly string[], family: Family): readonly KernelRequest[] {
  const { name, mode, rest } = parts(words)
  const modes = family === 'inet6' ? MODES6 : { ...MODES, ...(family === 'any' ? MODES6 : {}) }
  const chosen = mode === undefined ? (family === 'inet6' ? 'ip6ip6' : undefined) : Object.hasOwn(modes, mode) ? modes[mode] : undefined
  if (mode !== undefined && chosen === undefined) return rejected(argv, `Unknown tunnel mode "${mode}"`)
  if (chosen === undefined) return rejected(argv, 'cannot determine tunnel mode (ipip, gre, vti or sit)')
  const parsed = parseInterfaceName(name ?? '')
  if (parsed === undefined) return unmodelled(argv, 'anything')
  return afterReading(argv, readTunnel(chosen, rest), (settings) => [
    { kind: 'link-add', name: parsed, link: KINDS[chosen] ?? chosen, text: textOf(argv), settings, ...originOf(argv) },
  ])
}

/** Keywords without a value; each other word is followed by one. */
const FLAGS = ['pmtudisc', 'nopmtudisc', 'seq', 'iseq', 'oseq', 'csum', 'icsum', 'ocsum', 'isatap', 'allow-localremote']
const VALUED = [
  'local',
  'remote',
  'dev',
  'ttl',
  'hoplimit',
  'hlim',
  'tos',
  'dsfield',
  'tclass',
  'key',
  'ikey',
  'okey',
  'encaplimit',
  'fwmark',
]

type Parts = { readonly name?: string; readonly mode?: string; readonly rest: readonly string[] }

function parts(words: readonly string[]): Parts {
  let read: Parts = { rest: [] }
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const value = words[index + 1]
    if (FLAGS.includes(word)) read = { ...read, rest: [...read.rest, word] }
    else if (VALUED.includes(word)) read = { ...read, rest: [...read.rest, ...words.slice(index, ++index + 1)] }
    else if (word === 'mode' && value !== undefined) read = { ...read, mode: words[++index] ?? '' }
    else if (word === 'name' && value !== undefined) read = { ...read, name: words[++index] ?? '' }
    else if (read.name === undefined) read = { ...read, name: word }
    else read = { ...read, rest: [...read.rest, word] }
  }
  return read
}

function remove(argv: readonly Word[], words: readonly string[]): readonly KernelRequest[] {
  const name = parseInterfaceName(parts(words).name ?? '')
  return name === undefined ? unmodelled(argv, 'anything') : [{ kind: 'link-delete', name, ...originOf(argv) }]
}
