/** Builds the Debian tree with the real network programs that test/real compares the model with, once, and prints its path. Plain Node. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What a Debian virtualisation host has installed, and the few tools that look at the result. What these depend on is added. */
const PACKAGES = [
  ...['base-files', 'base-passwd', 'bash', 'coreutils', 'dash', 'findutils', 'gawk', 'grep', 'hostname', 'mount', 'procps', 'sed', 'tar'],
  ...['util-linux', 'libc-bin', 'netbase', 'iputils-ping', 'iproute2', 'net-tools', 'ethtool'],
  ...['ifupdown', 'bridge-utils', 'vlan', 'ifenslave', 'isc-dhcp-client', 'dnsmasq-base', 'netplan.io', 'systemd'],
  ...['ufw', 'iptables', 'nftables', 'openvswitch-switch', 'libvirt-daemon', 'libvirt-daemon-system', 'libvirt-clients', 'libvirt0'],
]

/** Nobody reads them in a test. */
const LEFT_OUT = ['doc', 'info', 'lintian', 'locale', 'man', 'bug', 'i18n'].map((name) => `--exclude=./usr/share/${name}/*`)

/**
 * As root the tree belongs to ids of its own, which the user namespaces of the tests map to 0 and up: what runs in them is nobody outside.
 * The last 65536 of those that systemd leaves to containers (systemd's UIDS-GIDS.md).
 */
export const FIRST_ID = process.getuid?.() === 0 ? 0x6fff0000 : undefined

/** The same file makes the same tree. */
function treeName() {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)))
  return `rootfs-${hash.digest('hex').slice(0, 16)}-${process.getuid?.() ?? 0}`
}

function cacheDirectory() {
  const own = process.env.BRIDGEWORK_CACHE
  return join(own ?? process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'bridgework')
}

/** Where the tree is, or will be. */
export function rootfsPath() {
  return join(cacheDirectory(), treeName())
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

/** The output of a program; throws what it complained of when it fails. */
function run([program, ...args], options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(stdout) : reject(new Error(`${program} ${args.join(' ')}: ${stderr.trim() || code}`)),
    )
  })
}

/** apt with the machine's sources, and nothing else of the machine: no package counts as installed, nothing is written outside `directory`. */
async function download(directory) {
  const [state, cache] = [join(directory, 'state'), join(directory, 'cache')]
  for (const path of [join(state, 'lists/partial'), join(cache, 'archives/partial')]) mkdirSync(path, { recursive: true })
  const status = join(directory, 'status')
  writeFileSync(status, '')
  const settings = [
    `Dir::State=${state}`,
    `Dir::State::status=${status}`,
    `Dir::Cache=${cache}`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ]
  settings.push('Acquire::Languages=none', 'Acquire::Retries=3', 'APT::Install-Recommends=false', 'APT::Update::Post-Invoke-Success::=true')
  const apt = ['apt-get', '-qq', ...settings.flatMap((setting) => ['-o', setting])]
  await run([...apt, 'update'])
  say(`Downloading ${PACKAGES.length} packages and what they need`)
  await run([...apt, '--download-only', '--yes', 'install', ...PACKAGES])
  const archives = join(cache, 'archives')
  return readdirSync(archives).flatMap((name) => (name.endsWith('.deb') ? [join(archives, name)] : []))
}

const UNPACK =
  'deb=$1 tree=$2; shift 2; dpkg-deb --fsys-tarfile "$deb" | tar --extract --keep-directory-symlink --no-same-owner "$@" --directory "$tree"'

async function unpack(archives, tree) {
  say(`Unpacking ${archives.length} packages`)
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(tree, 'usr', name), { recursive: true })
    symlinkSync(`usr/${name}`, join(tree, name))
  }
  const waiting = [...archives]
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      await run(['bash', '-o', 'pipefail', '-c', UNPACK, 'unpack', next, tree, ...LEFT_OUT])
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}

/** System users that maintainer scripts add: name, id. Group and home do not matter here. */
const USERS = [
  ['messagebus', 100],
  ['dnsmasq', 101],
  ['libvirt-qemu', 64055],
  ['libvirt-dnsmasq', 102],
  ['systemd-network', 998],
  ['systemd-resolve', 997],
]
const GROUPS = [
  ['netdev', 103],
  ['kvm', 104],
  ['libvirt', 105],
  ['render', 106],
]

/**
 * An ordinary user has one id in the namespaces, 0, and cannot become another: there everybody is root. dnsmasq takes the group `dip`, or
 * else that of `nobody`, if there is one, and fails when it may not.
 */
