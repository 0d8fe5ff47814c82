/** The page of a reason code on a terminal: paragraphs wrapped, commands as they are typed. */
import type { PageIndexView, PageView } from '../view/page.js'
import { columns, hang, joinLines } from './layout.js'
import type { Look } from './paint.js'
import { printable } from './printable.js'

export function renderPage(raw: PageView, look: Look): string {
  const view = printable({ ...raw, cause: '', sections: [] })
  const { paint } = look
  return joinLines([
    `${paint('bold', view.code)}  ${view.meaning}`,
    '',
    ...renderMarkdown(raw.cause, look),
    ...raw.sections.flatMap(({ title, text }) => ['', paint('bold', title), '', ...renderMarkdown(text, look)]),
  ])
}

export function renderPageIndex(raw: PageIndexView, look: Look): string {
  const rows = printable(raw).reasons.map(({ code, meaning }) => [look.paint('accent', code), meaning])
  return joinLines([...columns(rows), '', look.paint('dim', 'bridgework explain CODE prints the page of one')])
}

function renderMarkdown(text: string, look: Look): readonly string[] {
  let isCommand = false
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('```')) {
      isCommand = !isCommand
      return []
    }
    if (isCommand) return [`    ${look.paint('accent', line)}`]
    if (line === '') return ['']
    return line.startsWith('- ') ? hang('  - ', inline(line.slice(2)), look.width) : hang('  ', inline(line), look.width)
  })
}

/** Links become their words, backquotes and stars go. */
function inline(text: string): string {
  return text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`]|\*\*/g, '')
}
