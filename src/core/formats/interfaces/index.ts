/** interfaces(5), the configuration of Debian's ifupdown, and of those that take after it. */
export { type Device, devicesMatching } from './device-pattern.js'
export type { Dialect, DialectReading } from './dialect.js'
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
export { type OptionChange, removeOption, setMethod, setOption } from './edit-option.js'
export type { StanzaPlace } from './edit-place.js'
export { addAuto, addStanza, type NewStanza, removeAuto, removeStanza } from './edit-stanza.js'
export type { AddressFact, BridgeFact, Commands, Failure, IfaceFacts, NamedValue, Setting } from './facts.js'
export type { IfupCall, IfupStep, StanzaRun } from './ifup.js'
export { resolveInherits } from './inherit.js'
export { lowerStatic } from './lower.js'
export { parse } from './parse.js'
export { print } from './print.js'
export { type AutoName, allowedNames, autoNames, ifaceStanzas, optionsOf } from './query.js'
export { type FileDoor, type InterfacesFiles, readFiles } from './read-files.js'
export { runAll, runNamed, type Session, type StanzaContext } from './session.js'
export { environmentOf } from './variables.js'
