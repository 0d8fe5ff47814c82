/** libvirt's pools, volumes, filters, ports and interfaces of the host: the cases, and the promises that hold for any text. */
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { expectFormatContract, outline } from '../../../../test/format-contract.js'
import { withoutXml } from '../../../../test/without-xml.js'
import type { TextFormat } from '../../diagnostics/text-format.js'
import * as formats from './format.js'

const { hostInterfaceFormat: host, networkPortFormat: port, poolFormat: pool, volumeFormat: volume, filterFormat: filter } = formats
const BY_SECTION = new Map<string, TextFormat>([
  ['pool', pool as TextFormat],
  ['volume', volume as TextFormat],
  ['filter', filter as TextFormat],
  ['networkport', port as TextFormat],
  ['interface', host as TextFormat],
])

const cases = readCases(`${import.meta.dirname}/cases/other`)

describe.each([...BY_SECTION])('%s', (section, format) => {
  const own = cases.filter((file) => file.sections.has(section))

  test.each(own)('$title', (file) => {
    const text = inputOf(file, section)
    const { document, diagnostics } = format.parse(text, section)
    expect(format.print?.(document)).toBe(text)
    expectMarked(file, section, diagnostics)
    expectSection(file, 'document', outline(withoutXml(document), text).join('\n'))
    expectSection(file, 'says', saysOf(diagnostics))
  })

  test('its files are told from all others of libvirt', () => {
    for (const file of cases) {
      const [name = ''] = file.sections.keys()
      expect(format.likeness(inputOf(file, name)) > 0).toBe(name === section)
    }
  })

  test('whatever the text', () => {
    const words = own.flatMap((file) => inputOf(file, section).split(/(?<=[>\n])|(?=[<'])/))
    expectFormatContract({ ...format, pieces: [...new Set(words), '<', "'", '-1', '&x;', '\ud800', '<rule', '<constructor/>'] })
  })
})
