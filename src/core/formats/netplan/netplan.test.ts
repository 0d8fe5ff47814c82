/** netplan: the cases, the promises that hold for any text, and the order of files. */
import { describe, expect, test } from 'vitest'
import { type CaseFile, expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { expectFormatContract } from '../../../../test/format-contract.js'
import { type GeneratedFile, generate, type MergeOptions, merge, netplanFormat, netplanOrder, parse, print, textOfFile } from './index.js'

const cases = readCases(`${import.meta.dirname}/cases`)

const yamlOf = (file: CaseFile) => [...file.sections.keys()].filter((name) => name.endsWith('.yaml'))

function run(file: CaseFile, options: MergeOptions = {}) {
  const documents = yamlOf(file).map((name) => parse(inputOf(file, name), `/etc/netplan/${name}`).document)
  const { merged, diagnostics } = merge(documents, options)
  const generated = generate(merged)
  return { merged, files: generated.files, diagnostics: [...diagnostics, ...generated.diagnostics] }
}

/** Each file with its lines, and before each line the text that it comes from. */
function shown(file: CaseFile, files: readonly GeneratedFile[]): string {
  const text = ({ linkTo, lines }: GeneratedFile) =>
    linkTo === undefined
      ? lines.map((line) => `  ${line.text.padEnd(60)} ${sourceOf(file, line.origin)}`.trimEnd()).join('\n')
      : `  -> ${linkTo}`
  return files.map((one) => `${one.path}\n${text(one)}`).join('\n')
}

function sourceOf(file: CaseFile, origin: { readonly capture: string; readonly start: number; readonly end: number } | undefined): string {
  if (origin === undefined) return ''
  const text = inputOf(file, origin.capture.replace('/etc/netplan/', '')).slice(origin.start, origin.end).replace(/\s+/g, ' ')
  return `<- ${text.length > 40 ? `${text.slice(0, 39)}…` : text}`
}

describe('cases', () => {
  test.each(cases.filter((file) => file.sections.has('says')))('$title', (file) => {
    for (const name of yamlOf(file)) {
      if (yamlOf(file).length === 1 && /#!/.test(file.sections.get(name) ?? '')) {
        expectMarked(file, name, parse(inputOf(file, name), `/etc/netplan/${name}`).diagnostics)
      }
    }
    expectSection(file, 'says', saysOf(run(file).diagnostics))
    if (file.sections.has('writes')) expectSection(file, 'writes', shown(file, run(file).files))
    else
      expect(run(file).files.filter(({ path }) => path.endsWith('.network')).length === 0 || run(file).merged.refused === undefined).toBe(
        true,
      )
  })

  test.each(cases.filter((file) => file.sections.has('boots')))('$title', (file) => {
    expect(run(file).files).toEqual([])
    expect(run(file, { release: '0.106', as: 'boot' }).files).toEqual([])
    expectSection(file, 'boots', shown(file, run(file, { as: 'boot' }).files))
  })
})

test('every line but those that never change comes from the YAML', () => {
  for (const file of cases) {
    const texts = new Map(yamlOf(file).map((name) => [`/etc/netplan/${name}`, inputOf(file, name)]))
    const { files } = run(file)
    const own = files.filter(({ path }) => !/wait-online|cleanup|10-globally/.test(path)).flatMap(({ lines }) => lines)
    expect(own.filter((line) => line.origin === undefined)).toEqual([])
    const origins = files.flatMap(({ lines }) => lines.flatMap(({ origin }) => (origin === undefined ? [] : [origin])))
    expect(origins.filter(({ capture, start, end }) => start < 0 || end < start || end > (texts.get(capture)?.length ?? -1))).toEqual([])
  }
})

test('any text is read without failing, and printed as it was', () => {
  expectFormatContract({
    parse,
    print,
    after: (document) => {
      const { merged, diagnostics } = merge([document], { as: 'boot' })
      return [diagnostics, generate(merged)]
    },
    pieces: [
      'network:\n',
      '  version: 2\n',
      '  ethernets:\n',
      '    eth0:\n',
      '      dhcp4: true\n',
      '      addresses: [10.0.0.1/24, "::1/64"]\n',
      '  bridges:\n',
      '    br0: {interfaces: [eth0]}\n',
      '  renderer: NetworkManager\n',
      '      routes:\n',
      '      - to: default\n',
      '        via: 10.0.0.254\n',
      '&a ',
      '*a',
      '- ',
      '? ',
      ': ',
      '| \n',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ',',
      '#',
      '\t',
      '\n',
      '    wg0: {mode: wireguard}\n',
      '  tunnels:\n',
      '---\n',
      '...\n',
      '!!str ',
      '%YAML 1.1\n',
      '  openvswitch: {ports: [[a, b]]}\n',
      '\ufeff',
      '\u2028',
      '<<: *a\n',
    ],
  })
})

test('whatever is repeated is read in time in proportion to it', () => {
  const pieces = [
    '[',
    '{',
    '- ',
    'a: ',
    ' ',
    '\n',
    '"',
    '&a *a ',
    '? ',
    'network:\n',
    '|\n',
    '# ',
    '\t',
    'a\n ',
    '  a: b\n',
    '[a, ',
    '{a: b, ',
    '!',
    '\\',
    "''",
  ]
  for (const piece of pieces) {
    const text = piece.repeat(Math.ceil(100_000 / piece.length))
    const start = performance.now()
    parse(text, 'x')
    parse(`network:\n  ethernets:\n    eth0: "${text}`, 'x')
    expect(performance.now() - start, JSON.stringify(piece)).toBeLessThan(5_000)
  }
})

test('aliases that multiply are stopped', () => {
  const routes = `&r [${Array.from({ length: 500 }, (_, index) => `{to: 10.${index % 250}.0.0/16, via: 10.0.0.${(index % 250) + 1}}`).join(', ')}]`
  const devices = Array.from({ length: 1000 }, (_, index) => `    e${index}: { routes: *r }`).join('\n')
  const { diagnostics } = parse(`network:\n  ethernets:\n    a: { routes: ${routes} }\n${devices}\n`, 'x')
  expect(diagnostics.map(({ code }) => code)).toContain('netplan/too-large')
})

test('files count by name, and /run hides /etc hides /lib', () => {
  const paths = [
    '/etc/netplan/20.yaml',
    '/run/netplan/10.yaml',
    '/lib/netplan/10.yaml',
    '/etc/netplan/10.yaml',
    '/etc/netplan/.x.yaml',
    '/etc/netplan/a.yml',
    '/etc/netplan/sub/5.yaml',
  ]
  expect(netplanOrder(paths)).toEqual(['/run/netplan/10.yaml', '/etc/netplan/20.yaml'])
})

test('the content tells netplan from other YAML', () => {
  expect(netplanFormat.likeness('network:\n  version: 2\n  ethernets: {}\n')).toBeGreaterThan(0.8)
  expect(netplanFormat.likeness('# x\n  network:\n    renderer: networkd\n')).toBeGreaterThan(0.8)
  expect(netplanFormat.likeness('network:\n  version: 1\n  config: []\n')).toBeLessThan(0.5)
  expect(netplanFormat.likeness('version: "3"\nservices:\n  web:\n    network: x\n')).toBe(0)
  expect(netplanFormat.likeness('<network><name>x</name></network>')).toBe(0)
})

test('the file that is not terminated is not terminated', () => {
  const { merged } = merge([parse('network: {ethernets: {eth0: {}}, tunnels: {v: {mode: vxlan, id: 1, link: eth0}}}', 'x').document])
  const file = generate(merged).files.find(({ path }) => path.endsWith('v.netdev'))
  expect(file === undefined ? '' : textOfFile(file)).toMatch(/VNI=1$/)
})
