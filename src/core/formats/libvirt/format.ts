/** What libvirt's files are, so that each can be recognised. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import type { DomainDocument } from './domain/document.js'
import { parseDomain } from './domain/parse.js'
import type { HostInterfaceDocument } from './host/document.js'
import { parseHostInterface } from './host/parse.js'
import type { NetworkDocument } from './network/document.js'
import { parseNetwork } from './network/parse.js'
import { type NetworkPortDocument, parseNetworkPort } from './network/port.js'
import type { FilterDocument } from './nwfilter/document.js'
import { parseFilter } from './nwfilter/parse.js'
import { parseStatus, type StatusDocument } from './status.js'
import type { PoolDocument, VolumeDocument } from './storage/document.js'
import { parsePool } from './storage/pool.js'
import { parseVolume } from './storage/volume.js'
import type { XmlDocument } from './xml/document.js'
import { printXml } from './xml/print.js'

/** The first start tag behind a declaration, comments and the like, looked for at the beginning only. */
function rootOf(text: string): string | undefined {
  const head = text.slice(0, 4000).replace(/<!--[\s\S]*?-->/g, '')
  if (!/^\s*</.test(head)) return undefined
  return /<([a-z][\w-]*)(?=[\s/>])/.exec(head)?.[1]
}

/** `sure`: the name of the root element is libvirt's alone. */
function likenessOf(roots: readonly string[], telling: RegExp): (text: string) => number {
  return (text) => {
    const root = rootOf(text)
    if (root === undefined || !roots.includes(root)) return 0
    return telling.test(text.slice(0, 100_000)) ? 0.9 : 0.4
  }
}

const print = ({ xml }: { readonly xml: XmlDocument }): string => printXml(xml)

export const networkFormat: TextFormat<NetworkDocument> = {
  name: 'libvirt-network',
  title: 'libvirt network',
  handEdited: true,
  place: /(^|\/)(etc\/libvirt\/qemu|etc\/libvirt\/lxc|run\/libvirt|libvirt)\/networks?\/(autostart\/)?[^/]+\.xml$/,
  likeness: likenessOf(['network', 'networkstatus'], /<(name|forward|bridge|ip|dns|portgroup|uuid)\b/),
  parse: parseNetwork,
  print,
}

export const domainFormat: TextFormat<DomainDocument> = {
  name: 'libvirt-domain',
  title: 'libvirt domain',
  handEdited: true,
  place: /(^|\/)(etc|run)\/libvirt\/(qemu|lxc|libxl)\/(autostart\/)?[^/]+\.xml$/,
  likeness: likenessOf(['domain', 'domstatus'], /<(devices|os|vcpu|memory|currentMemory)\b/),
  parse: parseDomain,
  print,
}

export const poolFormat: TextFormat<PoolDocument> = {
  name: 'libvirt-pool',
  title: 'libvirt storage pool',
  handEdited: true,
  place: /(^|\/)etc\/libvirt\/storage\/(autostart\/)?[^/]+\.xml$/,
  likeness: likenessOf(['pool'], /<pool\s[^>]*type=|<(source|target)>/),
  parse: parsePool,
  print,
}

export const volumeFormat: TextFormat<VolumeDocument> = {
  name: 'libvirt-volume',
  title: 'libvirt storage volume',
  handEdited: true,
  place: /(^|\/)libvirt\/volumes\/[^/]+\.xml$/,
  likeness: likenessOf(['volume'], /<(capacity|target|key|allocation)\b/),
  parse: parseVolume,
  print,
}

export const filterFormat: TextFormat<FilterDocument> = {
  name: 'libvirt-nwfilter',
  title: 'libvirt network filter',
  handEdited: true,
  place: /(^|\/)(etc\/libvirt\/nwfilter|usr\/share\/libvirt\/nwfilter)\/[^/]+\.xml$/,
  likeness: likenessOf(['filter'], /<filter\s[^>]*name=|<(rule|filterref)\b/),
  parse: parseFilter,
  print,
}

export const networkPortFormat: TextFormat<NetworkPortDocument> = {
  name: 'libvirt-networkport',
  title: 'libvirt network port',
  handEdited: false,
  place: /(^|\/)run\/libvirt\/network\/[^/]+\.ports\/[^/]+\.xml$/,
  likeness: likenessOf(['networkport'], /<networkport\b/),
  parse: parseNetworkPort,
  print,
}

export const hostInterfaceFormat: TextFormat<HostInterfaceDocument> = {
  name: 'libvirt-interface',
  title: 'libvirt interface of the host',
  handEdited: true,
  place: /(^|\/)libvirt\/interfaces\/[^/]+\.xml$/,
  likeness: likenessOf(['interface'], /<interface\s[^>]*type=['"](ethernet|bridge|bond|vlan)['"][^>]*name=|<protocol\s+family=/),
  parse: parseHostInterface,
  print,
}

export const leasesFormat: TextFormat<StatusDocument> = {
  name: 'libvirt-leases',
  title: "leases of libvirt's dnsmasq",
  handEdited: false,
  place: /(^|\/)var\/lib\/libvirt\/dnsmasq\/[^/]+\.status$/,
  likeness: (text) => (/^\s*\[/.test(text) && /"ip-address"/.test(text) && /"(mac-address|expiry-time)"/.test(text) ? 0.9 : 0),
  parse: parseStatus,
}
