/** netplan(5), the YAML of Ubuntu and of Debian's cloud images, and what `netplan generate` makes of it. */
export type { Definition, DefinitionKind, Offload, Renderer, Section } from './definition.js'
export type { Address, DhcpOverrides, Family, RaOverrides, Route, RoutingPolicy } from './definition-address.js'
export type {
  AccessPoint,
  Authentication,
  KeyValue,
  NetworkManagerSettings,
  OpenvswitchGlobals,
  OpenvswitchSettings,
} from './definition-parts.js'
export type { BondParameters, BridgeParameters, Tunnel, Vxlan, WireguardPeer } from './definition-virtual.js'
export { type NetplanDocument, print } from './document.js'
export { addItem, removeValue, setValue } from './edit.js'
export type { YamlData, YamlPath } from './edit-path.js'
export { netplanOrder } from './files.js'
export { netplanFormat } from './format.js'
export { type Generated, generate, type Machine, type SystemInterface } from './generate.js'
export { type GeneratedFile, type GeneratedLine, textOfFile } from './generated-file.js'
export { type Merge, type Merged, type MergeOptions, merge } from './merge.js'
export { parse } from './parse.js'
export type { Release } from './reading.js'
export type { Setting } from './setting.js'
