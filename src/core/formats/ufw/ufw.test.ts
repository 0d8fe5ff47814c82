/** ufw: the cases, the promises that hold for any text, and edits that change nothing else. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { expectFormatContract, outline } from '../../../../test/format-contract.js'
import { applySplices } from '../../std/splice.js'
import {
  commentOf,
  editUserRules,
  parseProfiles,
  parseSettings,
  parseUfwCommand,
  parseUfwStatus,
  parseUserRules,
  printLines,
  profilesOf,
  ruleLines,
  rulesOf,
  setSetting,
  settingsFrom,
  writeUserRules,
} from './index.js'
import { encodeComment } from './rule.js'

const cases = readCases(`${import.meta.dirname}/cases`)
const withSection = (name: string) => cases.filter((file) => file.sections.has(name))
const told = (value: unknown) => JSON.stringify(value, (key, inner) => (key === 'origin' || key === 'origins' ? undefined : inner))

const SETTINGS = settingsFrom([
  parseSettings('IPV6=yes\nDEFAULT_INPUT_POLICY="DROP"\nDEFAULT_OUTPUT_POLICY="ACCEPT"\nDEFAULT_FORWARD_POLICY="DROP"\nLOGLEVEL=low\n', 'x')
    .document,
])
const PROFILES = profilesOf(parseProfiles('[Web]\ntitle=Web\ndescription=Web\nports=80/tcp|443\n', 'x').document)
const NONE = { rules: parseUserRules('', 'user.rules').document, rules6: parseUserRules('', 'user6.rules').document }

/** user.rules and user6.rules after each command has been given. */
function after(commands: readonly string[]): { readonly rules: string; readonly rules6: string } {
  let texts = { rules: '', rules6: '' }
  for (const command of commands) {
    const files = {
      rules: parseUserRules(texts.rules, 'user.rules').document,
      rules6: parseUserRules(texts.rules6, 'user6.rules').document,
    }
    const edit = editUserRules({ ...files, settings: SETTINGS, profiles: PROFILES }, parseUfwCommand(command.split(' ')))
    if (edit.kind === 'refused') throw new Error(`${command}: ${edit.error}`)
    texts = { rules: applySplices(texts.rules, edit.rules), rules6: applySplices(texts.rules6, edit.rules6) }
  }
  return texts
}

