/** Amounts with a unit, such as `<memory unit='GiB'>2</memory>` (virScaleInteger). */
import type { Located } from './located.js'
import { attributeOf, complain, type Reading, shorten, textOf } from './reading.js'
import type { XmlElement } from './xml/document.js'

const PREFIXES = 'kmgtpe'

/** Bytes; `scale` is what one unit is when none is written. */
export function readSize(reading: Reading, element: XmlElement | undefined, scale: number): Located<number> | undefined {
  const text = textOf(element)
  if (element === undefined || text === undefined) return undefined
  const unit = attributeOf(element, 'unit')
  const factor = unit === undefined || unit.value === '' ? scale : factorOf(unit.value)
  if (unit !== undefined && factor === undefined) {
    const message = `unit='${shorten(unit.value)}' of <${element.name}> is not a unit of memory`
    complain(reading, { code: 'bad-unit', message, at: unit.valueOrigin, help: 'write KiB, MiB, GiB, …' })
  }
  if (!/^\d{1,20}$/.test(text.value)) {
    const message = `<${element.name}> is not a whole number: ${shorten(text.value)}`
    complain(reading, { code: 'bad-number', message, at: text.origin })
    return undefined
  }
  return factor === undefined ? undefined : { value: Number(text.value) * factor, origin: text.origin }
}

/** `B`, `KB` (1000), `KiB` or `K` (1024), and so on. */
function factorOf(unit: string): number | undefined {
  const found = /^([kmgtpe])(b|ib)?$/i.exec(unit)
  if (found === null) return /^b(ytes?)?$/i.test(unit) ? 1 : undefined
  const power = PREFIXES.indexOf((found[1] ?? '').toLowerCase()) + 1
  return (found[2]?.toLowerCase() === 'b' ? 1000 : 1024) ** power
}
