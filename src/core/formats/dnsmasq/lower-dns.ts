/** address, host-record and server: the names that dnsmasq knows, and whom it asks for the others. */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import type { NameAndLeaseServer } from '../../model/index.js'
import type { DnsmasqOption } from './document.js'
import { complain, type Lowering, unmodelled } from './lowering.js'
import { shown } from './shown.js'

type DnsRecord = NameAndLeaseServer['records'][number]

const SLASHES = /^\/(.*)\/([^/]*)$/

/** `/NAME/NAME/ADDRESS`: each name and all below it. */
export function lowerAddress(lowering: Lowering, option: DnsmasqOption): readonly DnsRecord[] {
  const text = option.value?.text ?? ''
  const [, list, target = ''] = SLASHES.exec(text) ?? []
  const address = parseIpv4(target)
  if (list === undefined || (address === undefined && target !== '' && target !== '#' && !target.includes(':'))) {
    const message = `${shown(text)} is not of the form /NAME/ADDRESS`
    if (parseIpv4(text) !== undefined) unmodelled(lowering, option, 'anything')
    else complain(lowering, { code: 'bad-address', message, at: option.origin })
    return []
  }
  const names = list.split('/').map((name) => name.replace(/^\*\./, ''))
  /** `#` stands for all names, or for an address that means nowhere; without an address the names do not exist. */
  if (names.includes('#') || target === '#' || target === '') unmodelled(lowering, option, 'anything')
  if (address === undefined) return []
  return names.filter((name) => name !== '' && name !== '#').map((name) => ({ name, address, wildcard: true, origin: option.origin }))
}

/** Names, then addresses, then perhaps a time to live. */
export function lowerHostRecord(lowering: Lowering, option: DnsmasqOption): readonly DnsRecord[] {
  const texts = option.fields.map((field) => field.text)
  const addresses = texts.flatMap((text) => parseIpv4(text) ?? [])
  const isAddress = (text: string): boolean => text.includes(':') || parseIpv4(text) !== undefined
  const names = texts.filter((text) => text !== '' && !isAddress(text) && !/^\d+$/.test(text))
  if (names.length === 0 || !texts.some(isAddress)) {
    const message = `${shown(option.value?.text ?? '')} holds no name and address`
    complain(lowering, { code: 'bad-host-record', message, at: option.origin })
  }
  return names.flatMap((name) => addresses.map((address) => ({ name, address, wildcard: false, origin: option.origin })))
}

/** `local=/DOMAIN/` or `server=/DOMAIN/`: nobody is asked about the domain. */
export function localDomainsOf(option: DnsmasqOption): readonly string[] {
  const [, list = '', target] = SLASHES.exec(option.value?.text ?? '') ?? []
  return target === '' ? list.split('/').filter((name) => name !== '' && name !== '#') : []
}

/** A server for all names. One for a domain only is not modelled, and one that listens elsewhere than on port 53 is kept. */
export function lowerServer(lowering: Lowering, option: DnsmasqOption): readonly Ipv4[] {
  const text = option.value?.text ?? ''
  const [, domain, limited] = SLASHES.exec(text) ?? []
  if (domain !== undefined && domain !== '') {
    if (limited !== '') unmodelled(lowering, option, 'anything')
    return []
  }
  const [, written = '', extra = ''] = /^([^#@]*)(.*)$/.exec(limited ?? text) ?? []
  const address = parseIpv4(written)
  if (extra !== '' && extra !== '#53') unmodelled(lowering, option, 'anything')
  if (address !== undefined) return [address]
  if (written !== '' && !written.includes(':')) {
    complain(lowering, { code: 'bad-server', message: `${shown(written)} is not the address of a name server`, at: option.origin })
  }
  return []
}
