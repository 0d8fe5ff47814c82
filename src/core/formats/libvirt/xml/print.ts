/** The text of an XML tree, character by character as it was read. */
import type { XmlDocument, XmlNode } from './document.js'

/** Works off a stack, because elements may be nested as deeply as a text is long. */
export function printXml(document: XmlDocument): string {
  const parts: string[] = []
  const todo: (XmlNode | string)[] = document.nodes.toReversed()
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next === 'string') parts.push(next)
    else if (next.kind !== 'element') parts.push(next.raw)
    else {
      parts.push(next.startTag)
      todo.push(next.endTag)
      for (const child of next.children.toReversed()) todo.push(child)
    }
  }
  return parts.join('')
}
