/** `<dns>` and `<domain>` of a virtual network. */
import type { NetworkDns, NetworkDomain } from './network-document.js'
import { childOf, childrenOf, present, type Reading, readAttribute, textAttribute, textOf } from './reading.js'
import { YES_NO } from './value.js'
import type { XmlElement } from './xml/document.js'

export function readDns(reading: Reading, network: XmlElement): NetworkDns {
  const element = childOf(network, 'dns')
  const all = (name: string): readonly XmlElement[] => (element === undefined ? [] : childrenOf(element, name))
  return {
    enabled: readAttribute(reading, element, 'enable', YES_NO)?.value ?? true,
    forwardPlainNames: readAttribute(reading, element, 'forwardPlainNames', YES_NO)?.value ?? true,
    forwarders: all('forwarder').map((forwarder) => ({
      ...present({ domain: textAttribute(forwarder, 'domain')?.value, address: textAttribute(forwarder, 'addr')?.value }),
      origin: forwarder.origin,
    })),
    hosts: all('host').map((host) => ({
      address: textAttribute(host, 'ip')?.value ?? '',
      names: childrenOf(host, 'hostname').flatMap((name) => textOf(name) ?? []),
      origin: host.origin,
    })),
    texts: all('txt').map((text) => ({
      name: textAttribute(text, 'name')?.value ?? '',
      value: textAttribute(text, 'value')?.value ?? '',
      origin: text.origin,
    })),
    services: all('srv').map((service) => ({
      service: textAttribute(service, 'service')?.value ?? '',
      protocol: textAttribute(service, 'protocol')?.value ?? '',
      ...present({ target: textAttribute(service, 'target')?.value }),
      origin: service.origin,
    })),
    ...present({ origin: element?.origin }),
  }
}

export function readDomain(reading: Reading, network: XmlElement): NetworkDomain | undefined {
  const element = childOf(network, 'domain')
  const name = textAttribute(element, 'name')
  if (element === undefined || name === undefined) return undefined
  return { name: name.value, localOnly: readAttribute(reading, element, 'localOnly', YES_NO)?.value ?? false, origin: element.origin }
}
