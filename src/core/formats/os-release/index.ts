/** os-release: what this format offers. */
export { type OsReleaseDocument, parseOsRelease } from './os-release.js'
