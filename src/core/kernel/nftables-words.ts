/** Keys of sets as texts, by which equal ones are found. */
import type { NftExpression } from '../model/index.js'

export function keyText(key: NftExpression): string {
  switch (key.kind) {
    case 'value':
      return key.text
    case 'prefix':
      return `${keyText(key.address)}/${key.length}`
    case 'range':
      return `${keyText(key.from)}-${keyText(key.to)}`
    case 'concatenation':
      return key.parts.map(keyText).join(' . ')
    default:
      return JSON.stringify(key)
  }
}
