/** nsswitch.conf(5). */
export { type NsswitchDocument, type NsswitchLine, print } from './document.js'
export { nsswitchFormat } from './format.js'
export { type HostSources, hostSources } from './lower.js'
export { parse } from './parse.js'
