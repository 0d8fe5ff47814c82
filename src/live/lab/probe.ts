/** Asks one question with real packets. */
import { parseConnect } from '../../core/lab/connect-output.js'
import type { Measured } from '../../core/lab/measured.js'
import { parsePing } from '../../core/lab/ping-output.js'
import type { Question } from '../../core/trace/answer.js'
import type { Command } from '../system/run.js'
import { assetPath } from './assets.js'
import type { Lab } from './lab.js'

/** Milliseconds: the kernel reports a failed ARP after 3.06 s. */
const CONNECT_PATIENCE = 3500

export async function measure(lab: Lab, question: Question): Promise<Measured> {
  const node = lab.nodes.get(question.from)
  if (node === undefined) return useless(`the lab has no node ${question.from}`)
  const { protocol } = question
  if (protocol.kind === 'icmp') {
    const { stdout, stderr } = await node.run(pingCommand(question), { timeout: 20_000 + question.count * question.interval })
    return parsePing(stdout, stderr)
  }
  const asked = {
    protocol: protocol.kind,
    host: question.to,
    port: protocol.port,
    timeout: CONNECT_PATIENCE,
    ...(question.source === undefined ? {} : { source: question.source }),
  }
  const { stdout, stderr } = await node.run([process.execPath, assetPath('probe.mjs'), JSON.stringify(asked)], { timeout: 30_000 })
  return parseConnect(stdout, stderr)
}

/** Seconds that ping waits after its last request. The kernel gives up on ARP 3.06 s after the first one, and that must be heard. */
function pingPatience({ count, interval }: Question): number {
  return (count - 1) * interval < 1000 ? 4 : 3
}

function pingCommand(question: Question): Command {
  const source = question.source === undefined ? [] : ['-I', question.source]
  return [
    'ping',
    '-n',
    '-c',
    String(question.count),
    '-i',
    String(question.interval / 1000),
    '-W',
    String(pingPatience(question)),
    ...source,
    '--',
    question.to,
  ]
}

function useless(why: string): Measured {
  return { outcome: 'silence', redirects: [], replies: 0, text: '', unusable: why }
}
