/** Ports and interfaces as ufw takes them. */
import { serviceNamed } from '../../addresses/service-name.js'

/** The numbers of a list of ports, ranges and names; undefined for what ufw refuses. */
export function readPorts(text: string): string | undefined {
  if (text === 'any') return text
  // iptables' multiport takes fifteen ports, a range counts twice.
  if (/^[,:]/.test(text) || (text.match(/[,:]/g) ?? []).length > 14) return undefined
  const ports = text.split(',').map(readPort)
  return ports.includes(undefined) ? undefined : ports.join(',')
}

function readPort(text: string): string | undefined {
  const isPort = (port: number): boolean => port >= 1 && port <= 65_535
  const [, low, high] = /^(\d{1,6}):(\d{1,6})$/.exec(text) ?? []
  if (low !== undefined && high !== undefined)
    return isPort(Number(low)) && isPort(Number(high)) && Number(low) < Number(high) ? text : undefined
  if (/^\d+$/.test(text)) return isPort(Number(text)) ? text : undefined
  const service = /^\w[\w-]+/.test(text) ? serviceNamed(text) : undefined
  return service === undefined ? undefined : String(service.port)
}

/** Both: `any`. Undefined for a name that is in no services(5). */
export function protocolOfService(name: string): 'tcp' | 'udp' | 'any' | undefined {
  const service = serviceNamed(name)
  if (service === undefined) return undefined
  if (service.tcp) return service.udp ? 'any' : 'tcp'
  return service.udp ? 'udp' : undefined
}

/** By their numbers, as a person would sort them. */
export function sortPorts(text: string): string {
  return text.includes(',') ? text.split(',').sort(comparePorts).join(',') : text
}

/** A range's first port counts, then its last; a bare port comes before a range that begins with it. */
function comparePorts(a: string, b: string): number {
  const [left, right] = [a.split(':').map(Number), b.split(':').map(Number)]
  return (left[0] ?? 0) - (right[0] ?? 0) || left.length - right.length || (left[1] ?? 0) - (right[1] ?? 0)
}

export function isInterface(name: string): boolean {
  return name.length <= 15 && name !== '.' && name !== '..' && /^[a-zA-Z0-9_\-.+,=%@]+$/.test(name)
}
