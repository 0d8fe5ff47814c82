/** What libvirt refuses in a virtual network although every part of it is readable (virNetworkDefParseXML). */
import { contains, networkOf } from '../../addresses/prefix.js'
import type { NetworkDocument } from './network-document.js'
import { attributeOf, childOf, complain, type Reading, shorten } from './reading.js'

export function checkNetwork(reading: Reading, document: NetworkDocument): void {
  const { name } = document
  if (name === undefined) {
    complain(reading, {
      code: 'no-name',
      message: 'The network has no name',
      at: document.xml.root?.nameOrigin ?? document.origin,
      help: 'add <name>…</name>',
    })
  }
  const called = name === undefined ? 'this network' : `the network ${shorten(name.value)}`
  checkMode(reading, document, called)
  for (const { gateway, origin } of document.routes) {
    const near = document.ips.some((ip) => ip.family === 'ipv4' && contains(networkOf(ip.address, ip.length), gateway))
    if (!near)
      complain(reading, { code: 'gateway-out-of-reach', message: `The gateway ${gateway} is in no subnet of ${called}`, at: origin })
  }
}

function checkMode(reading: Reading, document: NetworkDocument, called: string): void {
  const { forward, ips } = document
  const root = document.xml.root
  switch (forward.mode) {
    case 'isolated':
    case 'unrecognised':
      return
    case 'nat':
    case 'route':
    case 'open':
      if (root !== undefined && childOf(root, 'ip') === undefined) {
        const message = `Forward mode ${forward.mode} needs an <ip>, and ${called} has none`
        complain(reading, { code: 'no-ip', message, at: forward.origin ?? document.origin, help: "add <ip address='…' netmask='…'/>" })
      }
      return
    case 'bridge':
    case 'private':
    case 'vepa':
    case 'passthrough':
    case 'hostdev': {
      const [ip] = ips
      if (ip !== undefined) {
        const message = `In forward mode ${forward.mode} ${called} cannot have an <ip>`
        const because = 'the bridge belongs to the host, which gives it its address'
        complain(reading, { code: 'ip-of-foreign-bridge', message, at: ip.origin, because })
      }
      const bridge = childOf(root, 'bridge')
      const setting = bridge === undefined ? undefined : (attributeOf(bridge, 'stp') ?? attributeOf(bridge, 'delay'))
      if (setting !== undefined && setting.value !== '0') {
        const message = `In forward mode ${forward.mode} ${called} cannot set ${setting.name}`
        const because = 'libvirt did not create the bridge and does not change it'
        complain(reading, { code: 'setting-of-foreign-bridge', message, at: setting.origin, because, help: `leave ${setting.name} out` })
      }
    }
  }
}
