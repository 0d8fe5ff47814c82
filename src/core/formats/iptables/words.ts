/** Splits a line into words, and puts words together again, as iptables-restore does (iptables/xshared.c, add_param_to_argv). */
import type { Word } from '../../diagnostics/word.js'

export type Split = { readonly words: readonly Word[]; readonly unterminated: boolean }

/** Only double quotes quote; a backslash escapes inside them only; a closing quote ends the word. `start` is the line's offset in the capture. */
export function splitWords(line: string, capture: string, start: number): Split {
  const words: Word[] = []
  let text = ''
  let begin = -1
  let quoted = false
  const finish = (end: number): void => {
    if (begin >= 0) words.push({ text, origin: { capture, start: start + begin, end: start + end } })
    text = ''
    begin = -1
  }
  for (let index = 0; index < line.length; index++) {
    const char = line.charAt(index)
    if (quoted && char === '\\' && index + 1 < line.length) text += line.charAt(++index)
    else if (quoted && char === '"') {
      quoted = false
      finish(index + 1)
    } else if (!quoted && char === '"') {
      quoted = true
      begin = begin < 0 ? index : begin
    } else if (!quoted && /\s/.test(char)) finish(index)
    else {
      begin = begin < 0 ? index : begin
      text += char
    }
  }
  finish(line.length)
  return { words, unterminated: quoted }
}

/** The word as iptables-restore reads it back. */
export function quoteWord(text: string): string {
  return text === '' || /[\s"'\\]/.test(text) ? `"${text.replace(/["'\\]/g, '\\$&')}"` : text
}

export function joinWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ')
}
