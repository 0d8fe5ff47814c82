/** Text of a configuration inside a message. */

/** One line, not too long: quoted text may hold newlines. */
export function shown(text: string): string {
  return text.slice(0, 60).replace(/\s+/g, ' ')
}
