/** What `ifup --verbose` prints when it is told to run nothing: the whole of a run as text. */
import type { FileDoor, Said } from './read-files.js'
import { readFiles } from './read-files.js'
import { runAll, runNamed, type Session } from './session.js'

export type TranscriptCall = {
  readonly program: 'ifup' | 'ifdown'
  readonly forced: boolean
  readonly loopback: boolean
  readonly allowClass?: string
  /** Interfaces, or everything (`-a`). */
  readonly names: readonly string[] | 'all'
  readonly overrides: readonly (readonly [name: string, value: string])[]
  readonly map: Session['map']
  readonly devicesMatching: Session['devicesMatching']
} & Pick<Session['call'], 'dhcpClient' | 'waits'>

export type Transcript = { readonly exitCode: number; readonly lines: readonly string[] }

/** `configured` is what the state file holds before and afterwards. */
export function transcribe(path: string, door: FileDoor, call: TranscriptCall, configured: Map<string, string>): Transcript {
  const files = readFiles(path, door, 'ifupdown')
  const lines: string[] = []
  const say = (text: string) => lines.push(`${call.program}: ${text}`)
  for (const remark of files.said) say(remarkLine(remark))
  if (files.refused) {
    say(`couldn't read interfaces file "${path}"`)
    return { exitCode: 1, lines }
  }
  const session: Session = {
    ...call,
    stanzas: files.stanzas,
    call: { ...call, forAll: call.names === 'all', scripts: true, acts: false },
    configured,
    say,
    perform: (steps) => {
      for (const step of steps) {
        if (step.kind === 'lacking') say(`missing required variable: ${step.text}`)
        else lines.push(step.text)
      }
      return true
    },
  }
  const good = call.names === 'all' ? runAll(session) : runNamed(session, call.names)
  return { exitCode: good ? 0 : 1, lines }
}

function remarkLine({ text, path, line }: Said): string {
  return line === undefined ? text : `${path}:${line}: ${text}`
}
