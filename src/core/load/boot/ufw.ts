/** What ufw-init does at boot when ufw is enabled (ufw 0.36, /lib/ufw/ufw-init-functions). */
import { type Origin, withOrigin } from '../../diagnostics/origin.js'
import { type Declaration, lowerIptables, lowerSave, parseSave } from '../../formats/iptables/index.js'
import { parse as parseSysctl, settingsOf } from '../../formats/sysctl/index.js'
import { parseProfiles, parseSettings, parseUserRules, settingsFrom, type UfwSettings } from '../../formats/ufw/index.js'
import type { Family, KernelRequest } from '../../model/index.js'
import { fileOf, filesIn } from './captures.js'
import { type Booting, nodeIn, readDocument, request, type Stage } from './machine.js'
import { restoreFile, restoreTable } from './ufw-restore.js'

const PLACES = ['input', 'output', 'forward'] as const
const PRIMARY = ['before-logging', 'before', 'after', 'after-logging', 'reject', 'track'] as const

type Place = (typeof PLACES)[number]
type Starting = { readonly booting: Booting; readonly stage: Stage; readonly settings: UfwSettings }

export function startUfw(booting: Booting, node: string, stage: Stage): void {
  const files = ['/etc/default/ufw', '/etc/ufw/ufw.conf'].flatMap((path) => fileOf(booting.snapshot, node, path) ?? [])
  if (files.length === 0) return
  const settings = settingsFrom(files.map((capture) => readDocument(booting, capture, parseSettings)))
  readFurther(booting, node)
  if (!settings.enabled) return
  const starting = { booting, stage, settings }
  if (hasChain(starting, 'ip', 'ufw-user-input')) return alreadyStarted(starting)
  if (settings.manageBuiltins) for (const family of ['ip', 'ip6'] as const) flushBuiltins(starting, family)
  runInit(starting, '/etc/ufw/before.init')
  if (!settings.ipv6) closeIpv6(starting)
  for (const family of settings.ipv6 ? (['ip', 'ip6'] as const) : (['ip'] as const)) loadFamily(starting, family)
  applySysctlFile(starting)
  runInit(starting, '/etc/ufw/after.init')
  for (const module of settings.modules)
    request(booting, stage, {
      kind: 'unmodelled',
      text: `modprobe ${module}`,
      touches: 'harmless',
      ...settingOrigin(settings, 'IPT_MODULES'),
    })
}

/** What is loaded are the lines of user.rules; the tuples and the profiles only say what ufw would make of them. */
function readFurther(booting: Booting, node: string): void {
  for (const path of ['/etc/ufw/user.rules', '/etc/ufw/user6.rules']) {
    const capture = fileOf(booting.snapshot, node, path)
    if (capture !== undefined) readDocument(booting, capture, parseUserRules)
  }
  for (const capture of filesIn(booting.snapshot, { node, directory: '/etc/ufw/applications.d' }))
    readDocument(booting, capture, parseProfiles)
}

function hasChain({ booting, stage }: Starting, family: Family, name: string): boolean {
  return nodeIn(booting, stage.node).chains.some((chain) => chain.family === family && chain.table === 'filter' && chain.name === name)
}

function alreadyStarted({ booting, stage, settings }: Starting): void {
  booting.diagnostics.push({
    code: 'boot/ufw-already-started',
    severity: 'warning',
    message: `ufw on ${stage.node} finds its chains there already and loads nothing`,
    ...atSetting(settings, 'ENABLED'),
    because: 'rules saved with iptables-save hold ufw’s chains as they were then; changes made with ufw since are not in force',
    help: 'remove the ufw chains from the saved rules',
  })
}

function settingOrigin(settings: UfwSettings, name: string): { readonly origin?: Origin } {
  return withOrigin(settings.origins.get(name))
}

function atSetting(settings: UfwSettings, name: string): { readonly at?: Origin } {
  const origin = settings.origins.get(name)
  return origin === undefined ? {} : { at: origin }
}

