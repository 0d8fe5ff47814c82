/** Reads what the lab's own TCP and UDP prober prints: one JSON line with the errno of the socket. */
import type { Outcome } from '../trace/outcome.js'
import type { Measured } from './measured.js'

const OUTCOME_OF: Readonly<Record<string, Outcome>> = {
  CONNECTED: 'reply',
  ANSWERED: 'reply',
  TIMEOUT: 'silence',
  ETIMEDOUT: 'silence',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'host-unreachable',
  ENETUNREACH: 'net-unreachable',
  ENOPROTOOPT: 'proto-unreachable',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  EINVAL: 'no-route',
  EADDRNOTAVAIL: 'no-address',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ENODATA: 'unknown-host',
  EMSGSIZE: 'too-big',
}

export function parseConnect(stdout: string, stderr: string): Measured {
  const text = stdout.trim() === '' ? stderr.trim() : stdout.trim()
  const code = /^\{"result":"([A-Z_]+)"/m.exec(stdout)?.[1]
  const outcome = code === undefined ? undefined : OUTCOME_OF[code]
  const none = { redirects: [], text }
  if (outcome === undefined)
    return {
      ...none,
      outcome: 'silence',
      replies: 0,
      unusable: code === 'ENOBUFS' ? 'the prober is overloaded' : `the prober failed: ${code ?? text}`,
    }
  return { ...none, outcome, replies: outcome === 'reply' ? 1 : 0 }
}
