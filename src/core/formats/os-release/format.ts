/** What os-release says of itself. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import { type OsReleaseDocument, parseOsRelease } from './os-release.js'

export const OS_RELEASE: TextFormat<OsReleaseDocument> = {
  name: 'os-release',
  title: 'os-release(5)',
  handEdited: false,
  place: /(^|\/)(etc|usr\/lib)\/os-release$/,
  likeness: (text) => (/^ID=/m.test(text) && /^(NAME|PRETTY_NAME|VERSION_ID)=/m.test(text) ? 0.9 : 0),
  parse: parseOsRelease,
}
