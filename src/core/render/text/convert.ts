/** The written files, what the target cannot say, and whether the host boots to the same network. */
import type { ConvertView } from '../view/convert.js'
import { renderDiagnostic } from './diagnostic.js'
import { counted, joinLines } from './layout.js'
import type { Look } from './paint.js'
import { printable } from './printable.js'

export function renderConvert(view: ConvertView, look: Look): string {
  const { paint } = look
  const files = view.files.flatMap(({ path, text }) =>
    view.out === undefined ? [paint('bold', `# ${path}`), ...text.trimEnd().split('\n'), ''] : [`${view.out}${path}`],
  )
  return joinLines([...files, ...renderReport(view, look)])
}

/** What a person has to know before using the files. */
export function renderReport(raw: ConvertView, look: Look): readonly string[] {
  const view = printable(raw)
  const { paint } = look
  const findings = [...view.unsaid, ...view.complaints].flatMap((finding) => [...renderDiagnostic(finding, look), ''])
  const instead = view.replaces.length === 0 ? [] : [`instead of ${view.replaces.join(', ')}`]
  return [...findings, ...instead, ...judgement(view).map((line) => paint(line.style, line.text))]
}

type Line = { readonly style: 'good' | 'warn' | 'dim'; readonly text: string }

function judgement({ differences, node, to }: ConvertView): readonly Line[] {
  if (differences === undefined) return [{ style: 'dim', text: `not checked: Bridgework writes ${to} and does not boot it` }]
  if (differences.length === 0) return [{ style: 'good', text: `${node} boots to the same network` }]
  return [
    { style: 'warn', text: `${node} boots to another network: ${counted(differences.length, 'difference')}` },
    ...differences.map((text): Line => ({ style: 'warn', text: `  ${text}` })),
  ]
}
