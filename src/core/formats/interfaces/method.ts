/** What a method of ifupdown is made of: defaults, computed values, and the commands that bring an interface up and down. */
import type { Conversion } from './conversions.js'

/** What a condition may ask while the commands of a method are chosen. */
export type MethodState = {
  /** The interface as it was named on the command line, e.g. `eth0:1`. */
  readonly device: string
  readonly value: (name: string) => string | undefined
  readonly isTrue: (name: string) => boolean
  /** Neither an alias nor a VLAN by its name. */
  readonly isLink: boolean
  /** `lo`, unless the file has a loopback stanza of its own or ifupdown is told not to treat it specially. */
  readonly isLoopback: boolean
  /** `ifup -a`. */
  readonly forAll: boolean
  readonly dhcpClient: DhcpClientProgram | undefined
  /** The waiting scripts of the package are there. */
  readonly waits: boolean
  /** Commands are run, not only shown. */
  readonly acts: boolean
}

export type DhcpClientProgram = 'dhclient' | 'udhcpc' | 'dhcpcd'

export type MethodStep = {
  /** See command-template.ts. A leading `-`: its failure does not matter. */
  readonly run: string
  /** The option that this command comes from; without one, the stanza. */
  readonly from?: string
  readonly when?: (state: MethodState) => boolean
}

export type Method = {
  readonly defaults?: readonly (readonly [name: string, value: string])[]
  readonly conversions?: readonly Conversion[]
  readonly up: readonly MethodStep[]
  readonly down: readonly MethodStep[]
}

/** Method by name. */
export type Family = Readonly<Record<string, Method>>

export function run(command: string, rest: Omit<MethodStep, 'run'> = {}): MethodStep {
  return { run: command, ...rest }
}

export const ofLink = (state: MethodState) => state.isLink
