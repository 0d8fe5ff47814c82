/** Reads the definition of a guest. */
import type { Parsed } from '../../../diagnostics/diagnostic.js'
import { checkGrammar } from '../grammar.js'
import type { Located } from '../located.js'
import { childOf, childrenOf, complain, findingsOf, present, type Reading, shorten, textAttribute, textOf, warn } from '../reading.js'
import { openRoot } from '../root.js'
import { readSize } from '../size.js'
import { UUID } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { checkSharedMemory } from './check.js'
import { readDisk } from './disk.js'
import type { DomainDocument, DomainInterface } from './document.js'
import { DOMAIN_GRAMMAR } from './grammar.js'
import { readInterface } from './interface.js'

export function parseDomain(text: string, capture: string): Parsed<DomainDocument> {
  const wanted = { name: 'domain', title: 'a domain', wrapper: 'domstatus' }
  const { xml, root, reading, wellFormed } = openRoot(text, capture, wanted)
  const devices = childOf(root, 'devices')
  const interfaces = childrenOf(devices, 'interface').map((element) => readInterface(reading, element))
  const plugs = interfaces.map(({ plug }) => plug)
  const document: DomainDocument = {
    xml,
    element: root,
    origin: root.origin,
    ...present({ type: textAttribute(root, 'type') }),
    ...readNames(reading, root, wellFormed),
    ...present({ memory: readSize(reading, childOf(root, 'memory'), 1024) }),
    disks: childrenOf(devices, 'disk').map((element) => readDisk(reading, element)),
    interfaces: plugs,
    unrecognised: [...checkGrammar(reading, root, 'domain', DOMAIN_GRAMMAR), ...interfaces.flatMap(({ unrecognised }) => unrecognised)],
  }
  for (const plug of plugs) checkSharedMemory(reading, root, plug)
  checkMacs(reading, plugs)
  return { document, diagnostics: findingsOf(reading) }
}

/** virDomainDefParseIDs */
function readNames(reading: Reading, root: XmlElement, wellFormed: boolean) {
  const name = textOf(childOf(root, 'name'))
  const refuse = (code: string, { value, origin: at }: Located<string>, what: string): void =>
    complain(reading, { code, message: `${shorten(value)} ${what}`, at })
  if (wellFormed && name === undefined)
    complain(reading, { code: 'no-name', message: 'The guest has no name', at: root.nameOrigin, help: 'add <name>…</name>' })
  if (name !== undefined && /[/\n]/.test(name.value)) refuse('bad-name', name, 'is no name for a guest: it has no slash and no line break')
  const uuid = textOf(childOf(root, 'uuid'))
  if (uuid !== undefined && UUID.parse(uuid.value) === undefined) refuse('bad-uuid', uuid, 'is not a UUID')
  const title = textOf(childOf(root, 'title'))
  if (title?.value.includes('\n') === true) refuse('bad-title', title, 'is more than one line')
  return present({ name, uuid, title, description: textOf(childOf(root, 'description')) })
}

/** libvirt does not mind, the bridge does. */
function checkMacs(reading: Reading, interfaces: readonly DomainInterface[]): void {
  const seen = new Map<string, DomainInterface>()
  for (const plug of interfaces) {
    if (plug.mac === undefined) continue
    const first = seen.get(plug.mac.value)
    const isTeam = plug.teaming !== undefined && first?.teaming !== undefined
    if (first?.mac !== undefined && !isTeam) {
      warn(reading, {
        code: 'duplicate-mac',
        message: `Two interfaces of the guest have the MAC address ${plug.mac.value}`,
        at: plug.mac.origin,
        because: 'on one network, what is meant for one of them arrives at either',
        help: 'leave <mac> out: libvirt makes one up',
        related: [{ message: 'the first one', at: first.mac.origin }],
      })
    }
    if (first === undefined) seen.set(plug.mac.value, plug)
  }
}
