/** Makes a fresh clone ready: Debian packages, npm packages, the build. Does nothing when nothing is to do. Plain Node, no dependency. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtHash, ROOT, sourceHash } from './source-hash.mjs'

/** Debian package → the programs that the lab needs from it. */
const PACKAGES = {
  'dnsmasq-base': ['dnsmasq'],
  iproute2: ['ip', 'tc', 'bridge'],
  iptables: ['iptables', 'iptables-restore', 'iptables-save'],
  'iputils-ping': ['ping'],
  nftables: ['nft'],
  udhcpc: ['udhcpc'],
  'util-linux': ['unshare', 'nsenter', 'setpriv'],
}

/** An ordinary user's PATH often lacks the sbin directories, where Debian keeps most of these. */
const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin']
const PATH = [...new Set([...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), ...SBIN])]
const ENVIRONMENT = { ...process.env, PATH: PATH.join(delimiter) }
const isRoot = process.getuid?.() === 0

function say(text) {
  process.stderr.write(`${text}\n`)
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function find(program) {
  return PATH.map((folder) => join(folder, program)).find(isProgram)
}

/** Runs a command without showing what it prints, unless it fails. */
function run([program, ...args], { environment = {}, attempts = 1, mayFail = false } = {}) {
  for (let left = attempts; left > 0; left--) {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...ENVIRONMENT, ...environment },
    })
    if (status === 0) return true
    if (left > 1) spawnSync('sleep', ['3'])
    else if (!mayFail) say(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}\n${[program, ...args].join(' ')} failed`)
  }
  return mayFail
}

function missingPackages() {
  return Object.entries(PACKAGES).flatMap(([name, programs]) => (programs.every(find) ? [] : [name]))
}

function installPackages() {
  const missing = missingPackages()
  if (missing.length === 0) return true
  if (find('apt-get') === undefined) {
    say(`These programs are missing: ${missing.flatMap((name) => PACKAGES[name].filter((program) => !find(program))).join(' ')}`)
    return false
  }
  const install = ['install', '-y', '--no-install-recommends', ...missing]
  if (!isRoot) {
    say(`Debian packages are missing. Install them, then try again:\n  sudo apt-get ${install.join(' ')}`)
    return false
  }
  say(`Installing ${missing.join(' ')}`)
  const apt = ['apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3']
  const environment = { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' }
  run([...apt, 'update'], { environment, attempts: 3, mayFail: true })
  if (!run([...apt, ...install], { environment, attempts: 3 })) return false
  if (missingPackages().length > 0) say(`Installed, but without the programs that were expected of: ${missingPackages().join(' ')}`)
  return missingPackages().length === 0
}

function readNumber(path) {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** The one line that lets an ordinary user make namespaces, where the kernel says what forbids it. */
function namespaceRemedy() {
  if (readNumber('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === 1)
    return 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
  if (readNumber('/proc/sys/kernel/unprivileged_userns_clone') === 0) return 'sudo sysctl -w kernel.unprivileged_userns_clone=1'
  if (readNumber('/proc/sys/user/max_user_namespaces') === 0) return 'sudo sysctl -w user.max_user_namespaces=10000'
  return undefined
}

/** Not only making the namespace is tried: under AppArmor's restriction it comes without the right to configure anything. */
function namespacesWork() {
  const probe = ['--user', '--map-root-user', '--net', 'ip', 'link', 'set', 'lo', 'up']
  const { status, stderr, error } = spawnSync('unshare', probe, { encoding: 'utf8', timeout: 20_000, env: ENVIRONMENT })
  if (status === 0) return true
  const remedy = namespaceRemedy()
  say(`The lab needs user namespaces, and this system refuses them: ${(stderr ?? '').trim() || error?.message}`)
  say(remedy === undefined ? 'In a container: start it so that unshare(2) is permitted.' : `Permit them, then try again:\n  ${remedy}`)
  return false
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages
  } catch {
    return undefined
  }
}

/** npm writes down what it installed; packages for other platforms are in the lock only. */
function nodeModulesAreStale() {
  const wanted = readLock('package-lock.json') ?? {}
  const installed = readLock('node_modules/.package-lock.json')
  if (installed === undefined) return true
  const isInstalled = ([path, { version, integrity, optional }]) => {
    const found = installed[path]
    return path === '' || (found === undefined ? optional === true : found.version === version && found.integrity === integrity)
  }
  return !Object.entries(wanted).every(isInstalled) || Object.keys(installed).some((path) => wanted[path] === undefined)
}

function installModules() {
  if (!nodeModulesAreStale()) return true
  say('Installing npm packages')
  const npm = process.env.npm_execpath === undefined ? ['npm'] : [process.execPath, process.env.npm_execpath]
  return run([...npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { attempts: 2 })
}

function build() {
  if (builtHash() === sourceHash()) return true
  say('Building')
  return run([process.execPath, 'tools/build.mjs'])
}

/** True when everything is ready; otherwise it has said what is missing. */
export function setUp() {
  const major = Number.parseInt(process.versions.node, 10)
  if (major < 20) say(`Bridgework needs Node 20 or newer, and this is ${process.version}.`)
  return major >= 20 && installPackages() && namespacesWork() && installModules() && build()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href && !setUp()) process.exitCode = 1
