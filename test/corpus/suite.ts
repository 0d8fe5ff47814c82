/** A set of cases that another project ships with the result it expects, found in whatever folder is walked. */

export type Corpus = {
  /** Paths below the folder, `/` between the parts, sorted. */
  readonly files: readonly string[]
  /** Throws when the file is none of `files`. */
  readonly text: (file: string) => string
}

export type SuiteResult = { readonly passed: number; readonly total: number; readonly failures: readonly Failure[] }

/** `why` is one line: what was expected and what came. */
export type Failure = { readonly case: string; readonly why: string }

export type Suite = {
  readonly name: string
  /** What is compared with what, for the table. */
  readonly title: string
  /** Undefined: the folder holds no such cases. */
  readonly run: (corpus: Corpus) => SuiteResult | undefined
}
