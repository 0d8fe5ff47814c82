/** Kernel parameters: sysctl.conf(5) and sysctl(8). */
export type { SysctlDocument, SysctlLine } from './document.js'
export { canonicalKey } from './key.js'
export { lowerSysctl } from './lower.js'
export { parse } from './parse.js'
export { print } from './print.js'
export { type SysctlSetting, settingsOf } from './settings.js'
