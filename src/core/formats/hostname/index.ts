/** The machine's name: what this format offers. */
export { type HostnameDocument, parseHostname } from './hostname.js'
