/** The lease that a real DHCP client got, compared with the predicted one. */
import type { Lease } from '../load/journal.js'

export type MeasuredLease = {
  readonly address: string
  readonly length: number
  readonly routers: readonly string[]
  readonly nameServers: readonly string[]
  readonly server: string
}

/** Reads the line that print-lease.sh prints; undefined when no lease was bound. */
export function parseLease(stdout: string): MeasuredLease | undefined {
  const line = stdout.split('\n').find((text) => text.startsWith('lease '))
  if (line === undefined) return undefined
  const values = new Map(
    line
      .slice('lease '.length)
      .split('|')
      .map((part): [string, string] => {
        const at = part.indexOf('=')
        return [part.slice(0, at), part.slice(at + 1)]
      }),
  )
  const list = (name: string) => (values.get(name) ?? '').split(' ').filter((word) => word !== '')
  return {
    address: values.get('ip') ?? '',
    length: Number(values.get('mask') ?? ''),
    routers: list('router'),
    nameServers: list('dns'),
    server: values.get('serverid') ?? '',
  }
}

/** Undefined when they agree; otherwise how they differ. */
export function compareLeases(predicted: Lease | undefined, measured: MeasuredLease | undefined): string | undefined {
  if (predicted === undefined) return measured === undefined ? undefined : `got ${leaseText(measured)}, none was predicted`
  if (measured === undefined) return `got no lease, predicted ${leaseText({ ...predicted, server: predicted.server.address })}`
  const wanted = leaseText({ ...predicted, server: predicted.server.address })
  const got = leaseText(measured)
  return wanted === got ? undefined : `got ${got}, predicted ${wanted}`
}

export function leaseText(lease: MeasuredLease): string {
  const routers = lease.routers.length === 0 ? 'no router' : `router ${lease.routers.join(' ')}`
  const servers = lease.nameServers.length === 0 ? 'no name server' : `name server ${lease.nameServers.join(' ')}`
  return `${lease.address}/${lease.length}, ${routers}, ${servers}, from ${lease.server}`
}
