/** From an iface stanza to what it asks for. */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Lowered } from '../../diagnostics/lowered.js'
import type { IfaceStanza, Option, Phrase } from './document.js'
import type { Commands, Failure, IfaceFacts, NamedValue, Setting } from './facts.js'
import { quoted } from './finding.js'
import { stanzaRun } from './ifup.js'
import { badValue, joinedValue, lowerAddress } from './lower-address.js'
import { lowerBridge, wordsOf } from './lower-bridge.js'
import { vocabularyOf } from './methods.js'
import { optionsOf } from './query.js'

/** For `inet` with static, dhcp, manual or loopback. Other methods give their options as unrecognised. Resolve `inherits` before. */
export function lowerStatic(stanza: IfaceStanza): Lowered<IfaceFacts> {
  const isStatic = stanza.family?.text === 'inet' && stanza.method?.text === 'static'
  const address = isStatic ? lowerAddress(stanza) : { addresses: [], failures: [], diagnostics: [] }
  const missing = missingOptions(stanza, address)
  const bridge = lowerBridge(stanza)
  const link = readLink(stanza)
  const gateway = isStatic ? readGateway(stanza) : { diagnostics: [], failures: [] }
  const names = readNameServers(stanza)
  const facts: IfaceFacts = {
    name: stanza.name.text,
    family: stanza.family?.text ?? '',
    method: stanza.method?.text ?? '',
    addresses: address.addresses,
    ...(gateway.gateway === undefined ? {} : { gateway: gateway.gateway }),
    ...link.parts,
    nameServers: names.nameServers,
    search: [...optionsOf(stanza, 'dns-domain'), ...optionsOf(stanza, 'dns-search')].flatMap(valueWords).map((word) => word.text),
    ...firstValue(stanza, 'network', 'network'),
    ...(bridge.bridge === undefined ? {} : { bridge: bridge.bridge }),
    commands: readCommands(stanza),
    ...firstValue(stanza, 'vlan-raw-device', 'vlanRawDevice'),
    unrecognised: unrecognised(stanza),
    failures: [...missing.failures, ...address.failures, ...link.failures, ...gateway.failures],
    origin: stanza.origin,
  }
  const diagnostics = [missing, address, bridge, link, gateway, names].flatMap((part) => part.diagnostics)
  return { facts, diagnostics }
}

function valueWords(option: Option): readonly Phrase[] {
  return wordsOf(option.value)
}

function firstValue<Key extends string>(stanza: IfaceStanza, name: string, key: Key): { readonly [K in Key]?: Phrase } {
  const [option] = optionsOf(stanza, name)
  return (option === undefined ? {} : { [key]: option.value }) as { readonly [K in Key]?: Phrase }
}

type Reading = { readonly failures: readonly Failure[]; readonly diagnostics: readonly Diagnostic[] }

function failing(step: Failure['step'], diagnostics: readonly Diagnostic[], stanza: IfaceStanza): Reading {
  return { diagnostics, failures: diagnostics.map((found) => ({ step, text: found.message, origin: found.at ?? stanza.origin })) }
}

function readGateway(stanza: IfaceStanza): Reading & Pick<IfaceFacts, 'gateway'> {
  const [option, second] = optionsOf(stanza, 'gateway')
  if (option === undefined) return { failures: [], diagnostics: [] }
  const address = parseIpv4(option.value.text)
  if (address === undefined) return failing('gateway', [badValue(stanza, option)], stanza)
  const broken: Failure = { step: 'gateway', text: `${stanza.name.text} has two gateways`, origin: second?.origin ?? option.origin }
  return { gateway: { address, origin: option.origin }, failures: second === undefined ? [] : [broken], diagnostics: [] }
}

type LinkParts = Pick<IfaceFacts, 'metric' | 'mtu' | 'hwaddress'>

function readLink(stanza: IfaceStanza): Reading & { readonly parts: LinkParts } {
  const bad: Option[] = []
  const read = <Value>(name: string, parse: (text: string) => Value | undefined): Setting<Value> | undefined => {
    const [option] = optionsOf(stanza, name)
    const value = option === undefined ? undefined : parse(joinedValue(stanza, name) ?? '')
    if (option !== undefined && value === undefined) bad.push(option)
    return option === undefined || value === undefined ? undefined : { value, origin: option.origin }
  }
  const all = { metric: read('metric', parseCount), mtu: read('mtu', parseCount), hwaddress: read('hwaddress', parseHardwareAddress) }
  const parts: LinkParts = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  const badLink = bad.filter((option) => option.key !== 'metric').map((option) => badValue(stanza, option))
  const badMetric = bad.filter((option) => option.key === 'metric').map((option) => badValue(stanza, option))
  const failures = [...failing('link', badLink, stanza).failures, ...failing('gateway', badMetric, stanza).failures]
  return { parts, failures, diagnostics: [...badLink, ...badMetric] }
}

