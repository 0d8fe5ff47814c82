/** What resolv.conf and hosts say of themselves. */
import type { Parsed } from '../../diagnostics/diagnostic.js'
import type { TextFormat } from '../../diagnostics/text-format.js'
import { type HostsDocument, parseHosts } from './hosts.js'
import { parseResolvConf, type ResolvConfDocument } from './resolv-conf.js'

/** What was read, and the text with everything that says nothing to glibc. */
type Kept<Document> = Document & { readonly text: string }

function keepText<Document>(parse: (text: string, capture: string) => Parsed<Document>) {
  return (text: string, capture: string): Parsed<Kept<Document>> => {
    const { document, diagnostics } = parse(text, capture)
    return { document: { ...document, text }, diagnostics }
  }
}

export const RESOLV_CONF: TextFormat<Kept<ResolvConfDocument>> = {
  name: 'resolv-conf',
  title: 'resolv.conf(5)',
  handEdited: true,
  place: /(^|\/)(resolv\.conf|resolv\.conf\.head|resolv\.conf\.tail)$/,
  likeness: (text) => (/^nameserver[ \t]+[0-9a-f.:]+/im.test(text) ? 0.8 : /^(search|domain|options)[ \t]+\S/m.test(text) ? 0.2 : 0),
  parse: keepText(parseResolvConf),
  print: (document) => document.text,
}

const ENTRY = /^\s*([0-9a-f]*:[0-9a-f:.]*|\d+\.\d+\.\d+\.\d+)[ \t]+[a-z][\w.-]*/i

export const HOSTS: TextFormat<Kept<HostsDocument>> = {
  name: 'hosts',
  title: 'hosts(5)',
  handEdited: true,
  place: /(^|\/)etc\/hosts$/,
  likeness(text) {
    const lines = text
      .slice(0, 20_000)
      .split('\n')
      .filter((line) => !/^\s*(#|$)/.test(line))
    return lines.length > 0 && lines.every((line) => ENTRY.test(line)) ? (/^\s*(127\.|::1)/m.test(text) ? 0.8 : 0.3) : 0
  },
  parse: keepText(parseHosts),
  print: (document) => document.text,
}
