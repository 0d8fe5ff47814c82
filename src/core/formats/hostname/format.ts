/** What a hostname file says of itself: by its place alone, since any word is a name. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import { type HostnameDocument, parseHostname } from './hostname.js'

export const HOSTNAME: TextFormat<HostnameDocument & { readonly text: string }> = {
  name: 'hostname',
  title: 'hostname(5)',
  handEdited: true,
  place: /(^|\/)etc\/hostname$/,
  likeness: (text) => (/^\s*[A-Za-z0-9_][\w.-]{0,63}\s*$/.test(text) ? 0.1 : 0),
  parse(text, capture) {
    const { document, diagnostics } = parseHostname(text, capture)
    return { document: { ...document, text }, diagnostics }
  },
  print: (document) => document.text,
}
