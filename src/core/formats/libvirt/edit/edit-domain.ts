/** Changes of a guest. Each gives the splices of its text; none where there is nothing to change. */
import type { Mac } from '../../../addresses/mac.js'
import type { Splice } from '../../../std/splice.js'
import type { DomainDocument, DomainInterface } from '../domain/document.js'
import { childOf } from '../reading.js'
import type { NewElement } from './new-element.js'
import { addElement, removeAttribute, removeElement, setAttribute } from './xml-edit.js'
import { setAtPath } from './xml-path.js'

export type SourceChoice =
  | { readonly kind: 'network'; readonly network: string; readonly portGroup?: string }
  | { readonly kind: 'bridge'; readonly bridge: string }
  | { readonly kind: 'direct'; readonly device: string; readonly mode?: 'vepa' | 'bridge' | 'private' | 'passthrough' }

function sourceAttributes(source: SourceChoice): Readonly<Record<string, string>> {
  switch (source.kind) {
    case 'network':
      return { network: source.network, ...(source.portGroup === undefined ? {} : { portgroup: source.portGroup }) }
    case 'bridge':
      return { bridge: source.bridge }
    case 'direct':
      return { dev: source.device, ...(source.mode === undefined ? {} : { mode: source.mode }) }
  }
}

/** Plugs it into something else. What `<source>` said of the old place goes, what else it says stays. */
export function setInterfaceSource({ xml }: DomainDocument, { element }: DomainInterface, source: SourceChoice): readonly Splice[] {
  const wanted = sourceAttributes(source)
  const type = setAttribute(element, 'type', source.kind)
  const old = childOf(element, 'source')
  if (old === undefined) return [...type, ...addElement(xml, element, { name: 'source', attributes: wanted })]
  const gone = ['network', 'portgroup', 'portid', 'bridge', 'dev', 'mode'].filter((name) => !Object.hasOwn(wanted, name))
  const set = Object.entries(wanted).flatMap(([name, value]) => setAttribute(old, name, value))
  return [...type, ...gone.flatMap((name) => removeAttribute(old, name)), ...set]
}

export function setInterfaceMac({ xml }: DomainDocument, { element }: DomainInterface, mac: Mac): readonly Splice[] {
  return setAtPath(xml, element, 'mac/@address', mac)
}

export type NewInterface = { readonly source: SourceChoice; readonly mac?: Mac; readonly model?: string }

/** Behind the interfaces that are there. */
export function addInterface({ xml, element }: DomainDocument, { source, mac, model }: NewInterface): readonly Splice[] {
  const children: readonly NewElement[] = [
    ...(mac === undefined ? [] : [{ name: 'mac', attributes: { address: mac } }]),
    { name: 'source', attributes: sourceAttributes(source) },
    ...(model === undefined ? [] : [{ name: 'model', attributes: { type: model } }]),
  ]
  const added: NewElement = { name: 'interface', attributes: { type: source.kind }, children }
  const devices = childOf(element, 'devices')
  return devices === undefined ? addElement(xml, element, { name: 'devices', children: [added] }) : addElement(xml, devices, added)
}

export function removeInterface({ xml }: DomainDocument, { element }: DomainInterface): readonly Splice[] {
  return removeElement(xml, element)
}