function parseCount(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** `ether` before the address is an old way of writing. */
function parseHardwareAddress(text: string): Mac | 'random' | undefined {
  return text === 'random' ? text : parseMac(text.replace(/^ether\s+/i, ''))
}

function readNameServers(stanza: IfaceStanza): Pick<Reading, 'diagnostics'> & Pick<IfaceFacts, 'nameServers'> {
  const lists = optionsOf(stanza, 'dns-nameservers').flatMap(valueWords)
  const words = [...lists, ...optionsOf(stanza, 'dns-nameserver').flatMap((option) => valueWords(option).slice(0, 1))]
  const parsed = words.map((word) => ({ word, address: parseIpv4(word.text) }))
  const good = parsed.flatMap(({ word, address }) => (address === undefined ? [] : [{ address, origin: word.origin }]))
  const bad = parsed
    .filter(({ word, address }) => address === undefined && !word.text.includes(':'))
    .map(({ word }) => badNameServer(stanza, word))
  return { nameServers: good satisfies readonly { address: Ipv4 }[], diagnostics: bad }
}

function badNameServer(stanza: IfaceStanza, word: Phrase): Diagnostic {
  return {
    code: 'interfaces/bad-name-server',
    severity: 'warning',
    message: `${quoted(word.text)} of ${stanza.name.text} is no address of a name server`,
    at: word.origin,
    because: 'the resolver ignores it',
    help: 'write addresses separated by spaces, without commas',
  }
}

function readCommands({ options }: IfaceStanza): Commands {
  const values = (...keys: readonly string[]) => options.filter((option) => keys.includes(option.name.text)).map((option) => option.value)
  return { preUp: values('pre-up'), up: values('up', 'post-up'), down: values('down', 'pre-down'), postDown: values('post-down') }
}

const COMMANDS = ['pre-up', 'up', 'post-up', 'down', 'pre-down', 'post-down']
/** Options of packages whose scripts are followed elsewhere, and values that only name servers and people read. */
const FOLLOWED =
  /^(bridge-|bond-|ovs-|allow-ovs|dns-|slaves$|vlan-raw-device$|hw-mac-address$|ip-proxy-arp$|ip-rp-filter$|network$|description$|hostname$|leasetime$|vendor$|client$|hwaddress$|mtu$|metric$)/
/** Without an effect where the method has no use for them. */
const OF_STATIC = ['address', 'netmask', 'broadcast', 'gateway', 'scope', 'pointopoint']

function unrecognised(stanza: IfaceStanza): readonly NamedValue[] {
  const own = vocabularyOf(stanza.family?.text ?? '', stanza.method?.text ?? '')
  const known = (option: Option) =>
    own.includes(option.name.text) || OF_STATIC.includes(option.key) || COMMANDS.includes(option.name.text) || FOLLOWED.test(option.key)
  return stanza.options
    .filter((option) => !known(option))
    .map((option) => ({ name: option.name.text, value: option.value.text, origin: option.origin }))
}

/** What ifup does not find: it then runs no command of the stanza. */
function missingOptions(stanza: IfaceStanza, address: { readonly failures: readonly Failure[] }): Reading {
  if (address.failures.some((failure) => failure.step === 'stanza')) return { failures: [], diagnostics: [] }
  const call = { device: stanza.name.text, logical: stanza.name.text, forAll: true, scripts: false, specialLoopback: false }
  const missing = stanzaRun(stanza, { ...call, waits: false, acts: true, overrides: [] }, 'up')?.missing ?? []
  const diagnostics = missing.map((name): Diagnostic => {
    const method = `${stanza.family?.text} ${stanza.method?.text}`
    return {
      code: 'interfaces/missing-option',
      severity: 'error',
      message: `${stanza.name.text} is ${method} but has no ${quoted(name)}`,
      at: stanza.origin,
      because: `ifup refuses the stanza: missing required variable: ${name}`,
      help: `add a line "${name} …"`,
    }
  })
  return failing('stanza', diagnostics, stanza)
}
