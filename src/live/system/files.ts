/** The door to the file system: a few questions, answered without exceptions. */
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'

export type FileKind = 'file' | 'directory' | 'other' | 'absent'

export type FileText = { readonly text: string } | { readonly refused: string }

export type Files = {
  /** The file as UTF-8; bytes that are not UTF-8 become U+FFFD, so that whoever parses the text can say that it is none. */
  readonly readText: (path: string) => FileText
  /** Names in the directory, sorted. */
  readonly list: (directory: string) => readonly string[] | { readonly refused: string }
  /** What is at the path, following links. `bytes` only for a file. */
  readonly inspect: (path: string) => { readonly kind: FileKind; readonly bytes: number }
  /** Where a symbolic link points; undefined when the path is not one. */
  readonly linkTarget: (path: string) => string | undefined
}

export const localFiles: Files = {
  readText(path) {
    try {
      return { text: new TextDecoder('utf-8').decode(readFileSync(path)) }
    } catch (error) {
      return { refused: reasonOf(error) }
    }
  },
  list(directory) {
    try {
      return readdirSync(directory, 'utf8').sort()
    } catch (error) {
      return { refused: reasonOf(error) }
    }
  },
  inspect(path) {
    try {
      const found = statSync(path)
      return { kind: found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other', bytes: found.size }
    } catch {
      return { kind: 'absent', bytes: 0 }
    }
  },
  linkTarget(path) {
    try {
      return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined
    } catch {
      return undefined
    }
  },
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  ERR_INVALID_ARG_VALUE: 'no path can be like this',
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error))
}
