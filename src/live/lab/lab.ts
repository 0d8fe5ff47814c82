/** A running lab: one process that everything in it dies with, and one process for each node that holds its namespaces. */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { LabDesign } from '../../core/lab/design.js'
import { LAB_DIRECTORY } from '../../core/lab/steps.js'
import type { Run } from '../system/run.js'

export type RunningNode = {
  readonly name: string
  /** Of the process that holds the namespaces. */
  readonly pid: number
  /** The same process as the lab's own pid namespace counts. */
  readonly innerPid: number
  readonly run: Run
}

export type Lab = {
  readonly design: LabDesign
  /** The first process of the lab's pid namespace. */
  readonly pid: number
  /** Inside the lab, but in no node. */
  readonly run: Run
  readonly nodes: ReadonlyMap<string, RunningNode>
  readonly persistent: boolean
  /** Ends all processes of the lab; settles when they are gone. */
  readonly close: () => Promise<void>
  /** The lab goes on when this process ends. */
  readonly release: () => void
}

/** Writes a file on the lab's own tmpfs, from outside. */
export function writeInLab(lab: Pick<Lab, 'pid'>, path: string, text: string): void {
  writeFileSync(`/proc/${lab.pid}/root${LAB_DIRECTORY}/${path}`, text)
}

export function makeDirectoryInLab(lab: Pick<Lab, 'pid'>, path: string): void {
  mkdirSync(`/proc/${lab.pid}/root${path}`, { recursive: true })
}

/** Where the files of one node are: node names may be anything, so they are numbered. */
export function nodeDirectory(design: LabDesign, node: string): string {
  return `node-${design.nodes.findIndex((one) => one.name === node)}`
}

export function nodeOf(lab: Lab, name: string): RunningNode {
  const node = lab.nodes.get(name)
  if (node === undefined) throw new Error(`BUG: the lab has no node ${name}`)
  return node
}