function writeAccounts(at) {
  const alone = FIRST_ID === undefined
  const master = (name) => readFileSync(at(`usr/share/base-passwd/${name}.master`), 'utf8')
  const own = ([name, id], ...rest) => [name, 'x', alone ? 0 : id, ...rest].join(':')
  const users = USERS.map((user) => own(user, alone ? 0 : user[1], '', '/nonexistent', '/usr/sbin/nologin'))
  const groups = [...USERS, ...GROUPS].map((group) => own(group, ''))
  const passwd = alone ? master('passwd').replace(/^nobody:.*$/m, 'nobody:x:0:4242::/nonexistent:/usr/sbin/nologin') : master('passwd')
  const group = alone ? master('group').replace(/^dip:.*\n/m, '') : master('group')
  writeFileSync(at('etc/passwd'), `${passwd}${users.join('\n')}\n`)
  writeFileSync(at('etc/group'), `${group}${groups.join('\n')}\n`)
}

/** What the packages' maintainer scripts do, as far as a network program can tell. */
function configure(tree) {
  const at = (path) => join(tree, path)
  writeAccounts(at)
  writeFileSync(
    at('etc/nsswitch.conf'),
    'passwd: files\ngroup: files\nhosts: files dns\nnetworks: files\nprotocols: files\nservices: files\nethers: files\n',
  )
  writeFileSync(at('etc/network/interfaces'), 'source /etc/network/interfaces.d/*\n')
  for (const family of ['iptables', 'ip6tables'])
    for (const part of ['', '-restore', '-save']) symlinkSync(`${family}-nft${part}`, at(`usr/sbin/${family}${part}`))
  for (const part of ['', '-restore', '-save']) symlinkSync(`ebtables-nft${part}`, at(`usr/sbin/ebtables${part}`))
  if (!existsSync(at('usr/bin/awk'))) symlinkSync('gawk', at('usr/bin/awk'))
  for (const name of ['before', 'before6', 'after', 'after6', 'user', 'user6'])
    copyFileSync(at(`usr/share/ufw/iptables/${name}.rules`), at(`etc/ufw/${name}.rules`))
  for (const name of ['before.init', 'after.init', 'ufw.conf']) copyFileSync(at(`usr/share/ufw/${name}`), at(`etc/ufw/${name}`))
  for (const name of ['run', 'lock']) rmSync(at(`var/${name}`), { recursive: true, force: true })
  symlinkSync('/run', at('var/run'))
  symlinkSync('/run/lock', at('var/lock'))
  writeFileSync(at('etc/hosts'), '127.0.0.1 localhost\n127.0.1.1 server\n::1 localhost ip6-localhost ip6-loopback\n')
  writeFileSync(at('etc/fstab'), '')
  writeFileSync(at('etc/machine-id'), '0123456789abcdef0123456789abcdef\n')
  for (const path of [
    'var/lib/dhcp',
    'var/lib/misc',
    'etc/openvswitch',
    'etc/systemd/network',
    'etc/netplan',
    'run',
    'proc',
    'sys',
    'dev',
    'tmp',
  ])
    mkdirSync(at(path), { recursive: true })
}

function giveAway(path, first) {
  lchownSync(path, first, first)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) giveAway(join(path, name), first)
}

/** Everybody may open it where udev runs, and Open vSwitch does; in the namespaces nobody could make it. Only root can do it here. */
async function makeTun(tree) {
  const path = join(tree, 'dev/net/tun')
  mkdirSync(join(tree, 'dev/net'))
  await run(['mknod', '--mode=666', path, 'c', '10', '200']).catch(() => {})
}

async function build(target) {
  const started = Date.now()
  mkdirSync(cacheDirectory(), { recursive: true })
  const directory = mkdtempSync(join(cacheDirectory(), 'building-'))
  try {
    const tree = join(directory, 'tree')
    mkdirSync(tree)
    await unpack(await download(directory), tree)
    configure(tree)
    await makeTun(tree)
    if (FIRST_ID !== undefined) giveAway(tree, FIRST_ID)
    // Somebody else may have been quicker; what is there is never half a tree.
    if (!existsSync(target)) renameSync(tree, target)
    say(`The tree of real programs is ready (${Math.round((Date.now() - started) / 1000)} s)`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Trees of older package lists. */
function removeOthers(target) {
  for (const name of readdirSync(cacheDirectory()))
    if (/^rootfs-/.test(name) && join(cacheDirectory(), name) !== target && name.split('-')[2] === target.split('-').at(-1))
      rmSync(join(cacheDirectory(), name), { recursive: true, force: true })
}

/** The path of the tree, which is built when it is not there. */
export async function rootfs() {
  const target = rootfsPath()
  if (!existsSync(target)) {
    say('Building the tree of real programs for test/real (once)')
    await build(target)
    removeOthers(target)
  }
  return target
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(await rootfs())
  } catch (error) {
    say(`The tree of real programs cannot be built: ${error.message}`)
    process.exitCode = 1
  }
}
