/** Edits of interfaces(5): only what is meant changes, and the new text says it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applySplices, type Splice } from '../../std/splice.js'
import {
  addAuto,
  addStanza,
  autoNames,
  type InterfacesDocument,
  ifaceStanzas,
  optionsOf,
  parse,
  removeAuto,
  removeOption,
  removeStanza,
  setMethod,
  setOption,
} from './index.js'

const read = (text: string): InterfacesDocument => parse(text, 'x', 'ifupdown').document
const edit = (text: string, change: (document: InterfacesDocument) => readonly Splice[] | undefined) =>
  applySplices(text, change(read(text)) ?? [])

const TEXT = `# uplink
auto eth0 eth1

iface eth0 inet static
\taddress   10.0.0.1/24   
\t# the old one
\tgateway 10.0.0.254
\tup ip route add 10.1.0.0/16 \\
\t   via 10.0.0.9

iface eth0 inet6 auto
iface eth1 inet dhcp`

describe('options', () => {
  test('only the value changes: spaces, comments and what stands behind it stay', () => {
    const changed = edit(TEXT, (document) => setOption(document, { name: 'eth0' }, { option: 'address', value: '10.0.0.2/24' }))
    expect(changed).toBe(TEXT.replace('10.0.0.1/24', '10.0.0.2/24'))
  })

  test('a value over several lines is replaced as a whole', () => {
    const changed = edit(TEXT, (document) => {
      const [up] = optionsOf(ifaceStanzas(document, 'eth0')[0] ?? { options: [] }, 'up')
      return up === undefined ? undefined : [{ start: up.value.origin.start, end: up.value.origin.end, text: 'true' }]
    })
    expect(changed).toContain('\tup true\n\niface eth0 inet6')
  })

  test('a new option stands behind the last and is indented like it, also at the end of a text without a newline', () => {
    const mtu = (name: string, family: string) =>
      edit(TEXT, (document) => setOption(document, { name, family }, { option: 'mtu', value: '1400' }))
    expect(mtu('eth0', 'inet')).toContain('\t   via 10.0.0.9\n\tmtu 1400\n\niface')
    expect(mtu('eth0', 'inet6')).toContain('iface eth0 inet6 auto\n\tmtu 1400\niface eth1')
    expect(mtu('eth1', 'inet')).toBe(`${TEXT}\n\tmtu 1400`)
    expect(edit('iface a inet dhcp\n', (document) => setOption(document, { name: 'a' }, { option: 'mtu', value: '1400' }))).toBe(
      'iface a inet dhcp\n    mtu 1400\n',
    )
  })

  test('a command is added, and once is enough', () => {
    const add = (text: string) => edit(text, (document) => setOption(document, { name: 'eth1' }, { option: 'up', value: 'echo hi' }))
    const once = add(TEXT)
    expect(once).toBe(`${TEXT}\n\tup echo hi`)
    expect(add(once)).toBe(once)
  })

  test('removing takes the line with what continues it, and only the value that is named', () => {
    const without = edit(TEXT, (document) => removeOption(document, { name: 'eth0' }, { option: 'up' }))
    expect(without).toContain('\tgateway 10.0.0.254\n\niface eth0 inet6')
    expect(edit(TEXT, (document) => removeOption(document, { name: 'eth0' }, { option: 'gateway', value: '10.0.0.1' }))).toBe(TEXT)
  })

  test('the method changes on the first line', () => {
    expect(edit(TEXT, (document) => setMethod(document, { name: 'eth1' }, 'manual'))).toBe(
      TEXT.replace('eth1 inet dhcp', 'eth1 inet manual'),
    )
  })

  test('an interface that is not there is not edited', () => {
    const document = read(TEXT)
    expect(setOption(document, { name: 'eth7' }, { option: 'mtu', value: '1400' })).toBeUndefined()
    expect(removeOption(document, { name: 'eth1', family: 'inet6' }, { option: 'mtu' })).toBeUndefined()
    expect(setMethod(document, { name: 'eth7' }, 'dhcp')).toBeUndefined()
  })
})

describe('stanzas', () => {
  test('a new one stands at the end, behind an empty line', () => {
    const stanza = {
      name: 'br0',
      family: 'inet',
      method: 'manual',
      options: [{ option: 'bridge_ports', value: 'eth1' }],
      auto: true,
    } as const
    expect(edit('auto lo\n', (document) => addStanza(document, stanza))).toBe(
      'auto lo\n\nauto br0\niface br0 inet manual\n    bridge_ports eth1\n',
    )
    expect(edit('', (document) => addStanza(document, stanza))).toBe('auto br0\niface br0 inet manual\n    bridge_ports eth1\n')
  })

  test('removing takes the stanza and one of two empty lines that would meet', () => {
    const text = 'auto a\n\niface a inet static\n  # why\n  address 10.0.0.1/24\n\niface b inet dhcp\n'
    expect(edit(text, (document) => removeStanza(document, { name: 'a' }))).toBe('auto a\n\niface b inet dhcp\n')
  })

  test('names go into and out of auto', () => {
    expect(edit('auto a b\n', (document) => removeAuto(document, 'a'))).toBe('auto b\n')
    expect(edit('auto a b\n', (document) => removeAuto(document, 'b'))).toBe('auto a\n')
    expect(edit('auto a\nauto b\n', (document) => removeAuto(document, 'a'))).toBe('auto b\n')
    expect(edit('iface a inet dhcp\n  auto\n', (document) => removeAuto(document, 'a'))).toBe('iface a inet dhcp\n')
    expect(edit('# x\n  iface a inet dhcp\n', (document) => addAuto(document, 'a'))).toBe('# x\n  auto a\n  iface a inet dhcp\n')
    expect(edit('auto a\n', (document) => addAuto(document, 'a'))).toBe('auto a\n')
  })
})

const names = fc.constantFrom('eth0', 'eth1', 'br0')
const line = fc.constantFrom(
  '\taddress 10.0.0.1/24',
  '  mtu 1400',
  '# note',
  '',
  ' up echo \\\n  two',
  'bridge_ports none',
  '  auto',
  'auto eth1 br0',
)
const stanza = fc.tuple(names, fc.array(line, { maxLength: 5 })).map(([name, lines]) => [`iface ${name} inet static`, ...lines].join('\n'))
const texts = fc.tuple(fc.array(stanza, { maxLength: 4 }), fc.boolean()).map(([parts, newline]) => parts.join('\n') + (newline ? '\n' : ''))
const options = fc.constantFrom('mtu', 'address', 'gateway', 'bridge-ports')
const values = fc.stringMatching(/^[ -~]{1,20}$/).filter((text) => text.trim() === text && !text.endsWith('\\'))

/** Everything of a document but one option of one interface. */
function rest(document: InterfacesDocument, name: string, key: string): string {
  const told = document.stanzas.map((one) => {
    if (one.kind !== 'iface') return one.keyword.text + JSON.stringify('names' in one ? one.names.map((word) => word.text) : [])
    const kept = one.options.filter((option) => one.name.text !== name || option.key !== key)
    return `${one.name.text} ${one.family?.text} ${one.method?.text} ${kept.map((option) => `${option.name.text} ${option.value.text}`).join('|')}`
  })
  return told.join('\n')
}

