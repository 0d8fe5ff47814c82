/** Names of network interfaces. */
import type { Brand } from '../std/brand.js'

/** Up to 15 bytes, no slash, no white space, not `.` or `..` (kernel: dev_valid_name in net/core/dev.c). */
export type InterfaceName = Brand<string, 'InterfaceName'>

export const LOOPBACK = 'lo' as InterfaceName

export function parseInterfaceName(text: string): InterfaceName | undefined {
  if (text.length === 0 || text.length > 15 || text === '.' || text === '..') return undefined
  return /^[^\s/:\u0000-\u001f]+$/.test(text) ? (text as InterfaceName) : undefined
}
