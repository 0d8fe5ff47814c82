/** iptables: dumps and command lines. */

export { type CheckedRule, checkRule, type RuleProblem } from './check.js'
export { printSave } from './document.js'
export { addRule, type ChainPlace, deleteRule, replaceRule, setPolicy } from './edit.js'
export { IPTABLES_SAVE } from './format.js'
export { lowerIptables } from './lower-command.js'
export { type Declaration, lowerRestore, type RestoredTable } from './lower-restore.js'
export { lowerSave } from './lower-save.js'
export { parseSave } from './parse-save.js'
export { printChains, ruleArgv } from './print.js'
