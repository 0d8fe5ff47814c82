/** Names of NICs: what udev's rules, .link files and netplan's set-name make of the names that the topology gives. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { type LinkFacts, lowerLink, matches, type NameRule, namesInRules } from '../../formats/networkd/index.js'
import { filesMatching, filesOf } from './captures.js'
import { type Booting, type Nic, profileIn, request, type Stage } from './machine.js'
import { generatedFiles } from './netplan.js'
import { readUnits, type SourceFile } from './networkd-files.js'
import { systemdVersion } from './networkd-version.js'

/** Only a NIC whose MAC the topology tells can be known by it. */
export function namedNics(booting: Booting, node: string, nics: readonly Nic[]): readonly Nic[] {
  const rules = filesMatching(booting.snapshot, node, '/etc/udev/rules.d/*.rules').flatMap(({ text, id }) => namesInRules(text, id))
  const { links, diagnostics } = linksOf(booting, node)
  booting.diagnostics.push(...diagnostics)
  const taken = new Set<string>(nics.map((nic) => nic.name))
  return nics.map((nic) => {
    const name = parseInterfaceName(nameBy(rules, nic) ?? nameOf(links(nic)) ?? nic.name)
    if (name === undefined || name === nic.name || taken.has(name)) return nic
    taken.add(name)
    rename(booting, node, nic.name, name)
    return { ...nic, name }
  })
}

/** udev's rules come before what the .link files say (80-net-setup-link.rules). */
function nameBy(rules: readonly NameRule[], nic: Nic): string | undefined {
  return rules.find((rule) => rule.mac === nic.mac)?.name
}

/** Policies before Name= go by the hardware, which the topology does not tell. */
function nameOf(link: LinkFacts | undefined): string | undefined {
  return link === undefined || link.namePolicy.some((policy) => policy !== 'keep') ? undefined : link.name
}

type Links = { readonly links: (nic: Nic) => LinkFacts | undefined; readonly diagnostics: readonly Diagnostic[] }

/** The first .link that is about a NIC counts. */
function linksOf(booting: Booting, node: string): Links {
  const generated = generatedFiles(booting, node).files
  const captured = filesOf(booting.snapshot, node).map(({ path, text, id }): SourceFile => ({ path, text, capture: id }))
  const files = [...generated, ...captured.filter(({ path }) => !generated.some((one) => one.path === path))]
  const { units, diagnostics } = readUnits(files, 'link', systemdVersion(profileIn(booting, node).name))
  const links = (nic: Nic) => {
    const mac = nic.mac === undefined ? {} : { mac: nic.mac, permanentMac: nic.mac }
    const subject = { names: [nic.name], originalName: nic.name, kind: null, type: 'ether', host: node, ...mac }
    const found = units.find(({ unit }) => matches(unit, subject).kind === 'yes')
    return found === undefined ? undefined : lowerLink(found.unit)
  }
  return { links, diagnostics }
}

/** Its cable comes along. */
function rename(booting: Booting, node: string, old: Nic['name'], name: Nic['name']): void {
  booting.originals.set(`${node} ${name}`, old)
  booting.cables.splice(
    0,
    booting.cables.length,
    ...booting.cables.map((cable) => {
      const [a, b] = cable.ends.map((end) => (end.node === node && end.interface === old ? { node, interface: name } : end))
      return a === undefined || b === undefined ? cable : { ...cable, ends: [a, b] as const }
    }),
  )
}

/** MACAddress= and MTUBytes= of .link files: udev sets them as soon as the NIC is there. */
export function setLinks(booting: Booting, node: string, nics: readonly Nic[]): void {
  const { links } = linksOf(booting, node)
  for (const nic of nics) {
    const link = links({ ...nic, name: booting.originals.get(`${node} ${nic.name}`) ?? nic.name })
    if (link === undefined || (link.mac === undefined && link.mtu === undefined)) continue
    const stage: Stage = { node, phase: `udev ${nic.name}`, owner: 'kernel' }
    const mac = link.mac === undefined ? {} : { mac: link.mac }
    const mtu = link.mtu === undefined ? {} : { mtu: link.mtu }
    request(booting, stage, { kind: 'link-set', name: nic.name, ...mac, ...mtu, origin: link.origin })
  }
}