/** MANAGE_BUILTINS=yes: nobody else's rules survive. Tables that nothing uses stay so. */
function flushBuiltins({ booting, stage, settings }: Starting, family: Family): void {
  const origin = settingOrigin(settings, 'MANAGE_BUILTINS')
  const chains = nodeIn(booting, stage.node).chains.filter((chain) => chain.family === family)
  const ask = (wanted: KernelRequest): void => {
    request(booting, stage, wanted)
  }
  if (chains.some((chain) => chain.table === 'filter')) {
    ask({ kind: 'netfilter-chain', operation: 'flush', family, table: 'filter', ...origin })
    ask({ kind: 'netfilter-chain', operation: 'delete', family, table: 'filter', ...origin })
  }
  for (const { table, name, base } of chains) {
    const isTouched = table === 'filter' || table === 'mangle' || (table === 'nat' && family === 'ip' && name !== 'INPUT')
    if (base === undefined || !isTouched) continue
    if (table !== 'filter') ask({ kind: 'netfilter-chain', operation: 'flush', family, table, chain: name, ...origin })
    if (base.policy !== 'accept') ask({ kind: 'netfilter-policy', family, table, chain: name, policy: 'accept', ...origin })
  }
}

const CLOSED =
  '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A OUTPUT -o lo -j ACCEPT\nCOMMIT\n'

/** IPV6=no does not mean that IPv6 is left alone. */
function closeIpv6({ booting, stage, settings }: Starting): void {
  const at = settingOrigin(settings, 'IPV6')
  const { chains } = lowerSave(parseSave(CLOSED, '', 'ip6').document)
  const own = chains.map(({ base, rules, ...chain }) => ({
    ...chain,
    ...(base === undefined ? {} : { base: { hook: base.hook, policy: base.policy, ...at } }),
    rules: rules.map(({ origin: _, ...rule }) => ({ ...rule, ...at })),
  }))
  request(booting, stage, { kind: 'netfilter-restore', chains: own, text: CLOSED, ...at })
}

type Line = readonly [setting: string, line: string]

/** One call of iptables-restore -n with lines that ufw-init makes up; `setting` is what they come from. */
function restoreLines(starting: Starting, family: Family, lines: readonly Line[]): void {
  const { booting, stage, settings } = starting
  const steps = lines.flatMap(([setting, line]): readonly (Declaration | KernelRequest)[] => {
    const origin = settings.origins.get(setting) ?? { capture: '', start: 0, end: 0 }
    const [, chain, policy] = /^:(\S+) (\S+)/.exec(line) ?? []
    if (chain !== undefined && policy !== undefined) return [{ kind: 'declare', chain, policy, origin }]
    const program = family === 'ip' ? 'iptables' : 'ip6tables'
    return lowerIptables([program, ...line.split(' ')].map((text) => ({ text, origin })))
  })
  const origin = settings.origins.get('ENABLED') ?? { capture: '', start: 0, end: 0 }
  restoreTable(booting, stage, { family, table: 'filter', steps, origin })
}

function loadFamily(starting: Starting, family: Family): void {
  const { settings } = starting
  const prefix = family === 'ip' ? 'ufw' : 'ufw6'
  const type = family === 'ip' ? '' : '6'
  makePrimary(starting, family, prefix)
  for (const place of PLACES) restorePolicy(starting, family, { prefix, place })
  restoreLines(
    starting,
    family,
    [`:${prefix}-logging-deny -`, `:${prefix}-logging-allow -`].map((line): Line => ['ENABLED', line]),
  )
  restoreLines(starting, family, [
    ...PLACES.map((place): Line => ['ENABLED', `:${prefix}-skip-to-policy-${place} -`]),
    ...PLACES.map((place): Line => [policySetting(place), `-A ${prefix}-skip-to-policy-${place} -j ${settings.policies[place]}`]),
  ])
  loadFile(starting, family, `/etc/ufw/before${type}.rules`)
  loadFile(starting, family, `/etc/ufw/after${type}.rules`)
  loadUser(starting, family, { prefix, path: `/etc/ufw/user${type}.rules` })
  const policy = (place: Place): string => (settings.policies[place] === 'REJECT' ? 'DROP' : settings.policies[place])
  restoreLines(
    starting,
    family,
    (['input', 'forward', 'output'] as const).map((place): Line => [policySetting(place), `:${place.toUpperCase()} ${policy(place)}`]),
  )
}

function policySetting(place: Place): string {
  return `DEFAULT_${place.toUpperCase()}_POLICY`
}

