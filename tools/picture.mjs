/** Draws the README's picture: what the terminal shows for one trace, as an SVG. `npm run picture`; a test fails when it is stale. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './source-hash.mjs'

export const PICTURE = join(ROOT, 'docs/images/trace.svg')
const COMMAND = ['trace', '-f', 'scenarios/seed-br1', 'laptop', '192.168.78.1']
const COLOURS = { 1: '#ffffff', 2: '#7d8590', 31: '#ff7b72', 32: '#3fb950', 33: '#d29922', 36: '#39c5cf' }
const [CHAR, LINE, PAD] = [7.8, 18, 16]

/** SGR-coloured text as tspans: one colour at a time is enough for what bridgework prints. */
function spans(line) {
  let colour = '#c9d1d9'
  const parts = []
  for (const piece of line.split(/(\u001b\[\d+m)/)) {
    const code = /^\u001b\[(\d+)m$/.exec(piece)?.[1]
    if (code !== undefined) colour = COLOURS[code] ?? '#c9d1d9'
    else if (piece !== '') parts.push(`<tspan fill="${colour}">${escaped(piece)}</tspan>`)
  }
  return parts.join('')
}

function escaped(text) {
  return text.replaceAll(' ', '\u00a0').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

export function draw() {
  const output = execFileSync(join(ROOT, 'bin/bridgework'), [...COMMAND, '--color', 'always'], { cwd: ROOT, encoding: 'utf8' })
  const lines = [`$ bridgework ${COMMAND.join(' ')}`, ...output.trimEnd().split('\n')]
  const longest = Math.max(...lines.map((line) => line.replace(/\u001b\[\d+m/g, '').length))
  const [width, height] = [Math.ceil(longest * CHAR + 2 * PAD), lines.length * LINE + 2 * PAD]
  const rows = lines.map((line, index) => `  <text x="${PAD}" y="${PAD + (index + 1) * LINE - 5}">${spans(line)}</text>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="bridgework explains why a bridge without ports answers a ping">
  <style>text { font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre }</style>
  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const before = (() => {
    try {
      return readFileSync(PICTURE, 'utf8')
    } catch {
      return ''
    }
  })()
  const now = draw()
  if (now !== before) writeFileSync(PICTURE, now)
  console.log(now === before ? 'the picture is fresh' : 'the picture was drawn anew')
}
