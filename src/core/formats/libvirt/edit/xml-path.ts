/** Values of an XML text by path, e.g. `devices/interface[2]/source/@bridge`: elements count from 1, as in XPath. */
import type { Splice } from '../../../std/splice.js'
import type { XmlDocument, XmlElement } from '../xml/document.js'
import type { NewElement } from './new-element.js'
import { addElement, removeAttribute, removeElement, setAttribute, setText } from './xml-edit.js'

type Step = { readonly name: string; readonly index: number }
type Path = { readonly steps: readonly Step[]; readonly attribute?: string }

function parsePath(path: string): Path | undefined {
  const parts = path.split('/').filter((part) => part !== '')
  const attribute = parts.at(-1)?.startsWith('@') === true ? parts.pop()?.slice(1) : undefined
  const steps = parts.map((part) => /^([^[\]@]+)(?:\[(\d{1,6})\])?$/.exec(part))
  if (!steps.every((step) => step !== null)) return undefined
  const read = steps.map((step) => ({ name: step[1] ?? '', index: Number(step[2] ?? 1) }))
  return { steps: read, ...(attribute === undefined ? {} : { attribute }) }
}

export function findElement(root: XmlElement, path: string): XmlElement | undefined {
  const parsed = parsePath(path)
  if (parsed === undefined) return undefined
  const { found, rest } = walk(root, parsed.steps)
  return rest.length === 0 ? found : undefined
}

/** As far as there are elements. */
function walk(root: XmlElement, steps: readonly Step[]): { readonly found: XmlElement; readonly rest: readonly Step[] } {
  let found = root
  for (const [index, step] of steps.entries()) {
    const next = found.children.filter((child) => child.kind === 'element' && child.name === step.name)[step.index - 1]
    if (next?.kind !== 'element') return { found, rest: steps.slice(index) }
    found = next
  }
  return { found, rest: [] }
}

/** Sets an attribute, or the text of an element; what is missing on the way is made. */
export function setAtPath(xml: XmlDocument, root: XmlElement, path: string, value: string): readonly Splice[] {
  const parsed = parsePath(path)
  if (parsed === undefined) return []
  const { steps, attribute } = parsed
  const { found, rest } = walk(root, steps)
  if (rest.length === 0) return attribute === undefined ? setText(found, value) : setAttribute(found, attribute, value)
  const leaf = (name: string): NewElement =>
    attribute === undefined ? { name, text: value } : { name, attributes: { [attribute]: value } }
  const added = rest.reduceRight<NewElement | undefined>(
    (inner, { name }) => (inner === undefined ? leaf(name) : { name, children: [inner] }),
    undefined,
  )
  return added === undefined ? [] : addElement(xml, found, added)
}

/** Removes an attribute, or an element with all that is in it. */
export function removeAtPath(xml: XmlDocument, root: XmlElement, path: string): readonly Splice[] {
  const parsed = parsePath(path)
  if (parsed === undefined) return []
  const { found, rest } = walk(root, parsed.steps)
  if (rest.length > 0) return []
  if (parsed.attribute !== undefined) return removeAttribute(found, parsed.attribute)
  return parsed.steps.length === 0 ? [] : removeElement(xml, found)
}