describe('whatever the text', () => {
  test('what was set is read back, and nothing else is different', () => {
    fc.assert(
      fc.property(texts, names, options, values, (text, name, option, value) => {
        const before = read(text)
        const splices = setOption(before, { name }, { option, value })
        expect(splices === undefined).toBe(ifaceStanzas(before, name).length === 0)
        if (splices === undefined) return
        const after = read(applySplices(text, splices))
        expect(
          ifaceStanzas(after, name)
            .flatMap((one) => optionsOf(one, option))
            .at(-1)?.value.text,
        ).toBe(value)
        expect(rest(after, name, option)).toBe(rest(before, name, option))
      }),
    )
  })

  test('what was removed is gone, and nothing else is different', () => {
    fc.assert(
      fc.property(texts, names, options, (text, name, option) => {
        const before = read(text)
        const after = read(applySplices(text, removeOption(before, { name }, { option }) ?? []))
        expect(ifaceStanzas(after, name).flatMap((one) => optionsOf(one, option))).toEqual([])
        expect(rest(after, name, option)).toBe(rest(before, name, option))
      }),
    )
  })

  test('auto lists name what was added, and not what was removed', () => {
    fc.assert(
      fc.property(texts, names, (text, name) => {
        const added = edit(text, (document) => addAuto(document, name))
        expect(autoNames(read(added)).map((auto) => auto.name)).toContain(name)
        expect(autoNames(read(edit(added, (document) => removeAuto(document, name)))).map((auto) => auto.name)).not.toContain(name)
      }),
    )
  })
})
