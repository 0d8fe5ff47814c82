/** `<permissions>` of a pool's directory or a volume's file (virStorageDefParsePerms). */
import { childOf, complain, present, type Reading, shorten, textOf } from '../reading.js'
import { INTEGER } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import type { Permissions } from './document.js'

export function readPermissions(reading: Reading, parent: XmlElement | undefined): Permissions | undefined {
  const element = childOf(parent, 'permissions')
  if (element === undefined) return undefined
  const mode = textOf(childOf(element, 'mode'))
  if (mode !== undefined && !/^0*[0-7]{1,3}$/.test(mode.value)) {
    const message = `${shorten(mode.value)} is not an octal mode up to 0777`
    complain(reading, { code: 'bad-mode', message, at: mode.origin })
  }
  const [owner, group] = ['owner', 'group'].map((name) => readIdentity(reading, childOf(element, name)))
  return present({ mode: mode?.value, owner, group, label: textOf(childOf(element, 'label'))?.value })
}

/** -1 leaves it as it is. */
function readIdentity(reading: Reading, element: XmlElement | undefined): number | undefined {
  if (element === undefined) return undefined
  const text = textOf(element)
  const number = text === undefined ? undefined : INTEGER.parse(text.value)
  if (number !== undefined && number >= -1 && number <= 0xffff_ffff) return number
  const message = `<${element.name}> is not the number of a ${element.name === 'owner' ? 'user' : 'group'}`
  complain(reading, { code: 'bad-number', message, at: text?.origin ?? element.origin })
  return undefined
}
