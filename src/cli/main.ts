/** The entry: finds the verb, loads only its part, and turns whatever happens into an exit code. */
import { CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { EXIT } from './exit-code.js'
import { makeProgram } from './program.js'
import { lookOf, print, remark, surviveClosedPipes } from './terminal.js'
import { Unusable } from './unusable.js'

async function main(words: readonly string[]): Promise<void> {
  if (words[0] === 'complete') return completeWords(words.slice(1))
  const program = await makeProgram(packageJson.version, words[0])
  await program.parseAsync([...words], { from: 'user' })
}

async function completeWords(words: readonly string[]): Promise<void> {
  const { complete, isShell } = await import('./completion.js')
  const program = await makeProgram(packageJson.version, undefined)
  if (words[0] !== '--' && !isShell(words[0])) program.error(`error: complete needs a shell: bash, zsh, fish or powershell`)
  await complete(program, words)
}

/** The exit code for what was thrown, after saying so. */
async function explain(error: unknown): Promise<number> {
  // Commander has printed its own complaint, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.unusable
  if (error instanceof Unusable) return explainUnusable(error)
  const debug = (process.env['BRIDGEWORK_DEBUG'] ?? '') !== ''
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error ? (error.stack ?? message) : message
  remark(`bridgework: this is a bug: ${debug ? stack : message}\n`)
  if (!debug) remark('Run it again with BRIDGEWORK_DEBUG=1 for the place in the program, and please report both.\n')
  return EXIT.unusable
}

async function explainUnusable({ diagnostics }: Unusable): Promise<number> {
  const [{ renderDiagnostic, tally }, { printable }] = await Promise.all([
    import('../core/render/text/diagnostic.js'),
    import('../core/render/text/printable.js'),
  ])
  if (process.argv.includes('--json')) print(`${JSON.stringify({ version: 1, kind: 'unusable', diagnostics }, undefined, 2)}\n`)
  const look = lookOf(process.stderr)
  const lines = diagnostics.flatMap((diagnostic) => renderDiagnostic(printable(diagnostic), look))
  remark(`${[...lines, ...(diagnostics.length > 1 ? [tally(diagnostics)] : [])].join('\n')}\n`)
  return EXIT.unusable
}

surviveClosedPipes()
try {
  await main(process.argv.slice(2))
} catch (error) {
  process.exitCode = await explain(error)
}
