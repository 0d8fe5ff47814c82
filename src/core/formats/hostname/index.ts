/** The machine's name: what this format offers. */

export { parseHostname } from './hostname.js'
