/** Input with which nothing can be done. Caught by main, which prints the diagnostics and exits with 2. */
import type { DiagnosticView } from '../core/render/view/diagnostic.js'
import { nearest } from '../core/std/nearest.js'

export class Unusable extends Error {
  readonly diagnostics: readonly DiagnosticView[]

  constructor(diagnostics: readonly DiagnosticView[]) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('; '))
    this.diagnostics = diagnostics
  }
}

/** A word on the command line that means nothing, with what it could have been. */
export function refuseWord(code: string, message: string, help: string): Unusable {
  return new Unusable([{ code: `cli/${code}`, severity: 'error', message, help, related: [] }])
}

/** For the help of a word that is none of the names: the one that was probably meant, and all of them. */
export function suggest(word: string, names: readonly string[], list: string): string {
  const meant = nearest(word, names)
  const all = `${list} ${names.length === 0 ? 'none' : names.join(', ')}`
  return meant === undefined ? all : `did you mean ${meant}? ${all.charAt(0).toUpperCase()}${all.slice(1)}`
}
