/** One case: files of a host, what stands at the other end of its cables, and what is started, as a text file. README.md has the sections. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaseFile, inputOf } from '../case-file.js'

export type Nic = { readonly name: string; readonly mac: string /** Of the other end. */; readonly peerMac: string }

export type RealCase = {
  readonly title: string
  /** Path → text, or `-> TARGET`. */
  readonly files: ReadonlyMap<string, string>
  readonly nics: readonly Nic[]
  readonly outside: {
    readonly addresses: readonly { readonly nic: string; readonly address: string }[]
    readonly files: ReadonlyMap<string, string>
  }
  readonly run: readonly string[]
  /** The lines in which the two views are known to differ. */
  readonly differs: readonly string[]
}

const KNOWN = ['nics', 'outside', 'run', 'differs']

export function readRealCase(file: CaseFile): RealCase {
  const names = [...file.sections.keys()]
  const unknown = names.filter((name) => !KNOWN.includes(name) && !/^(outside:)?\//.test(name))
  if (unknown.length > 0) throw new Error(`${file.path}: there is no section ${unknown.join(', ')}`)
  const lines = (section: string) => linesOf(inputOf(file, section))
  const textOf = (name: string) => included(file, file.sections.get(name) ?? '')
  return {
    title: file.title,
    files: new Map(names.filter((name) => name.startsWith('/')).map((name) => [name, textOf(name)])),
    nics: nicsOf(file.sections.has('nics') ? lines('nics').join(' ') : 'eth0 eth1'),
    outside: {
      addresses: lines('outside').map((line) => {
        const [nic = '', address = ''] = line.split(/\s+/)
        return { nic, address }
      }),
      files: new Map(names.filter((name) => name.startsWith('outside:')).map((name) => [name.slice('outside:'.length), textOf(name)])),
    },
    run: lines('run'),
    differs: lines('differs'),
  }
}

/** Names, each perhaps followed by its MAC. */
function nicsOf(text: string): readonly Nic[] {
  return text.split(/\s+(?!..:)/).map((words, index) => {
    const [name = '', mac = `52:54:00:00:00:0${index + 1}`] = words.split(/\s+/)
    return { name, mac, peerMac: `52:54:00:00:01:0${index + 1}` }
  })
}

/** Without comments. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** `<- PATH` stands for the content of a file of the project. */
function included(file: CaseFile, text: string): string {
  const path = /^<- (\S+)\s*$/.exec(text)?.[1]
  return path === undefined ? text : readFileSync(join(file.path, '../../../..', path), 'utf8')
}
