/** ifupdown's own tests for Linux: what `ifup -v` and `ifdown -v` print for a file, against what our session prints. */
import type { FileDoor } from '../../../src/core/formats/interfaces/read-files.js'
import { type TranscriptCall, transcribe } from '../../../src/core/formats/interfaces/transcript.js'
import type { Corpus, Failure, Suite } from '../suite.js'

const EXPECTED = /^(.*)tests\/linux\/(up|down)\.(\d+)$/

export const IFUPDOWN: Suite = {
  name: 'ifupdown',
  title:
    'tests/linux of ifupdown: the output of ifup -v and ifdown -v, as its own driver compares it (diff -b); tests for Hurd and kFreeBSD are other systems',
  run: (corpus) => {
    const cases = corpus.files.filter((file) => EXPECTED.test(file))
    if (cases.length === 0) return undefined
    const numbers = new Map(
      cases.map((file) => [
        file.replace(EXPECTED, '$1 $3'),
        { root: EXPECTED.exec(file)?.[1] ?? '', number: EXPECTED.exec(file)?.[3] ?? '' },
      ]),
    )
    const failures = [...numbers.values()].flatMap((one) => failuresOf(corpus, one))
    return { passed: cases.length - failures.length, total: cases.length, failures }
  },
}

type Numbered = { readonly root: string; readonly number: string }

/** The same state file serves both, so `ifdown -a` takes down what `ifup -a` has brought up. */
function failuresOf(corpus: Corpus, { root, number }: Numbered): readonly Failure[] {
  const path = `tests/linux/testcase.${number}`
  const text = corpus.files.includes(root + path) ? corpus.text(root + path) : undefined
  const configured = new Map<string, string>()
  const args = text === undefined ? ['-a'] : [...text.matchAll(/^# RUN: (.*)$/gm)].flatMap((found) => (found[1] ?? '').split(' '))
  return (['up', 'down'] as const).flatMap((direction) => {
    const file = `${root}tests/linux/${direction}.${number}`
    const { exitCode, lines } = transcribe(path, doorOf(path, text), callOf(`if${direction}`, args), configured)
    const got = [`exit code: ${exitCode}`, '====stdout====', '====stderr====', ...lines]
    const why = corpus.files.includes(file) ? difference(got, corpus.text(file).replace(/\n$/, '').split('\n')) : undefined
    return why === undefined ? [] : [{ case: file, why }]
  })
}

function doorOf(path: string, text: string | undefined): FileDoor {
  const texts: Readonly<Record<string, string | undefined>> = { [path]: text, '/dev/null': '' }
  return {
    open: (wanted) => {
      const found = Object.hasOwn(texts, wanted) ? texts[wanted] : undefined
      return found === undefined ? undefined : { id: wanted, text: found }
    },
    matching: (pattern) => [pattern],
    namesIn: () => undefined,
  }
}

function callOf(program: TranscriptCall['program'], args: readonly string[]): TranscriptCall {
  const option = args.indexOf('-o')
  const [name = '', value = ''] = (option < 0 ? '' : (args[option + 1] ?? '')).split('=')
  const names = args.filter((arg, index) => !arg.startsWith('-') && (option < 0 || index !== option + 1))
  return {
    program,
    forced: true,
    loopback: !args.includes('--no-loopback'),
    names: args.includes('-a') ? 'all' : names,
    overrides: option < 0 ? [] : [[name, value]],
    waits: false,
    map: () => undefined,
    devicesMatching: () => [],
  }
}

/** As `diff -b` sees it: amounts of white space do not matter. */
function difference(got: readonly string[], wanted: readonly string[]): string | undefined {
  const plain = (line = '') => line.replace(/\s+/g, ' ').trimEnd()
  const at = Array.from({ length: Math.max(got.length, wanted.length) }, (_, index) => index).find(
    (index) => plain(got[index]) !== plain(wanted[index]),
  )
  return at === undefined ? undefined : `line ${at + 1}: wanted ${JSON.stringify(wanted[at])}, got ${JSON.stringify(got[at])}`
}
