/** The commands of a method before its values are put in: `%name%`, and `[[ … ]]` around what is left out if a value is missing. */

export type Expanded = { readonly text: string; readonly missing: readonly string[] }

/** `missing`: values without which the command cannot be built. `%name/a/b%` writes b for every a. */
export function expandTemplate(template: string, lookUp: (name: string) => string | undefined): Expanded {
  const levels: { text: string; complete: boolean }[] = [{ text: '', complete: true }]
  const missing: string[] = []
  const append = (text: string) => {
    const open = levels.at(-1)
    if (open !== undefined) open.text += text
  }
  for (const piece of template.split(/(\[\[|\]\]|%[^%]*%)/)) {
    if (piece === '[[') levels.push({ text: '', complete: true })
    else if (piece === ']]' && levels.length > 1) {
      const closed = levels.pop()
      if (closed?.complete) append(closed.text)
    } else if (piece.startsWith('%')) {
      const { name, value } = readReference(piece.slice(1, -1), lookUp)
      if (value !== undefined) append(value)
      else if (levels.length === 1) missing.push(name)
      else for (const level of levels.slice(-1)) level.complete = false
    } else append(piece)
  }
  return { text: levels[0]?.text ?? '', missing }
}

function readReference(text: string, lookUp: (name: string) => string | undefined) {
  const replacing = /^(.*)\/(.)\/(.)$/.exec(text)
  const name = replacing?.[1] ?? text
  const value = lookUp(name)
  return { name, value: replacing === null ? value : value?.replaceAll(replacing[2] ?? '', replacing[3] ?? '') }
}
