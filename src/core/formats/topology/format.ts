/** What the topology file is. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import type { TopologyDocument } from './document.js'
import { parseTopology } from './parse.js'

export const format: TextFormat<TopologyDocument> = {
  name: 'topology',
  title: 'bridgework.yaml',
  handEdited: false,
  place: /(^|\/)bridgework\.ya?ml$/,
  likeness: (text) => (/^nodes:/m.test(text) && /^ {2}[\w-]+:/m.test(text) ? 0.4 : 0),
  parse: parseTopology,
}
