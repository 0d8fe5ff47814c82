/** The page of a reason code: its parts as data. */

export type PageSection = { readonly title: string; readonly text: string }

export type PageView = {
  readonly version: 1
  readonly kind: 'explain'
  readonly code: string
  readonly meaning: string
  /** What stands before the first heading. */
  readonly cause: string
  readonly sections: readonly PageSection[]
}

export type PageIndexView = {
  readonly version: 1
  readonly kind: 'reasons'
  readonly reasons: readonly { readonly code: string; readonly meaning: string }[]
}

/** Markdown as docs/reasons has it: a title, a paragraph, then sections. */
export function viewPage(code: string, meaning: string, markdown: string): PageView {
  const [head = '', ...rest] = markdown.split(/^## /m)
  const sections = rest.map((part) => {
    const [title = '', ...lines] = part.split('\n')
    return { title: title.trim(), text: lines.join('\n').trim() }
  })
  return { version: 1, kind: 'explain', code, meaning, cause: head.replace(/^# .*\n/, '').trim(), sections }
}
