/** iptables: dumps and command lines. */
export { printSave } from './document.js'
export { lowerIptables } from './lower-command.js'
export { lowerSave } from './lower-save.js'
export { parseSave } from './parse-save.js'
export { printChains, ruleArgv } from './print.js'
