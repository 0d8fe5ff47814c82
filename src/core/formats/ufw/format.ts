/** What the files of ufw say of themselves. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import { parseProfiles } from './applications.js'
import { type ProfilesDocument, printLines, type RulesDocument, type SettingsDocument } from './document.js'
import { parseUserRules } from './parse-rules.js'
import { parseSettings } from './parse-settings.js'
import { parseUfwStatus, type UfwStatus } from './status.js'

export const UFW_SETTINGS: TextFormat<SettingsDocument> = {
  name: 'ufw-settings',
  title: 'ufw.conf',
  handEdited: true,
  place: /(^|\/)etc\/(ufw\/ufw\.conf|default\/ufw)$/,
  likeness: (text) =>
    /^(DEFAULT_(INPUT|OUTPUT|FORWARD)_POLICY|IPT_(SYSCTL|MODULES)|MANAGE_BUILTINS)=/m.test(text) ? 0.9 : /^ENABLED=/m.test(text) ? 0.3 : 0,
  parse: parseSettings,
  print: printLines,
}

export const UFW_RULES: TextFormat<RulesDocument> = {
  name: 'ufw-rules',
  title: 'user.rules of ufw',
  handEdited: true,
  place: /(^|\/)(etc|lib)\/ufw\/user6?\.rules$/,
  likeness: (text) => (/^### (tuple|RULES|END RULES) ###/m.test(text) ? 1 : /^:ufw6?-user-input /m.test(text) ? 0.6 : 0),
  parse: parseUserRules,
  print: printLines,
}

export const UFW_PROFILES: TextFormat<ProfilesDocument> = {
  name: 'ufw-profiles',
  title: 'application profiles of ufw',
  handEdited: true,
  place: /(^|\/)etc\/ufw\/applications\.d\/[^/]+$/,
  likeness: (text) => (/^\[[^\]\n]+\]/m.test(text) && /^title\s*[=:]/m.test(text) && /^ports\s*[=:]/m.test(text) ? 0.8 : 0),
  parse: parseProfiles,
  print: printLines,
}

export const UFW_STATUS: TextFormat<UfwStatus> = {
  name: 'ufw-status',
  title: 'output of ufw status',
  handEdited: false,
  place: /(^|\/)ufw[-_ ]status[^/]*$/,
  likeness: (text) => (/^Status: (in)?active\s*$/m.test(text) ? (/^\s*To +Action +From/m.test(text) ? 0.95 : 0.6) : 0),
  parse: parseUfwStatus,
}
