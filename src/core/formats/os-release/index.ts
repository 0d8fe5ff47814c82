/** os-release: what this format offers. */

export { parseOsRelease } from './os-release.js'
