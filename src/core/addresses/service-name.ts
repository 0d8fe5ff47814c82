/** Ports by name, services(5). */
import { SERVICE_TABLE } from './service-table.js'

export type Service = { readonly port: number; readonly tcp: boolean; readonly udp: boolean }

const SERVICES: ReadonlyMap<string, Service> = new Map(
  SERVICE_TABLE.trim()
    .split(/\s+/)
    .map((entry) => {
      const [, name = '', port, protocols = ''] = /^(.*):(\d+)([tu]*)$/.exec(entry) ?? []
      return [name, { port: Number(port), tcp: protocols.includes('t'), udp: protocols.includes('u') }] as const
    }),
)

/** As getservbyname(3): the case of the letters counts. */
export function serviceNamed(name: string): Service | undefined {
  return SERVICES.get(name)
}
