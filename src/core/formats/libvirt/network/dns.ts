/** `<dns>` and `<domain>` of a virtual network (virNetworkDNSDefParseXML). */
import type { Origin } from '../../../diagnostics/origin.js'
import {
  attributeOf,
  childOf,
  childrenOf,
  complain,
  present,
  type Reading,
  shorten,
  textAttribute,
  textOf,
  valueAttribute,
} from '../reading.js'
import { ADDRESS, COUNT, YES_NO } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import type { DnsService, NetworkDns, NetworkDomain } from './document.js'

export function readDns(reading: Reading, network: XmlElement): NetworkDns {
  const element = childOf(network, 'dns')
  const dns: NetworkDns = {
    enabled: valueAttribute(element, 'enable', YES_NO)?.value ?? true,
    forwardPlainNames: valueAttribute(element, 'forwardPlainNames', YES_NO)?.value ?? true,
    forwarders: childrenOf(element, 'forwarder').map((forwarder) => ({
      ...present({ domain: textAttribute(forwarder, 'domain')?.value, address: valueAttribute(forwarder, 'addr', ADDRESS)?.value }),
      origin: forwarder.origin,
    })),
    hosts: childrenOf(element, 'host').map((host) => readHost(reading, host)),
    texts: childrenOf(element, 'txt').map((text) => readText(reading, text)),
    services: childrenOf(element, 'srv').map((service) => readService(reading, service)),
    ...present({ origin: element?.origin }),
  }
  checkDns(reading, dns, element)
  return dns
}

function checkDns(reading: Reading, dns: NetworkDns, element: XmlElement | undefined): void {
  for (const forwarder of childrenOf(element, 'forwarder')) {
    if (attributeOf(forwarder, 'domain') !== undefined || attributeOf(forwarder, 'addr') !== undefined) continue
    const message = 'A <forwarder> needs an addr, a domain, or both'
    complain(reading, { code: 'missing-attribute', message, at: forwarder.origin, help: "add addr='…'" })
  }
  const [extra] = [...dns.forwarders, ...dns.hosts, ...dns.texts, ...dns.services]
  if (dns.enabled || extra === undefined) return
  const message = "A <dns enable='no'> has nothing in it"
  complain(reading, { code: 'dns-disabled', message, at: extra.origin, help: 'leave it out, or enable DNS' })
}

function readHost(reading: Reading, host: XmlElement): NetworkDns['hosts'][number] {
  const elements = childrenOf(host, 'hostname')
  const names = elements.flatMap((name) => textOf(name) ?? [])
  if (names.length < Math.max(1, elements.length)) {
    const at = elements.find((name) => textOf(name) === undefined)?.origin ?? host.origin
    complain(reading, { code: 'host-without-name', message: 'This DNS <host> lacks a name', at, help: 'add <hostname>…</hostname>' })
  }
  return { ...present({ address: valueAttribute(host, 'ip', ADDRESS)?.value }), names, origin: host.origin }
}

/** What dnsmasq.conf cannot hold on one line. */
function refuseLineBreak(reading: Reading, text: { readonly value: string; readonly origin: Origin } | undefined, what: string): void {
  if (text === undefined || !/[\r\n]/.test(text.value)) return
  complain(reading, { code: 'bad-dns-record', message: `A line break stands in ${what}`, at: text.origin, help: 'write it on one line' })
}

function readText(reading: Reading, text: XmlElement): NetworkDns['texts'][number] {
  const name = textAttribute(text, 'name')
  const value = textAttribute(text, 'value')
  if (name !== undefined && /[ ,]/.test(name.value)) {
    const message = `The name of a TXT record cannot hold a blank or a comma: ${shorten(name.value)}`
    complain(reading, { code: 'bad-dns-record', message, at: name.origin })
  }
  refuseLineBreak(reading, value, 'a TXT record')
  return { name: name?.value ?? '', value: value?.value ?? '', origin: text.origin }
}

/** DNS_RECORD_LENGTH_SRV */
const MAX_SERVICE = 512 - 30

function readService(reading: Reading, element: XmlElement): DnsService {
  const service = textAttribute(element, 'service')
  const protocol = textAttribute(element, 'protocol')
  const target = textAttribute(element, 'target')
  const domain = textAttribute(element, 'domain')
  const refuse = (message: string, at: Origin): void => complain(reading, { code: 'bad-dns-record', message, at })
  if (service !== undefined && (service.value.length > MAX_SERVICE || !/^[\w\-+/*]+$/.test(service.value)))
    refuse(`${shorten(service.value)} is no name that a service can have`, service.origin)
  if (protocol !== undefined && !/^[a-zA-Z0-9\-+/]+$/.test(protocol.value))
    refuse(`${shorten(protocol.value)} is no name that a protocol can have`, protocol.origin)
  refuseLineBreak(reading, target, 'the target of an SRV record')
  refuseLineBreak(reading, domain, 'the domain of an SRV record')
  const number = (name: 'port' | 'priority' | 'weight'): number | undefined => {
    const written = textAttribute(element, name)
    if (written === undefined) return undefined
    if (target === undefined) refuse(`A ${name} needs a target, and this SRV record has none`, written.origin)
    const value = COUNT.parse(written.value)
    if (value !== undefined && value <= 65535 && (name !== 'port' || value > 0)) return value
    refuse(`${name}='${shorten(written.value)}' of <srv> is not a number up to 65535`, written.origin)
    return undefined
  }
  return {
    service: service?.value ?? '',
    protocol: protocol?.value ?? '',
    ...present({ domain: domain?.value, target: target?.value }),
    ...present({ port: number('port'), priority: number('priority'), weight: number('weight') }),
    origin: element.origin,
  }
}

export function readDomain(reading: Reading, network: XmlElement): NetworkDomain | undefined {
  const element = childOf(network, 'domain')
  const name = textAttribute(element, 'name')
  const localOnly = valueAttribute(element, 'localOnly', YES_NO)?.value ?? false
  const register = valueAttribute(element, 'register', YES_NO)
  if (register?.value === true && !localOnly) {
    const message = "register='yes' of <domain> needs localOnly='yes'"
    complain(reading, { code: 'domain-not-local', message, at: register.origin, help: "add localOnly='yes'" })
  }
  if (element === undefined || name === undefined) return undefined
  return { name: name.value, localOnly, register: register?.value ?? false, origin: element.origin }
}
