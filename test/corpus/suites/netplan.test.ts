/** The reader of netplan's Python tests: what it finds, and that a wrong file counts as failed. */
import { expect, test } from 'vitest'
import type { Corpus } from '../suite.js'
import { NETPLAN } from './netplan.js'
import { callsIn, readAssignments, testsIn } from './netplan-python.js'

const BASE = `ND_PORT = '[Match]\\nName=%s\\n\\n[Network]\\n\\
LinkLocalAddressing=no\\nBridge=%(b)s\\n'
ND_DHCP4 = '[Match]\\nName=%s\\n\\n[Network]\\nDHCP=ipv4\\n' + 'LinkLocalAddressing=ipv6\\n\\n[DHCP]\\nRouteMetric=100\\nUseMTU=true\\n'
`

const TEST = `class TestX(TestBase):
    def test_dhcp(self):
        self.generate('''network:
  ethernets:
    eth0: {dhcp4: true}''')  # a comment
        self.assert_networkd({'eth0.network': ND_DHCP4 % 'eth0'})
        self.assert_nm_udev(None)

    def test_two(self):
        name = "eth" + '1'
        for x in range(2):
            self.generate(f'network: {x}')
        err = self.generate('network: {ethernets: {eth0: {dhcp4: %s}}}' % ('maybe',), expect_fail=True)
        self.assertIn("maybe", err)

    def test_drop_in(self):
        self.generate(None, confs={'b': 'network: {ethernets: {eth0: {dhcp4: true}}}'})
        self.assert_networkd({'eth0.network': "wrong"})
`

const corpus: Corpus = {
  files: ['x/tests/generator/base.py', 'x/tests/generator/test_x.py'],
  text: (file) => (file.endsWith('base.py') ? BASE : TEST),
}

test('each generate with what is asserted behind it is a case, and what cannot be read is none', () => {
  const result = NETPLAN.run(corpus)
  expect(result?.total).toBe(3)
  expect(result?.failures.map((failure) => failure.case)).toEqual([
    'x/tests/generator/test_x.py test_dhcp #1',
    'x/tests/generator/test_x.py test_drop_in #1',
  ])
  expect(result?.failures[0]?.why).toMatch(/90-netplan\.rules: .* instead of no such file/)
  expect(result?.failures[1]?.why).toMatch(/10-netplan-eth0\.network: .* instead of "wrong"/)
})

test('a folder without such tests holds none', () => {
  expect(NETPLAN.run({ files: ['a.py'], text: () => '' })).toBeUndefined()
})

test('strings, their joining and formatting are read as Python does', () => {
  const names = readAssignments(
    `A = 'a\\tb' "c" '''d\nE'''\nB = A + '%s-%%-%(k)s' % {'k': 5}\nC = [1, True, ('x', None)]\nD = f'{A}'\n`,
    '',
    new Map(),
  )
  expect(names.get('A')).toBe('a\tbcd\nE')
  expect(names.get('C')).toEqual([1, true, ['x', null]])
  expect(names.has('D')).toBe(false)
  expect(testsIn(TEST).map(({ name }) => name)).toEqual(['test_dhcp', 'test_two', 'test_drop_in'])
  expect(callsIn(`self.generate(r'\\n', k=(A)) self.generate(A.b)`, ['generate'], names)).toEqual([
    { name: 'generate', call: { name: 'generate', arguments: ['\\n'], keywords: { k: 'a\tbcd\nE' } } },
    { name: 'generate' },
  ])
})
