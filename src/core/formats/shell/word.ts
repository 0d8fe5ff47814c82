/** One word of a command line: quotes removed, variables put in. */

/** `quoted`: some of it stood in quotes or behind a backslash, so it is no keyword of the shell. */
export type Field = { readonly text: string; readonly quoted: boolean }
export type ReadWord = { readonly fields: readonly Field[]; readonly next: number } | { readonly notModelled: string }

type Variables = Readonly<Record<string, string>>
/** A stretch of a word. Only an unquoted variable's value is split at white space. */
type Piece = { readonly text: string; readonly next: number; readonly quoted: boolean; readonly split: boolean }
type ReadPiece = Piece | { readonly notModelled: string }

export function readWord(text: string, start: number, variables: Variables): ReadWord {
  const pieces: Piece[] = []
  let at = start
  while (at < text.length && !/[ \t\r\v\f\n;&|<>()]/.test(text[at] ?? '')) {
    const piece = readPiece(text, at, variables)
    if ('notModelled' in piece) return piece
    pieces.push(piece)
    at = piece.next
  }
  return { fields: fieldsOf(pieces), next: at }
}

function readPiece(text: string, at: number, variables: Variables): ReadPiece {
  const char = text[at] ?? ''
  if (char === "'") return readSingleQuoted(text, at)
  if (char === '"') return readDoubleQuoted(text, at, variables)
  if (char === '\\') return { text: text.slice(at + 1, at + 2), next: Math.min(at + 2, text.length), quoted: true, split: false }
  if (char === '`') return { notModelled: 'a command substitution' }
  if (char === '$') return readVariable(text, at, variables)
  const next = endOfPlain(text, at)
  return { text: text.slice(at, next), next, quoted: false, split: false }
}

/** Where something begins that is not simply itself. */
function endOfPlain(text: string, at: number): number {
  let next = at
  while (next < text.length && !/[ \t\r\v\f\n;&|<>()'"\\`$]/.test(text[next] ?? '')) next++
  return next
}

function readSingleQuoted(text: string, at: number): ReadPiece {
  const end = text.indexOf("'", at + 1)
  return end < 0
    ? { notModelled: 'a quote that is not closed' }
    : { text: text.slice(at + 1, end), next: end + 1, quoted: true, split: false }
}

/** Inside double quotes a backslash protects only what would mean something there. */
function readDoubleQuoted(text: string, at: number, variables: Variables): ReadPiece {
  const parts: string[] = []
  let next = at + 1
  while (next < text.length && text[next] !== '"') {
    const char = text[next] ?? ''
    if (char === '`') return { notModelled: 'a command substitution' }
    if (char === '$') {
      const variable = readVariable(text, next, variables)
      if ('notModelled' in variable) return variable
      parts.push(variable.text)
      next = variable.next
    } else if (char === '\\' && /[$`"\\\n]/.test(text[next + 1] ?? '')) {
      parts.push(text[next + 1] === '\n' ? '' : (text[next + 1] ?? ''))
      next += 2
    } else {
      parts.push(char)
      next++
    }
  }
  return next >= text.length
    ? { notModelled: 'a quote that is not closed' }
    : { text: parts.join(''), next: next + 1, quoted: true, split: false }
}

function readVariable(text: string, at: number, variables: Variables): ReadPiece {
  const found = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(text.slice(at, at + 200))
  if (found === null) {
    if (/^\$[({]/.test(text.slice(at, at + 2)))
      return { notModelled: text[at + 1] === '(' ? 'a command substitution' : 'an expansion of the shell' }
    if (/^\$[\d?$!@*#-]/.test(text.slice(at, at + 2))) return { notModelled: `${text.slice(at, at + 2)} of the shell` }
    return { text: '$', next: at + 1, quoted: false, split: false }
  }
  const name = found[1] ?? found[2] ?? ''
  const value = Object.hasOwn(variables, name) ? variables[name] : name.startsWith('IF_') ? '' : undefined
  if (value === undefined) return { notModelled: `the value of $${name} is not known` }
  return { text: value, next: at + found[0].length, quoted: false, split: true }
}

/** Field splitting: white space from unquoted variables cuts the word; a word of nothing but empty variables vanishes. */
function fieldsOf(pieces: readonly Piece[]): readonly Field[] {
  const fields: Field[] = []
  let open: Field | undefined
  for (const piece of pieces) {
    const parts = piece.split ? piece.text.split(/[ \t\n]+/) : [piece.text]
    for (const [index, part] of parts.entries()) {
      if (index > 0 && open !== undefined) {
        fields.push(open)
        open = undefined
      }
      if (part === '' && !piece.quoted) continue
      open = { text: (open?.text ?? '') + part, quoted: piece.quoted || (open?.quoted ?? false) }
    }
  }
  return open === undefined ? fields : [...fields, open]
}
