/** What interfaces(5) is among the formats. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import type { InterfacesDocument } from './document.js'
import { parse } from './parse.js'
import { print } from './print.js'

const FAMILY = 'inet6?|ipx|can'
const METHOD = 'static|dhcp|manual|loopback|auto|tunnel|v4tunnel|6to4|ppp|bootp|wvdial|ipv4ll|dynamic'
const IFACE = new RegExp(`^[ \\t]*iface[ \\t]+\\S+[ \\t]+(${FAMILY})[ \\t]+(${METHOD}|inherits)\\b`, 'm')
const BARE_IFACE = /^[ \t]*iface[ \t]+[\w.:@${}[\]-]+[ \t]*(#.*|inherits[ \t]+\S+)?$/m
const LIST = /^[ \t]*(auto|allow-[a-z]+|no-auto-down|no-scripts)[ \t]+[\w/]/m
const SOURCE = /^[ \t]*source(-directory)?[ \t]+\S*interfaces\S*/m

export const format: TextFormat<InterfacesDocument> = {
  name: 'interfaces',
  title: 'interfaces(5)',
  handEdited: true,
  place: /(^|\/)etc\/network\/(interfaces|interfaces\.d\/[^/]+)$/,
  likeness,
  parse: (text, capture) => parse(text, capture),
  print,
}

/** The first line that says something; `%` and `<%` begin a template of ifupdown2. */
const BEGINNING =
  /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:auto|allow-\w+|iface|mapping|source|source-dir\w*|no-auto-down|no-scripts|rename|template|vlan|%|<%)/

/** An iface line with family and method stands in no other format, but texts about such files quote it. */
function likeness(text: string): number {
  if (!BEGINNING.test(text)) return text.trim() === '' ? 0.05 : 0
  if (IFACE.test(text)) return 0.95
  const listed = LIST.test(text)
  if (BARE_IFACE.test(text)) return listed ? 0.8 : 0.5
  if (SOURCE.test(text)) return 0.6
  return listed ? 0.3 : 0.05
}
