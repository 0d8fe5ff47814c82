/** libvirt's XML and lease files: what this format offers. */
export type { DomainDisk, DomainDocument, DomainInterface } from './domain/document.js'
export { parseDomain } from './domain/parse.js'
export {
  addInterface,
  type NewInterface,
  removeInterface,
  type SourceChoice,
  setInterfaceMac,
  setInterfaceSource,
} from './edit/edit-domain.js'
export {
  addDhcpHost,
  addDhcpRange,
  removeDhcpHost,
  removeDhcpRange,
  setBridgeName,
  setForwardMode,
  setNetworkAddress,
} from './edit/edit-network.js'
export type { NewElement } from './edit/new-element.js'
export { addElement, setText } from './edit/xml-edit.js'
export { findElement, removeAtPath, setAtPath } from './edit/xml-path.js'
export type { FirewallCommand } from './firewall/command.js'
export { iptablesCommands, iptablesSetup } from './firewall/iptables.js'
export { nftablesCommands, nftablesSetup } from './firewall/nftables.js'
export {
  domainFormat,
  filterFormat,
  networkFormat,
  poolFormat,
} from './format.js'
export type { HostInterfaceDocument } from './host/document.js'
export { parseHostInterface } from './host/parse.js'
export { type DnsmasqFiles, type DnsmasqStart, dnsmasqFiles } from './network/dnsmasq-conf.js'
export type { NetworkDocument, PortGroup } from './network/document.js'
export { type LoweredNetwork, lowerNetwork } from './network/lower.js'
export { parseNetwork } from './network/parse.js'
export { type NetworkPortDocument, parseNetworkPort } from './network/port.js'
export { naturalLength } from './network/subnet.js'
export type { FilterDocument, FilterRule } from './nwfilter/document.js'
export { parseFilter } from './nwfilter/parse.js'
export type { VirtualPort, VlanTags } from './port-settings.js'
export { parseStatus } from './status.js'
export type { PoolDocument, VolumeDocument } from './storage/document.js'
export { parsePool } from './storage/pool.js'
export { parseVolume } from './storage/volume.js'
export { parseXml } from './xml/parse.js'
export { printXml } from './xml/print.js'
