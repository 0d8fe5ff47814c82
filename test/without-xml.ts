/** What was read from XML, without the tree that it was read from. */
export function withoutXml(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Map) return value
  if (Array.isArray(value)) return value.map(withoutXml)
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => (name === 'xml' || name === 'element' ? [] : [[name, withoutXml(item)]])),
  )
}
