/** What netplan's files are. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import { type NetplanDocument, print } from './document.js'
import { parse } from './parse.js'

const SECTIONS =
  /^[ \t]+(ethernets|wifis|modems|bridges|bonds|vlans|tunnels|vrfs|dummy-devices|virtual-ethernets|nm-devices|openvswitch|renderer)[ \t]*:/m
const IN_FIRST_COLUMN = /^network[ \t]*:/m
/** The first thing in the file, wherever it stands. */
const AT_THE_TOP = /^\ufeff?(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:---[^\n]*\n)?[ \t]*\{?[ \t]*["']?network["']?[ \t]*:/

function likeness(text: string): number {
  const head = text.slice(0, 20_000)
  if (!IN_FIRST_COLUMN.test(head) && !AT_THE_TOP.test(head)) return /^(\s*#[^\n]*\n)*\s*$/.test(head) ? 0.1 : 0
  if (/\bversion["']?[ \t]*:[ \t]*1\b/.test(head)) return 0.2
  if (SECTIONS.test(head) || /\b(ethernets|bridges|bonds|vlans|wifis|tunnels|vrfs)["']?[ \t]*:[ \t]*\{/.test(head)) return 0.9
  return /\bversion["']?[ \t]*:[ \t]*2\b/.test(head) ? 0.7 : 0.2
}

export const netplanFormat: TextFormat<NetplanDocument> = {
  name: 'netplan',
  title: 'netplan(5)',
  handEdited: true,
  place: /(^|\/)netplan\/[^/]+\.yaml$/,
  likeness,
  parse,
  print,
}
