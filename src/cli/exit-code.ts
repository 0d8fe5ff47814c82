/** What the exit codes mean; docs/exit-codes.md says the same. */

export const EXIT = {
  fine: 0,
  /** An expectation failed, or lint found something. */
  finding: 1,
  /** Unusable input, or a wrong command line. */
  unusable: 2,
  /** A fact is missing or not modelled, so there is no answer. */
  undetermined: 3,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
