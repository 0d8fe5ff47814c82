/** How libvirt's tests write command lines down (virCommandToStringBuf with line breaks), and where two texts part. */
import type { FirewallCommand } from '../../../src/core/formats/libvirt/index.js'

export function commandText(commands: readonly FirewallCommand[]): string {
  return commands.map(({ words }) => `${lineOf(words)}\n`).join('')
}

/** A word that is no option stays on the line when an option came before it and another comes after. */
function lineOf([program = '', ...words]: readonly string[]): string {
  const isOption = words.map((word) => word.startsWith('-'))
  const firstOption = isOption.indexOf(true)
  const lastOption = isOption.lastIndexOf(true)
  const parts = words.map((word, index) => {
    const before = index - 1
    const stays = isOption[index] !== true && firstOption >= 0 && firstOption < index && lastOption >= before
    return `${stays ? ' ' : ' \\\n'}${quoted(word)}`
  })
  return [program, ...parts].join('')
}

function quoted(word: string): string {
  if (word === '') return "''"
  return /[\r\t\n !"#$&'()*;<>?[\\\]^`{|}~]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word
}

/** The first line that differs; undefined if none does. */
export function compareTexts(expected: string, actual: string): string | undefined {
  if (expected === actual) return undefined
  const [wanted, got] = [expected.split('\n'), actual.split('\n')]
  const line = wanted.findIndex((text, index) => text !== got[index])
  const at = line < 0 ? wanted.length : line
  return `line ${at + 1}: expected ${JSON.stringify(wanted[at] ?? '(end)')}, came ${JSON.stringify(got[at] ?? '(end)')}`
}
