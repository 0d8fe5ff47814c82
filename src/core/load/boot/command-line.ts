/** One command line of a configuration file, run on the modelled kernel by the program that it names. */
import { type Origin, withOrigin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'
import { lowerBrctl } from '../../formats/bridge-utils/index.js'
import { lowerBridge, lowerIp } from '../../formats/iproute/index.js'
import { lowerIptables } from '../../formats/iptables/index.js'
import { lowerIfconfig, lowerRoute } from '../../formats/net-tools/index.js'
import { lowerOvsVsctl } from '../../formats/ovs/index.js'
import { splitCommandLine } from '../../formats/shell/index.js'
import { lowerSysctl } from '../../formats/sysctl/index.js'
import { unmodelled } from '../../model/command-line.js'
import type { KernelRequest, RequestResult } from '../../model/index.js'
import { lastPartOf } from '../../std/posix-path.js'
import { type Booting, request, requestAll, type Stage } from './machine.js'
import { runNft } from './nftables.js'
import { loadFirewall } from './services.js'

export type CommandLine = { readonly text: string; readonly origin?: Origin; readonly variables: Readonly<Record<string, string>> }

/** The result of the line as the shell would see it. */
export function runCommandLine(booting: Booting, stage: Stage, line: CommandLine): RequestResult {
  const origin = line.origin ?? { capture: '', start: 0, end: 0 }
  const split = splitCommandLine(line.text, origin, line.variables)
  if (split.notModelled !== undefined) {
    return request(booting, stage, {
      kind: 'unmodelled',
      text: line.text,
      touches: 'anything',
      ...withOrigin(line.origin),
    })
  }
  let result: RequestResult = { kind: 'done' }
  for (const { words, before, input } of split.commands) {
    if (before === '&&' && result.kind === 'refused') continue
    if (before === '||' && result.kind !== 'refused') continue
    result = runWords(booting, stage, words, input)
  }
  return result
}

/** One program with its arguments, and perhaps the file that it reads. */
export function runWords(booting: Booting, stage: Stage, words: readonly Word[], input?: Word): RequestResult {
  const bare = words[0]?.text === 'sudo' ? words.slice(1) : words
  if (lastPartOf(bare[0]?.text ?? '') === 'nft') return runNft(booting, stage, bare, input)
  return input === undefined ? requestAll(booting, stage, requestsOf(bare)) : restoreFrom(booting, stage, { words, input })
}

const DISPATCH: Readonly<Record<string, (argv: readonly Word[]) => readonly KernelRequest[]>> = {
  ip: lowerIp,
  bridge: lowerBridge,
  ifconfig: lowerIfconfig,
  route: lowerRoute,
  brctl: lowerBrctl,
  'ovs-vsctl': lowerOvsVsctl,
  sysctl: lowerSysctl,
  iptables: lowerIptables,
  ip6tables: lowerIptables,
  'iptables-legacy': lowerIptables,
  'iptables-nft': lowerIptables,
}

/** Programs that cannot change what reaches what. */
const HARMLESS = new Set([
  'echo',
  'printf',
  'logger',
  'true',
  ':',
  'sleep',
  'touch',
  'date',
  'test',
  '[',
  'ethtool',
  'iwconfig',
  'wpa_supplicant',
  'wpa_cli',
  'resolvconf',
  'tc',
  'chmod',
  'chown',
  'mkdir',
  'cat',
  'systemctl',
  'service',
  'invoke-rc.d',
  'ping',
  'arping',
  'hostname',
  'udevadm',
  'ip6tables-restore',
])

function requestsOf(bare: readonly Word[]): readonly KernelRequest[] {
  const program = lastPartOf(bare[0]?.text ?? '')
  const lower = Object.hasOwn(DISPATCH, program) ? DISPATCH[program] : undefined
  if (lower !== undefined) return lower(bare)
  if (['', 'true', ':'].includes(program)) return []
  return unmodelled(bare, HARMLESS.has(program) ? 'harmless' : 'anything')
}

/** `iptables-restore < FILE`; input for any other program is not followed. */
function restoreFrom(booting: Booting, stage: Stage, command: { readonly words: readonly Word[]; readonly input: Word }): RequestResult {
  const program = lastPartOf(command.words[0]?.text ?? '')
  const id = `${stage.node}:${command.input.text}`
  const known = booting.snapshot.captures[id] !== undefined
  if ((program === 'iptables-restore' || program === 'ip6tables-restore') && known) {
    loadFirewall(booting, stage.node, stage, [{ capture: id, family: program === 'iptables-restore' ? 'ip' : 'ip6' }])
    return { kind: 'done' }
  }
  const text = `${command.words.map((word) => word.text).join(' ')} < ${command.input.text}`
  return request(booting, stage, {
    kind: 'unmodelled',
    text,
    touches: 'anything',
    ...withOrigin(command.input.origin),
  })
}
