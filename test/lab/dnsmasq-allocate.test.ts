/** Our choice of an address against the real dnsmasq's, in network namespaces of an own user namespace. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ipv4, parseIpv4 } from '../../src/core/addresses/ipv4.js'
import { type Mac, parseMac } from '../../src/core/addresses/mac.js'
import { allocate } from '../../src/core/formats/dnsmasq/index.js'

type Range = { readonly start: Ipv4; readonly end: Ipv4 }

type Case = {
  readonly about: string
  readonly server: string
  readonly ranges: readonly string[]
  readonly reserved?: readonly string[]
  readonly macs: readonly Mac[]
}

const SERVER_LINK = 's0'
const CLIENT_LINK = 'c0'
const started: ChildProcess[] = []
let server: ChildProcess
let client: ChildProcess

/** Runs something in the namespaces of a process. nsenter(1) and unshare(1) become what they start, so the pid stays the same. */
function inside(holder: ChildProcess, ...command: readonly string[]): string[] {
  return ['--target', String(holder.pid), '--user', '--net', '--mount', '--preserve-credentials', '--', ...command]
}

/** Dies with this process, whatever becomes of it. */
function mortal(...command: readonly string[]): string[] {
  return ['setpriv', '--pdeathsig', 'KILL', ...command]
}

function start(program: string, parameters: readonly string[]): ChildProcess {
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  return child
}

