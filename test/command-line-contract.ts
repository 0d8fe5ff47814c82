/** What every format of command lines promises: its cases, and that nothing is lost whatever the words. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Word } from '../src/core/diagnostics/word.js'
import type { KernelRequest } from '../src/core/model/index.js'
import { type CaseFile, expectSection, inputOf } from './case-file.js'

type Lower = (argv: readonly Word[]) => readonly KernelRequest[]

function wordsOf(line: string): readonly Word[] {
  return [...line.matchAll(/\S+/g)].map((found) => {
    return { text: found[0], origin: { capture: 'x', start: found.index, end: found.index + found[0].length } }
  })
}

/** Each line of `commands`, with what it asks of the kernel, is the section `requests`. Every request comes from its whole line. */
export function expectCommandLineCase(file: CaseFile, lowerOf: (line: string) => Lower): void {
  const lines = inputOf(file, 'commands')
    .split('\n')
    .filter((line) => line !== '')
  const told = lines.flatMap((line) => {
    const requests = lowerOf(line)(wordsOf(line))
    for (const request of requests) expect(request.origin).toEqual({ capture: 'x', start: 0, end: line.length })
    return [line, ...requests.map((request) => `  ${JSON.stringify(request, (key, inner) => (key === 'origin' ? undefined : inner))}`)]
  })
  expectSection(file, 'requests', told.join('\n'))
}

/** Whatever the words, something comes back, and what was not understood keeps its text. `programs` may stand before the words. */
export function expectNothingLost(lowers: readonly Lower[], programs: readonly (readonly [string, Lower])[], vocabulary: string): void {
  const usual = fc.constantFrom(...vocabulary.split(' '), '')
  const anyWord = fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) })
  fc.assert(
    fc.property(fc.array(anyWord, { maxLength: 12 }), (texts) => {
      const words = texts.map((text) => ({ text }))
      const bare = lowers.map((lower) => lower(words))
      for (const requests of [...bare, ...programs.map(([text, lower]) => lower([{ text }, ...words]))]) {
        expect(requests.length).toBeGreaterThan(0)
        for (const request of requests) {
          if (request.kind === 'unmodelled' || request.kind === 'rejected') expect(request.text).toContain(texts.join(' '))
        }
      }
    }),
    { numRuns: 1000 },
  )
}