function makePrimary(starting: Starting, family: Family, prefix: string): void {
  const chains = PRIMARY.flatMap((part) => PLACES.map((place) => `:${prefix}-${part}-${place} -`))
  const jumps = PLACES.flatMap((place) => PRIMARY.map((part) => `-A ${place.toUpperCase()} -j ${prefix}-${part}-${place}`))
  if (!hasChain(starting, family, `${prefix}-before-logging-input`))
    return restoreLines(
      starting,
      family,
      [...chains, ...jumps].map((line): Line => ['ENABLED', line]),
    )
  // What an earlier start left stays hooked in where it is, and is emptied.
  const left = chains.filter((line) => hasChain(starting, family, line.slice(1, -2)))
  restoreLines(
    starting,
    family,
    left.map((line): Line => ['ENABLED', line]),
  )
}

function restorePolicy(starting: Starting, family: Family, { prefix, place }: { readonly prefix: string; readonly place: Place }): void {
  const setting = policySetting(place)
  const policy = starting.settings.policies[place]
  if (policy === 'REJECT') restoreLines(starting, family, [[setting, `-A ${prefix}-reject-${place} -j REJECT`]])
  if (policy !== 'ACCEPT') return
  const track = (protocol: string): Line => [setting, `-A ${prefix}-track-${place} -p ${protocol} -m conntrack --ctstate NEW -j ACCEPT`]
  restoreLines(starting, family, [track('tcp'), track('udp')])
}

function loadUser(starting: Starting, family: Family, { prefix, path }: { readonly prefix: string; readonly path: string }): void {
  const chains = ['user-input', 'user-output', 'user-forward', 'user-logging-input', 'user-logging-output', 'user-logging-forward']
  const all = [...chains, 'user-limit', 'user-limit-accept'].map((chain): Line => ['ENABLED', `:${prefix}-${chain} -`])
  const capture = fileOf(starting.booting.snapshot, starting.stage.node, path)
  if (capture === undefined || capture.text === '') return loadFile(starting, family, path)
  restoreLines(starting, family, all)
  loadFile(starting, family, path)
  restoreLines(
    starting,
    family,
    PLACES.map((place): Line => ['ENABLED', `-A ${prefix}-before-${place} -j ${prefix}-user-${place}`]),
  )
}

function loadFile({ booting, stage, settings }: Starting, family: Family, path: string): void {
  const capture = fileOf(booting.snapshot, stage.node, path)
  const enabled = settingOrigin(settings, 'ENABLED')
  if (capture === undefined) {
    request(booting, stage, { kind: 'unmodelled', text: `ufw: ${path} was not captured`, touches: 'anything', ...enabled })
  } else if (capture.text === '') {
    booting.diagnostics.push({
      code: 'boot/ufw-empty-file',
      severity: 'error',
      message: `${path} is empty`,
      at: { capture: capture.id, start: 0, end: 0 },
      because: 'ufw-init leaves its chains out, and fails',
      help: 'put the installed file back: ufw reset',
    })
  } else restoreFile(booting, stage, capture, family)
}

function applySysctlFile({ booting, stage, settings }: Starting): void {
  const capture = settings.sysctlFile === '' ? undefined : fileOf(booting.snapshot, stage.node, settings.sysctlFile)
  if (capture === undefined) return
  for (const { key, value, origin } of settingsOf(readDocument(booting, capture, parseSysctl)))
    if (key.startsWith('net.')) request(booting, stage, { kind: 'sysctl-set', key, value, origin })
}

/** Run only if executable, which a text does not tell; as installed they do nothing. */
function runInit({ booting, stage }: Starting, path: string): void {
  const capture = fileOf(booting.snapshot, stage.node, path)
  if (capture === undefined) return
  const lines = capture.text.split('\n').filter((line) => !/^\s*(#|$)/.test(line))
  const start = lines.findIndex((line) => /^\s*\(?start\)/.test(line))
  const end = lines.findIndex((line, index) => index > start && /^\s*;;/.test(line))
  if (lines.length === 0 || (start >= 0 && end === start + 1)) return
  const origin = { capture: capture.id, start: 0, end: capture.text.length }
  request(booting, stage, { kind: 'unmodelled', text: `${path} start`, touches: 'anything', origin })
}
