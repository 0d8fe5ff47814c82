/** Where output goes, and how much of a terminal it is. */
import type { Look, Paint, Style } from '../core/render/text/paint.js'

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  accent: [36, 39],
}

const NARROWEST = 60
const WIDEST = 120

export type ColorMode = 'auto' | 'always' | 'never'

/** Whatever reads the output may stop reading at any time, as `head` does. That is no error. */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit()
      throw error
    })
  }
}

export function lookOf(stream: NodeJS.WriteStream): Look {
  const width = Math.min(WIDEST, Math.max(NARROWEST, stream.columns ?? 100))
  return { paint: isColoured(stream, colorMode(process.argv)) ? paintWithEscapes : paintNothing, width }
}

export function print(text: string): void {
  process.stdout.write(text)
}

/** Progress and remarks: not part of the result. */
export function remark(text: string): void {
  process.stderr.write(text)
}

const paintWithEscapes: Paint = (style, text) => {
  const [on, off] = CODES[style]
  return text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`
}

const paintNothing: Paint = (_style, text) => text

/** Read here as well as by the command's own parser, since mistakes on the command line are coloured too. */
function colorMode(argv: readonly string[]): ColorMode {
  const at = argv.findLastIndex((word) => word === '--color' || word.startsWith('--color='))
  const value = argv[at]?.startsWith('--color=') ? argv[at].slice('--color='.length) : argv[at + 1]
  return at >= 0 && (value === 'always' || value === 'never') ? value : 'auto'
}

/** https://no-color.org */
function isColoured(stream: NodeJS.WriteStream, mode: ColorMode): boolean {
  if (mode !== 'auto') return mode === 'always'
  const { NO_COLOR, TERM } = process.env
  return stream.isTTY === true && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb'
}
