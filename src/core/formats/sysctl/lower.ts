/** sysctl(8): from a command line to what it asks of the kernel. */
import { originOf, textOf, type Word } from '../../diagnostics/word.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { canonicalKey } from './key.js'

const HARMLESS_OPTIONS = ['-w', '--write', '-e', '--ignore', '-q', '--quiet', '-n', '--values', '-N', '--names', '-b', '--binary']
const READING_OPTIONS = ['-a', '-A', '-X', '--all', '-h', '--help', '-V', '--version', '-d', '-r', '--pattern']

/** `-p`, `--system` and the like read files, which is not modelled here. */
export function lowerSysctl(argv: readonly Word[]): readonly KernelRequest[] {
  const words = argv.slice(1)
  const options = words.filter((word) => word.text.startsWith('-')).flatMap((word) => separate(word.text))
  if (options.some((option) => READING_OPTIONS.includes(option))) return unmodelled(argv, 'harmless')
  if (!options.every((option) => HARMLESS_OPTIONS.includes(option))) return unmodelled(argv, 'anything')
  const requests = words.filter((word) => !word.text.startsWith('-') && word.text.includes('=')).map(setting)
  return requests.length === 0 ? unmodelled(argv, 'harmless') : requests
}

/** `-qe` is `-q -e`. */
function separate(option: string): readonly string[] {
  return option.startsWith('--') || option.length < 2 ? [option] : [...option.slice(1)].map((letter) => `-${letter}`)
}

/** Only what is below `net.` has to do with packets. */
function setting(word: Word): KernelRequest {
  const equals = word.text.indexOf('=')
  const key = canonicalKey(word.text.slice(0, equals).trim())
  const value = word.text.slice(equals + 1).trim()
  if (!key.startsWith('net.')) return { kind: 'unmodelled', text: textOf([word]), touches: 'harmless', ...originOf([word]) }
  return { kind: 'sysctl-set', key, value, ...originOf([word]) }
}

function unmodelled(argv: readonly Word[], touches: 'harmless' | 'anything'): readonly KernelRequest[] {
  return [{ kind: 'unmodelled', text: textOf(argv), touches, ...originOf(argv) }]
}
