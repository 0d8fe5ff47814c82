/** `ifup -a` at boot, and what udev brings up: the session of ifupdown on the modelled machine. */
import { devicesMatching, type InterfacesFiles, runAll, runNamed, type Session } from '../../formats/interfaces/index.js'
import { performSteps } from './ifupdown-steps.js'
import { hasInterfaces, readInterfaces } from './interfaces-files.js'
import { type Booting, nodeIn, request, type Stage } from './machine.js'

export function bringUpInterfaces(booting: Booting, node: string): void {
  if (!hasInterfaces(booting, node)) return
  const files = readInterfaces(booting, node)
  if (files.refused) return
  const session = sessionOn(booting, node, files)
  for (const { origin, names } of files.stanzas.filter((stanza) => stanza.kind === 'rename'))
    request(booting, stageOf(node, 'rename'), {
      kind: 'unmodelled',
      text: `rename ${names.map((name) => name.text).join(' ')}`,
      touches: 'anything',
      origin,
    })
  runAll(session)
  hotplug(booting, node, session)
}

function sessionOn(booting: Booting, node: string, files: InterfacesFiles): Session {
  const session: Session = {
    program: 'ifup',
    stanzas: files.stanzas,
    forced: false,
    loopback: true,
    call: { forAll: true, scripts: true, dhcpClient: 'dhclient', waits: true, acts: true, overrides: [] },
    configured: new Map(),
    say: () => {},
    perform: (steps, context) => performSteps({ booting, node, session: () => session, context }, steps),
    map: (mapping, device, logical) => {
      const text = `mapping of ${device}: ${mapping.script?.text ?? 'no script'}`
      request(booting, stageOf(node, device), { kind: 'unmodelled', text, touches: 'anything', origin: mapping.origin })
      return logical
    },
    devicesMatching: (name) => devicesMatching(name.name, devicesOf(booting, node)),
  }
  return session
}

function stageOf(node: string, what: string): Stage {
  return { node, phase: `ifup ${what}`, owner: 'ifupdown' }
}

function devicesOf(booting: Booting, node: string) {
  return nodeIn(booting, node).interfaces.map(({ name, mac, mtu }) => ({ name, values: { mac, address: mac, mtu: String(mtu) } }))
}

/** udev runs `ifup --allow=hotplug` for every device that appears, which at boot means all that are there. */
function hotplug(booting: Booting, node: string, session: Session): void {
  const called = { ...session, allowClass: 'hotplug', call: { ...session.call, forAll: false } }
  for (const { name } of devicesOf(booting, node)) {
    if (name !== 'lo' && !session.configured.has(name) && isListed(session, name)) runNamed(called, [name])
  }
}

function isListed({ stanzas }: Session, name: string): boolean {
  return stanzas.some(
    (stanza) => stanza.kind === 'allow' && stanza.allowClass === 'hotplug' && stanza.names.some((word) => word.text === name),
  )
}
