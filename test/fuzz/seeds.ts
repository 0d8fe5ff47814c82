/** Texts to begin with: files of the scenarios and of any folder that is named, sorted by the format that they are in. */
import type { TextFormat } from '../../src/core/diagnostics/text-format.js'
import { recognise } from '../../src/core/formats/recognise.js'
import { readCorpus } from '../corpus/walk.js'

const MOST = 300
const LONGEST = 20_000

export function seedsFrom(formats: readonly TextFormat[], folders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const seeds = new Map<string, string[]>(formats.map((format) => [format.name, ['']]))
  for (const folder of folders) {
    const corpus = readCorpus(folder)
    for (const file of corpus.files) {
      const text = corpus.text(file)
      if (text.length > LONGEST) continue
      const texts = seeds.get(recognise(formats, `/${file}`, text)?.name ?? '')
      if (texts !== undefined && texts.length < MOST) texts.push(text)
    }
  }
  return seeds
}

export function wordsOf(texts: readonly string[]): readonly string[] {
  const words = new Set(texts.flatMap((text) => text.match(/[\w.:/-]{2,30}/g) ?? []))
  return [...words].slice(0, 5000)
}
