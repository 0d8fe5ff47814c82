/** A change that was tried in the model and works. */

export type FixView = {
  /** What to do, one line. */
  readonly title: string
  /** Where it is done. */
  readonly node?: string
  /** Command lines or edits, to be taken word by word. */
  readonly commands: readonly string[]
  /** What else would change with it. */
  readonly sideEffects: readonly string[]
}
