/** Lines of Mako templates in files for ifupdown2: kept as they are, because what they make is only known when they run. */
import { isTemplateLine } from './dialect.js'
import { type StanzaReading, warning } from './finding.js'
import type { CutLine } from './phrases.js'

export type Separated = { readonly kept: readonly CutLine[]; readonly templates: readonly StanzaReading[] }

/** A block from `<%` to `%>` belongs to the template with all of its lines. */
export function withoutTemplates(lines: readonly CutLine[]): Separated {
  const kept: CutLine[] = []
  const templates: CutLine[] = []
  let inBlock = false
  for (const line of lines) {
    const text = line.all.text
    const opens = /^<%(?!def|namespace|include|inherit)/.test(text)
    if (inBlock || isTemplateLine(text)) templates.push(line)
    else kept.push(line)
    if (opens || inBlock) inBlock = !text.includes('%>')
  }
  return { kept, templates: templates.map(readTemplateLine).map((reading, index) => (index === 0 ? withNote(reading) : reading)) }
}

function readTemplateLine(line: CutLine): StanzaReading {
  return { stanza: { kind: 'unrecognised', keyword: line.keyword, origin: line.all.origin, lines: [line.all] }, findings: [] }
}

function withNote({ stanza }: StanzaReading): StanzaReading {
  const finding = warning(
    'mako-template',
    { text: '', origin: stanza.origin },
    {
      message: 'the file is a template that ifupdown2 renders before it reads it',
      because: 'what the template makes is not predicted: its lines are read as they stand',
      help: 'write the interfaces out to have them predicted',
    },
  )
  return { stanza, findings: [{ ...finding, diagnostic: { ...finding.diagnostic, severity: 'note' } }] }
}