const tuples = (text: string): readonly string[] => text.split('\n').flatMap((line) => /^### tuple ### (.*)$/.exec(line)?.[1] ?? [])

describe('cases', () => {
  test.each(withSection('settings'))('$title', (file) => {
    const text = inputOf(file, 'settings')
    const { document, diagnostics } = parseSettings(text, 'x')
    expect(printLines(document)).toBe(text)
    expectMarked(file, 'settings', diagnostics)
    expectSection(file, 'says', saysOf(diagnostics))
    expectSection(file, 'means', told(settingsFrom([document])))
  })

  test.each(withSection('rules'))('$title', (file) => {
    const text = inputOf(file, 'rules')
    const { document, diagnostics } = parseUserRules(text, 'x')
    expect(printLines(document)).toBe(text)
    expectMarked(file, 'rules', diagnostics)
    expectSection(file, 'says', saysOf(diagnostics))
    expectSection(
      file,
      'means',
      rulesOf(document)
        .flatMap((rule) => [told({ ...rule, comment: commentOf(rule) }), ...ruleLines(rule)])
        .join('\n'),
    )
  })

  test.each(withSection('profiles'))('$title', (file) => {
    const text = inputOf(file, 'profiles')
    const { document, diagnostics } = parseProfiles(text, 'x')
    expect(printLines(document)).toBe(text)
    expectMarked(file, 'profiles', diagnostics)
    expectSection(file, 'says', saysOf(diagnostics))
    expectSection(file, 'means', profilesOf(document).map(told).join('\n'))
  })

  test.each(withSection('status'))('$title', (file) => {
    const text = inputOf(file, 'status')
    const { document, diagnostics } = parseUfwStatus(text, 'x')
    expectMarked(file, 'status', diagnostics)
    expectSection(file, 'means', outline(document, text).join('\n'))
  })

  test.each(withSection('commands'))('$title', (file) => {
    const lines = inputOf(file, 'commands')
      .split('\n')
      .filter((line) => line !== '')
    const written = lines.flatMap((line) => {
      const edit = editUserRules({ ...NONE, settings: SETTINGS, profiles: PROFILES }, parseUfwCommand(wordsOf(line)))
      if (edit.kind === 'refused') return [line, `  refused: ${edit.error}`]
      return [
        line,
        ...[...edit.rules, ...edit.rules6]
          .flatMap((splice) => splice.text.split('\n').filter((one) => /^(### tuple|-A ufw6?-user-(in|out|for|log))/.test(one)))
          .map((one) => `  ${one}`),
      ]
    })
    expectSection(file, 'written', written.join('\n'))
  })
})

/** `comment` takes the rest of the line. */
function wordsOf(line: string): readonly string[] {
  const [head = '', comment] = line.split(' comment ')
  return [...head.split(' '), ...(comment === undefined ? [] : ['comment', comment])]
}

test('an equal rule is not added twice, and one with another action takes its place', () => {
  expect(tuples(after(['allow 22/tcp', 'allow 22/tcp']).rules)).toHaveLength(1)
  expect(tuples(after(['allow 22/tcp', 'allow 53', 'deny 22/tcp']).rules)).toEqual([
    'deny tcp 22 0.0.0.0/0 any 0.0.0.0/0 in',
    'allow any 53 0.0.0.0/0 any 0.0.0.0/0 in',
  ])
})

test('a number counts the rules of IPv4, then those of IPv6, and a profile once', () => {
  const { rules, rules6 } = after(['allow Web', 'allow 53', 'insert 2 deny 22', 'prepend deny from 10.0.0.1', 'delete 2'])
  expect(tuples(rules).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual(['deny any any', 'deny any 22', 'allow any 53'])
  expect(tuples(rules6).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'allow tcp 80',
    'allow any 443',
    'deny any 22',
    'allow any 53',
  ])
})

test('only the lines of the rule change in a file that ufw wrote', () => {
  const before = after(['allow 22/tcp', 'allow 53'])
  const files = {
    rules: parseUserRules(before.rules, 'user.rules').document,
    rules6: parseUserRules(before.rules6, 'user6.rules').document,
  }
  const edit = editUserRules({ ...files, settings: SETTINGS, profiles: [] }, parseUfwCommand(['insert', '2', 'deny', '80/tcp']))
  if (edit.kind === 'refused') throw new Error(edit.error)
  const [splice, ...more] = edit.rules
  expect(more).toEqual([])
  expect(splice?.text.split('\n').filter((line) => line !== '')).toEqual([
    '### tuple ### deny tcp 80 0.0.0.0/0 any 0.0.0.0/0 in',
    '-A ufw-user-input -p tcp --dport 80 -j DROP',
  ])
  expect(splice?.start).toBe(splice?.end)
})

test('rules of IPv6 are refused where IPv6 is off', () => {
  const files = { ...NONE, settings: { ...SETTINGS, ipv6: false }, profiles: [] }
  expect(editUserRules(files, parseUfwCommand(['allow', 'from', '2001:db8::1']))).toEqual({
    kind: 'refused',
    error: 'IPv6 support not enabled',
  })
})

const RULE_PIECES = [
  '### tuple ### ',
  'allow',
  'route:',
  '_log',
  ' tcp',
  ' any',
  ' 22',
  ' 0.0.0.0/0',
  ' ::/0',
  ' in',
  '_eth0',
  '!out_',
  ' comment=',
  '61',
  '\n',
  '\r\n',
  ' ',
  '-',
  '%20',
  '\u0000',
  ':ufw6-',
]
const SETTING_PIECES = [
  'ENABLED',
  'IPV6',
  'LOGLEVEL',
  '=',
  '"',
  "'",
  'yes',
  '$',
  '`',
  '\\',
  '#',
  ' ',
  '\n',
  '\r\n',
  'DEFAULT_INPUT_POLICY',
  'DROP',
  '\u0000',
]
const PROFILE_PIECES = ['[', ']', 'Web', 'title', '=', ':', 'description', 'ports', '80/tcp', '|', ',', '\n', ' ', ';', '#', '\u0000']
const STATUS_PIECES = [
  'Status: ',
  'active',
  'Default: ',
  'deny (incoming)',
  ' ALLOW IN ',
  ' DENY ',
  '[ 1] ',
  'Anywhere',
  ' (v6)',
  ' (log)',
  ' # ',
  '\n',
  '    ',
]

describe('whatever the text', () => {
  test('rules', () => expectFormatContract({ parse: parseUserRules, print: printLines, after: rulesOf, pieces: RULE_PIECES }))
  test('settings', () =>
    expectFormatContract({
      parse: parseSettings,
      print: printLines,
      after: (document) => settingsFrom([document]),
      pieces: SETTING_PIECES,
    }))
  test('profiles', () => expectFormatContract({ parse: parseProfiles, print: printLines, after: profilesOf, pieces: PROFILE_PIECES }))
  test('status', () => expectFormatContract({ parse: parseUfwStatus, pieces: STATUS_PIECES }))
})

describe('whatever the edit', () => {
  test('a command is taken or refused', () => {
    const some = fc.constantFrom(
      'allow',
      'deny',
      'delete',
      'insert',
      'prepend',
      'route',
      '1',
      'in',
      'out',
      'on',
      'eth0',
      'from',
      'to',
      'any',
      '10.0.0.1',
      '::1',
      'port',
      'app',
      'Web',
      'proto',
      'tcp',
      '22',
      'log',
      'comment',
      "'",
      '',
    )
    fc.assert(
      fc.property(fc.array(some, { maxLength: 14 }), (argv) => {
        const edit = editUserRules({ ...NONE, settings: SETTINGS, profiles: PROFILES }, parseUfwCommand(argv))
        if (edit.kind === 'refused') return
        const text = applySplices('', edit.rules)
        const { document, diagnostics } = parseUserRules(text, 'user.rules')
        expect(diagnostics).toEqual([])
        if (text !== '') expect(writeUserRules(rulesOf(document), SETTINGS, false)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  test('a comment comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (comment) => {
        const [rule] = rulesOf(parseUserRules('### tuple ### allow any any 0.0.0.0/0 any 0.0.0.0/0 in\n', 'x').document)
        if (rule === undefined) throw new Error('no rule')
        expect(commentOf({ ...rule, comment: encodeComment(comment) })).toBe(comment)
      }),
    )
  })

  test('a setting that is set is read back, and every other character stays', () => {
    const line = fc.constantFrom('ENABLED=no', 'IPV6="yes"', "LOGLEVEL='low'  # x", '# ENABLED=no', 'junk here', '', 'ENABLED=yes')
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('yes', 'no', 'a b', 'x"$y'), (lines, value) => {
        const text = lines.join('\n')
        const changed = applySplices(text, setSetting(parseSettings(text, 'x').document, 'ENABLED', value))
        const again = parseSettings(changed, 'x').document
        const values = again.lines.flatMap((one) => (one.kind === 'setting' && one.name === 'ENABLED' ? [one.value] : []))
        expect(new Set(values)).toEqual(new Set([value]))
        const others = (all: string): readonly string[] => all.split('\n').filter((one) => !one.startsWith('ENABLED=') && one !== '')
        expect(others(changed)).toEqual(others(text))
      }),
    )
  })
})
