/** iptables: dumps and command lines. */
export { printSave, type SaveDocument, type SaveLine } from './document.js'
export { lowerIptables } from './lower-command.js'
export { type LoweredSave, lowerSave } from './lower-save.js'
export { parseSave } from './parse-save.js'
export { printChains, ruleArgv } from './print.js'