function run(holder: ChildProcess, ...command: readonly string[]): void {
  execFileSync('nsenter', inside(holder, ...command), { stdio: 'pipe', timeout: 20_000 })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

/** A holder is ready when its network namespace is another one than that. */
async function untilReady(holder: ChildProcess, than: string): Promise<void> {
  const before = readlinkSync(than)
  for (let tried = 0; tried < 250; tried++) {
    if (readFileSync(`/proc/${holder.pid}/comm`, 'utf8') === 'sleep\n' && readlinkSync(`/proc/${holder.pid}/ns/net`) !== before) return
    await wait(20)
  }
  throw new Error('no network namespace: does this machine allow unshare(1)?')
}

beforeAll(async () => {
  server = start('unshare', ['--user', '--map-root-user', '--net', '--mount', '--', ...mortal('sleep', '600')])
  await untilReady(server, '/proc/self/ns/net')
  client = start('nsenter', inside(server, 'unshare', '--net', '--', ...mortal('sleep', '600')))
  await untilReady(client, `/proc/${server.pid}/ns/net`)
  run(server, 'ip', 'link', 'add', SERVER_LINK, 'type', 'veth', 'peer', 'name', CLIENT_LINK, 'netns', String(client.pid))
})

afterAll(async () => {
  for (const child of started.toReversed()) await stop(child)
})

async function startDnsmasq({ server: own, ranges, reserved = [] }: Case): Promise<ChildProcess> {
  run(server, 'ip', 'address', 'flush', 'dev', SERVER_LINK)
  run(server, 'ip', 'address', 'add', own, 'dev', SERVER_LINK)
  run(server, 'ip', 'link', 'set', SERVER_LINK, 'up')
  const alone = ['--conf-file=/dev/null', '--pid-file=', '--leasefile-ro', '--no-daemon', '--user=root', '--group=']
  const here = ['--no-ping', '--port=0', `--interface=${SERVER_LINK}`, '--bind-interfaces']
  const hosts = reserved.map((address, index) => `--dhcp-host=02:00:00:00:ff:0${index},${address}`)
  const pools = ranges.map((range) => `--dhcp-range=${range}`)
  const child = start('nsenter', inside(server, ...mortal('dnsmasq', ...alone, ...here, ...pools, ...hosts)))
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  for (let tried = 0; tried < 250 && !said.includes('sockets bound'); tried++) await wait(20)
  if (child.exitCode !== null) throw new Error(`dnsmasq did not start: ${said}`)
  return child
}

function lease(mac: Mac): string | undefined {
  run(client, 'ip', 'link', 'set', CLIENT_LINK, 'down')
  run(client, 'ip', 'link', 'set', CLIENT_LINK, 'address', mac, 'up')
  const asked = inside(client, 'udhcpc', '-i', CLIENT_LINK, '-f', '-n', '-q', '-t', '3', '-T', '1', '-s', '/bin/true')
  const { stdout, stderr } = spawnSync('nsenter', asked, { encoding: 'utf8', timeout: 20_000 })
  return /lease of (\S+) obtained/.exec(`${stdout}${stderr}`)?.[1]
}

const mac = (text: string): Mac => parseMac(text) as Mac
const ip = (text: string): Ipv4 => parseIpv4(text) as Ipv4

function rangeOf(text: string): Range {
  const [first = '', last = ''] = text.split(',')
  return { start: ip(first), end: ip(last) }
}

/** The first MACs whose own choice in an empty range is this address. */
function macsFor(address: string, range: string, count: number): readonly Mac[] {
  const all = Array.from({ length: 65536 }, (_, index) =>
    mac(`52:54:00:00:${(index >> 8).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`),
  )
  return all.filter((one) => allocate(one, { ranges: [rangeOf(range)], isTaken: () => false }) === address).slice(0, count)
}

const CASES: readonly Case[] = [
  {
    about: 'several machines in the range of the seed',
    server: '10.10.11.1/24',
    ranges: ['10.10.11.200,10.10.11.254'],
    macs: ['52:54:00:87:a5:22', '52:54:00:cc:7c:fe', '52:54:00:1c:fc:29', '00:00:00:00:00:01', 'fe:ff:ff:ff:ff:fe'].map(mac),
  },
  {
    about: "libvirt's range",
    server: '192.168.122.1/24',
    ranges: ['192.168.122.2,192.168.122.254'],
    macs: ['52:54:00:c4:87:cf', '52:54:00:5b:e3:19'].map(mac),
  },
  {
    about: 'three machines that choose the same address',
    server: '10.0.0.1/24',
    ranges: ['10.0.0.10,10.0.0.90'],
    macs: macsFor('10.0.0.40', '10.0.0.10,10.0.0.90', 3),
  },
  {
    about: 'from the last address on to the first',
    server: '10.0.0.1/24',
    ranges: ['10.0.0.10,10.0.0.20'],
    macs: macsFor('10.0.0.20', '10.0.0.10,10.0.0.20', 2),
  },
  {
    about: 'past what is reserved',
    server: '10.0.0.1/24',
    ranges: ['10.0.0.10,10.0.0.20'],
    reserved: ['10.0.0.12', '10.0.0.13'],
    macs: macsFor('10.0.0.12', '10.0.0.10,10.0.0.20', 2),
  },
  {
    about: "past the server's own address",
    server: '10.0.0.15/24',
    ranges: ['10.0.0.10,10.0.0.20'],
    macs: macsFor('10.0.0.15', '10.0.0.10,10.0.0.20', 1),
  },
  {
    about: 'past .255 and .0 in class C space',
    server: '192.168.4.1/23',
    ranges: ['192.168.4.253,192.168.5.3'],
    macs: macsFor('192.168.4.254', '192.168.4.253,192.168.5.3', 3),
  },
  {
    about: 'onto .255 and .0 elsewhere',
    server: '10.0.4.1/23',
    ranges: ['10.0.4.253,10.0.5.3'],
    macs: macsFor('10.0.4.255', '10.0.4.253,10.0.5.3', 2),
  },
  {
    about: 'one range after the other',
    server: '10.0.0.1/24',
    ranges: ['10.0.0.70,10.0.0.71', '10.0.0.30,10.0.0.31'],
    macs: macsFor('10.0.0.70', '10.0.0.70,10.0.0.71', 4),
  },
  {
    about: 'nothing when the range is used up',
    server: '10.0.0.1/24',
    ranges: ['10.0.0.70,10.0.0.71'],
    macs: macsFor('10.0.0.70', '10.0.0.70,10.0.0.71', 3),
  },
]

test.each(CASES)('$about', async (one) => {
  expect(one.macs.length).toBeGreaterThan(0)
  const dnsmasq = await startDnsmasq(one)
  try {
    const taken = new Set<string>([one.server.split('/')[0] ?? '', ...(one.reserved ?? [])])
    for (const address of one.macs) {
      const expected = allocate(address, { ranges: one.ranges.map(rangeOf), isTaken: (candidate) => taken.has(candidate) })
      expect({ address, lease: lease(address) }).toEqual({ address, lease: expected })
      if (expected !== undefined) taken.add(expected)
    }
  } finally {
    await stop(dnsmasq)
  }
})
