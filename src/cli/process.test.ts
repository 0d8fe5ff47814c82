/** The program as a process: exit codes, complaints, and output that can be cut off. Runs the build in dist/. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const PROGRAM = join(process.cwd(), 'bin/bridgework')
const GUEST = 'auto eth0\niface eth0 inet static\n  address 10.0.0.2/24\n  gateway 10.0.0.1\n'
const TOPOLOGY = `version: 1
name: tiny
nodes:
  server: {kind: host, root: server, nics: {eth0: {}}}
  laptop: {kind: outside, network: {ethernets: {lan0: {addresses: [10.0.0.1/24]}}}}
links: [[server:eth0, laptop:lan0]]
worlds: {earth: {}, moon: {}}
expect:
  - {id: A, from: laptop, to: server, outcome: reply, because: reachable}
`
let folder = ''

function put(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function run(...words: string[]) {
  const env = { ...process.env, NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(PROGRAM, words, { cwd: folder, encoding: 'utf8', env })
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stderr).not.toContain('this is a bug')
  return { status, stdout, stderr }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bridgework-cli-'))
  put('bridgework.yaml', TOPOLOGY)
  put('server/etc/network/interfaces', GUEST)
  put('failing.yaml', TOPOLOGY.replace('outcome: reply, because: reachable', 'outcome: silence'))
  put('bad.yaml', 'version: 1\nname: bad\nnodez: {}\n')
  put('broken.yaml', 'nodes: {a: [\n')
  put('binary.yaml', TOPOLOGY.replaceAll('root: server', 'root: binary'))
  put(
    'binary/etc/network/interfaces',
    Uint8Array.from({ length: 300 }, (_, index) => index % 256),
  )
  put('truncated.yaml', TOPOLOGY.replaceAll('root: server', 'root: truncated'))
  put('truncated/etc/libvirt/qemu/networks/default.xml', "<network>\n  <name>default</name>\n  <bridge name='virbr0'\n")
  put(
    'random.yaml',
    Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256),
  )
  put('no-root.yaml', TOPOLOGY.replaceAll('root: server', 'root: nowhere'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  [['show', '-f', 'bad.yaml'], 'bad.yaml:3:1: error:'],
  [['show', '-f', 'broken.yaml'], 'broken.yaml:'],
  [['show', '-f', 'random.yaml'], 'error:'],
  [['show', '-f', 'missing.yaml'], 'missing.yaml cannot be read: it does not exist'],
  [['show', '-f', 'binary.yaml'], 'binary/etc/network/interfaces'],
  [['lint', '-f', 'binary.yaml'], 'not a text file'],
  [['check', '-f', 'truncated.yaml'], 'truncated/etc/libvirt/qemu/networks/default.xml:'],
  [['matrix', '-f', 'no-root.yaml'], 'no-root.yaml:4:'],
  [['trace', 'laptpo', 'server'], 'did you mean laptop?'],
  [['trace', 'laptop', 'server:eth7'], 'no IPv4 address'],
  [['trace', 'laptop'], "missing required argument 'to'"],
  [['trace', 'laptop', 'server', '--proto', 'sctp/1'], 'icmp, tcp/PORT or udp/PORT'],
  [['show', '--world', 'mars'], 'mars'],
  [['shwo'], 'Did you mean show?'],
  [['show', '--jsno'], 'Did you mean --json?'],
  [['explain', 'rp-filter/stict'], 'did you mean rp-filter/strict?'],
  [['explain', 'policy'], 'did you mean netfilter/policy?'],
  [['what-differs', '.'], 'nothing to compare with'],
  [['what-breaks', 'ip', 'link', 'set', 'eth7', 'down'], 'fails on server: Cannot find device "eth7"'],
  [['what-breaks', 'unplug', 'server:eth1'], 'did you mean server:eth0?'],
  [['what-breaks', 'frobnicate'], 'is not modelled: frobnicate'],
  [['what-breaks', '--on', 'sever', 'ip', 'link'], 'did you mean server?'],
  [['complete'], 'bash, zsh, fish or powershell'],
])('%j is unusable: exit 2, a complaint, no stack trace', (words, complaint) => {
  const { status, stdout, stderr } = run(...words)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(complaint)
})

test('with --json the complaints are JSON as well', () => {
  const { status, stdout } = run('show', '-f', 'bad.yaml', '--json')
  expect(status).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    kind: 'unusable',
    diagnostics: [{ severity: 'error', at: { file: 'bad.yaml', line: 3 } }],
  })
})

test.each([
  [['show'], 0, /eth0 +linux \(ifupdown\) +eth0 +10\.0\.0\.2\/24 +yes/],
  [['show', '-f', '.'], 0, /tiny/],
  [['trace', 'laptop', 'server'], 0, /reachable: reply, ttl 64/],
  [['trace', 'laptop', 'server', '--reverse'], 0, /server → 10\.0\.0\.1/],
  [['trace', 'laptop', 'server', '--both'], 0, /^request {4}laptop → server\nanswer {5}server → laptop$/m],
  [['explain', 'route/none'], 0, /ip route get ADDRESS/],
  [['explain', '--json'], 0, /"kind": "reasons"/],
  [['trace', 'server', '8.8.8.8'], 0, /unreachable/],
  [['what-differs', '.', 'failing.yaml'], 0, /^nothing differs; 2 flows compared, by icmp$/m],
  [['what-differs', '.', '--world', 'moon'], 0, /^tiny \(world earth\) → tiny \(world moon\)$/m],
  [['what-breaks', '-f', '.', 'ip', 'link', 'set', 'eth0', 'down'], 1, /^lost, 1 flow: link\/no-carrier on laptop$/m],
  [['what-breaks', 'unplug', 'server:eth0'], 1, /^2 lost; 2 flows compared/m],
  [['what-breaks', 'ip route del default', 'iptables -A INPUT -p tcp -j DROP'], 0, /^nothing differs/m],
  [['what-breaks', '--json', '--on', 'laptop', 'iptables', '-P', 'INPUT', 'DROP'], 1, /"side": "after"/],
  [['trace', 'laptop', 'server', '--proto', 'tcp/22'], 0, /refused/],
  [['matrix'], 0, /✓ reply/],
  [['check'], 0, /1 expectation, all met/],
  [['check', '-f', 'failing.yaml'], 1, /outcome reply, expected silence/],
  [['lint'], 0, /nothing found/],
  [['--help'], 0, /Examples:/],
  [['trace', '--help'], 0, /Examples:/],
  [['complete', 'bash'], 0, /bridgework/],
  [['complete', '--', 'tr'], 0, /^trace/],
] as const)('%j: exit %i', (words, status, text) => {
  const result = run(...words)
  expect(result.status).toBe(status)
  expect(result.stdout).toMatch(text)
})

test.each([
  ['tr', 'trace'],
  ['show --js', '--json'],
  ['show --color al', 'always'],
  ['lab te', 'test'],
  ['trace -f bridgework.yaml lap', 'laptop'],
  ['trace $(touch evil) ser', 'server'],
  ['show --world mo', 'moon'],
  ['matrix --nodes se', 'server'],
  ['explain rp', 'rp-filter/strict'],
  ['what-breaks --on lap', 'laptop'],
  ['what-differs --js', '--json'],
])('bash completes `bridgework %s` to %s', (typed, completed) => {
  const script = 'source <("$1" complete bash); COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _bridgework; printf "%s\\n" "$COMPREPLY"'
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', PROGRAM, ...typed.split(' ')], { cwd: folder, encoding: 'utf8' })
  expect({ stdout, stderr }).toEqual({ stdout: `${completed}\n`, stderr: '' })
  expect(existsSync(join(folder, 'evil'))).toBe(false)
})

test.each([['show'], ['matrix'], ['check'], ['lint'], ['trace', 'laptop', 'server']])('%s --json has a version and a kind', (...words) => {
  const { status, stdout } = run(...words, '--json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, kind: words[0] })
})

test('trace --json', () => {
  const view = JSON.parse(run('trace', 'server', '8.8.8.8', '--json').stdout)
  expect(Object.keys(view)).toEqual(
    expect.arrayContaining(['verdict', 'outcome', 'reason', 'why', 'redirects', 'hops', 'origins', 'fixes']),
  )
  expect(view).toMatchObject({ verdict: 'unreachable', from: 'server', to: '8.8.8.8', protocol: 'icmp' })
})

test('output that nobody reads to its end is no error', () => {
  const { status, stderr } = spawnSync('sh', ['-c', `"${PROGRAM}" matrix --json | head -c 1`], { cwd: folder, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('colours only where they are wanted', () => {
  expect(run('show').stdout).not.toContain('\u001b')
  expect(run('show', '--color', 'always').stdout).toContain('\u001b[')
})

test('docs/exit-codes.md knows every exit code', () => {
  const rows = readFileSync('docs/exit-codes.md', 'utf8').match(/^\| \d \|/gm)
  expect(rows).toEqual(['| 0 |', '| 1 |', '| 2 |', '| 3 |'])
})
