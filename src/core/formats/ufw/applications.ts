/** The profiles of /etc/ufw/applications.d, as Python's RawConfigParser reads them. */
import { serviceNamed } from '../../addresses/service-name.js'
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { ProfileLine, ProfilesDocument, UfwProfile } from './document.js'
import { type RawLine, readText, shown } from './lines.js'
import { readPorts } from './ports.js'
import { PROTOCOLS, WITHOUT_PORTS } from './rule.js'

export function parseProfiles(text: string, capture: string): Parsed<ProfilesDocument> {
  let open = false
  const parsed = readText<ProfileLine>(text, capture, {
    line(line, diagnostics) {
      const read = readLine(line, open, diagnostics)
      if (read.kind === 'section' || read.kind === 'field') open = read.kind === 'field'
      else if (read.kind === 'unrecognised') open = false
      return read
    },
    kept: ({ raw, origin }) => ({ kind: 'unrecognised', raw, origin }),
  })
  return { document: parsed.document, diagnostics: [...parsed.diagnostics, ...judge(parsed.document)].slice(0, 100) }
}

/** `open`: a field stands above, which an indented line goes on with. */
function readLine({ raw, content, origin }: RawLine, open: boolean, diagnostics: Diagnostic[]): ProfileLine {
  const text = content.trim()
  if (text === '') return { kind: 'blank', raw, origin }
  if (/^[#;]/.test(text)) return { kind: 'comment', raw, origin }
  if (open && /^\s/.test(content)) return { kind: 'continued', raw, origin, value: text }
  const [, section] = /^\[(.+)\]/.exec(text) ?? []
  if (section !== undefined) return { kind: 'section', raw, origin, name: section }
  const cut = text.search(/[=:]/)
  if (cut > 0) return { kind: 'field', raw, origin, name: text.slice(0, cut).trim().toLowerCase(), value: text.slice(cut + 1).trim() }
  const message = `${shown(text)} is neither a profile nor a field`
  diagnostics.push({ code: 'ufw/bad-profile-line', severity: 'error', message, at: origin, because: 'ufw leaves out the whole file' })
  return { kind: 'unrecognised', raw, origin }
}

type Draft = { readonly name: string; readonly fields: Map<string, string>; readonly origin: UfwProfile['origin'] }

function draftsOf(document: ProfilesDocument): readonly Draft[] {
  const drafts: Draft[] = []
  let last = ''
  for (const line of document.lines) {
    const draft = drafts.at(-1)
    if (line.kind === 'section') drafts.push({ name: line.name, fields: new Map(), origin: line.origin })
    else if (line.kind === 'field') {
      draft?.fields.set(line.name, line.value)
      last = line.name
    } else if (line.kind === 'continued') draft?.fields.set(last, `${draft.fields.get(last) ?? ''}\n${line.value}`)
  }
  return drafts
}

/** Those that ufw takes; of two with one name the last. */
export function profilesOf(document: ProfilesDocument): readonly UfwProfile[] {
  if (document.lines.some((line) => line.kind === 'unrecognised')) return []
  return draftsOf(document).flatMap((draft) => (complaintAbout(draft) === undefined ? [profileOf(draft)] : []))
}

function profileOf({ name, fields, origin }: Draft): UfwProfile {
  const field = (wanted: string): string => fields.get(wanted) ?? ''
  return { name, title: field('title'), description: field('description'), ports: field('ports').split('|'), origin }
}

function judge(document: ProfilesDocument): readonly Diagnostic[] {
  return draftsOf(document).flatMap((draft) => {
    const complaint = complaintAbout(draft)
    const message = `ufw leaves out the profile ${shown(draft.name)}: ${complaint ?? ''}`
    return complaint === undefined ? [] : [{ code: 'ufw/bad-profile', severity: 'warning', message, at: draft.origin }]
  })
}

export function isProfileName(name: string): boolean {
  return name !== 'all' && !/^\s*[-+]?\d[\d_]*\s*$/.test(name) && /^[a-zA-Z0-9][a-zA-Z0-9 _\-.+]*$/.test(name)
}

function complaintAbout({ name, fields }: Draft): string | undefined {
  if (name.length > 64) return 'its name is longer than 64 characters'
  if (!isProfileName(name)) return 'its name is not allowed'
  if (serviceNamed(name) !== undefined) return 'its name is one of /etc/services'
  for (const field of ['title', 'description', 'ports']) {
    if ((fields.get(field) ?? '') === '') return `it has no ${field}`
  }
  if ([...fields].some(([key, value]) => key.length > 64 || value.length > 1024)) return 'a field is too long'
  return (fields.get('ports') ?? '').split('|').every(isPorts) ? undefined : `its ports are not valid`
}

function isPorts(text: string): boolean {
  const { ports, protocol } = splitPorts(text)
  if (protocol !== 'any' && (!PROTOCOLS.includes(protocol) || WITHOUT_PORTS.includes(protocol))) return false
  return readPorts(ports) !== undefined && (protocol !== 'any' || !/[,:]/.test(ports))
}

/** `53/udp`; without a protocol both. */
export function splitPorts(text: string): { readonly ports: string; readonly protocol: string } {
  const [ports = '', protocol = 'any', ...more] = text.split('/')
  return more.length > 0 ? { ports: text, protocol: 'any' } : { ports, protocol }
}
