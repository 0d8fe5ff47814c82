/** `explain`: the page of a reason code: cause, how to see it on the host, remedy. */
import type { Command } from 'commander'
import type { ReasonCode } from '../../core/trace/reason.js'
import { addExamples, addOutputOptions } from '../options.js'
import type { OutputOptions } from '../output.js'

export function registerExplain(program: Command): void {
  const command = program
    .command('explain')
    .description('what a reason code means: cause, how to see it on the host, remedy')
    .argument('[code]', 'a reason code, as trace, check and matrix print it; without one, all are listed')
  addExamples(addOutputOptions(command), [
    ['explain', 'all reason codes'],
    ['explain rp-filter/strict', 'the page of one'],
  ])
  command.action(runExplain)
}

async function runExplain(word: string | undefined, options: OutputOptions): Promise<void> {
  const [{ output }, { REASONS }, { renderPage, renderPageIndex }, { viewPage }] = await Promise.all([
    import('../output.js'),
    import('../../core/trace/reason.js'),
    import('../../core/render/text/page.js'),
    import('../../core/render/view/page.js'),
  ])
  if (word === undefined) {
    const reasons = Object.entries(REASONS).map(([code, meaning]) => ({ code, meaning }))
    return output(options, renderPageIndex, { version: 1, kind: 'reasons', reasons } as const)
  }
  const [{ reasonPage }, code] = await Promise.all([import('../../live/system/reason-page.js'), knownCode(word)])
  output(options, renderPage, viewPage(code, REASONS[code], reasonPage(code)))
}

async function knownCode(word: string): Promise<ReasonCode> {
  const [{ REASONS }, { refuseWord }, { nearest }] = await Promise.all([
    import('../../core/trace/reason.js'),
    import('../unusable.js'),
    import('../../core/std/nearest.js'),
  ])
  if (Object.hasOwn(REASONS, word)) return word as ReasonCode
  const codes = Object.keys(REASONS)
  // The last part of a code alone is what people remember.
  const meant = codes.find((code) => code.endsWith(`/${word}`)) ?? nearest(word, codes)
  const list = 'bridgework explain lists them all'
  throw refuseWord('unknown-reason', `there is no reason code ${word}`, meant === undefined ? list : `did you mean ${meant}? ${list}`)
}
