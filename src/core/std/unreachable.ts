/** The end of an exhaustive switch. Reaching it is a bug in this program, never bad input. */
export function unreachable(value: never): never {
  throw new Error(`BUG: unexpected value ${JSON.stringify(value)}`)
}
