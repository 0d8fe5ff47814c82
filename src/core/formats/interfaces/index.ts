/** interfaces(5), the configuration of Debian's ifupdown. */
export type {
  AllowStanza,
  AutoStanza,
  IfaceStanza,
  InterfacesDocument,
  MappingStanza,
  NoAutoDownStanza,
  NoScriptsStanza,
  Option,
  Phrase,
  RenameStanza,
  SourceDirectoryStanza,
  SourceStanza,
  Stanza,
  TemplateStanza,
  UnrecognisedStanza,
} from './document.js'
export type { AddressFact, BridgeFact, Commands, Failure, IfaceFacts, NamedValue, Setting } from './facts.js'
export { resolveInherits } from './inherit.js'
export { lowerStatic } from './lower.js'
export { parse } from './parse.js'
export { print } from './print.js'
export { type AutoName, allowedNames, autoNames, ifaceStanzas, optionsOf } from './query.js'
