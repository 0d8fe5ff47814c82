/** Types of service by name or number (tos_values.c). */
import { parseWhole } from './numbers.js'

const NAMES: Readonly<Record<string, number>> = {
  'minimize-delay': 0x10,
  'maximize-throughput': 0x08,
  'maximize-reliability': 0x04,
  'minimize-cost': 0x02,
  'normal-service': 0x00,
}

/** A name leaves the two bits of ECN alone. */
export function parseTos(text: string): { readonly value: number; readonly mask: number } | undefined {
  const named = NAMES[text.toLowerCase()]
  if (named !== undefined) return { value: named, mask: 0x3f }
  const [head = '', tail, ...more] = text.split('/')
  const value = parseWhole(head)
  const mask = tail === undefined ? 0xff : parseWhole(tail)
  if (value === undefined || mask === undefined || value > 255 || mask > 255 || more.length > 0) return undefined
  return { value, mask }
}
