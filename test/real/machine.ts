/** A machine to boot real programs on: namespaces of its own around the tree of tools/rootfs.mjs, and another namespace at the other end of its cables. */
import { writeFileSync } from 'node:fs'
import { BASELINE } from '../../src/core/lab/baseline.js'
import { childrenOf, programNameOf } from '../../src/live/system/proc.js'
import { localRun, type RunResult } from '../../src/live/system/run.js'
import { type Started, start } from '../../src/live/system/start.js'
import { FIRST_ID } from '../../tools/rootfs.mjs'

export type Machine = {
  /** A command line for the shell of the machine. */
  readonly run: (line: string, stdin?: string) => Promise<RunResult>
  /** The same on the other end of the cables. */
  readonly runOutside: (line: string) => Promise<RunResult>
  /** Path → text. One that is `-> TARGET` makes a symbolic link. */
  readonly write: (files: ReadonlyMap<string, string>) => Promise<unknown>
  readonly close: () => Promise<void>
}

const NAMESPACES = ['--mount', '--net', '--pid', '--uts', '--ipc', '--fork', '--kill-child'] as const

/** Where the working directory, the tree, becomes `/`. What is written to it stays in memory and is gone with the namespaces. */
const PREPARE = `
set -e
mount -t tmpfs -o mode=0755 tmpfs /tmp
mkdir /tmp/upper /tmp/work /tmp/root
: > /tmp/tun
mount --no-canonicalize --bind dev/net/tun /tmp/tun 2> /dev/null || mount --bind /dev/net/tun /tmp/tun || true
mount -t overlay -o lowerdir=.,upperdir=/tmp/upper,workdir=/tmp/work,userxattr overlay /tmp/root
cd /tmp/root
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t tmpfs -o mode=0755 tmpfs dev
mkdir dev/net dev/pts dev/shm
for device in null zero full random urandom tty
do if [ -e /dev/$device ]; then : > dev/$device; mount --bind /dev/$device dev/$device; fi
done
: > dev/net/tun
mount --bind /tmp/tun dev/net/tun
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=0755 tmpfs run
mkdir run/netns run/lock
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir .old
pivot_root . .old
cd /
umount -l .old
rmdir .old
hostname server
`
/** The first process reaps what daemons leave behind, and ends with its input: with this process, however it ends. */
const HOLD = "trap '' CHLD; exec cat"

const ENVIRONMENT = ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'LC_ALL=C', 'HOME=/root', 'sh', '-c'] as const
const PATIENCE = 120_000

export async function openMachine(tree: string): Promise<Machine> {
  const users = FIRST_ID === undefined ? undefined : await mapUsers(FIRST_ID)
  const unshare = users === undefined ? ['unshare', '--user', '--map-root-user'] : [...users.enter, 'unshare']
  const holder = start(['env', `--chdir=${tree}`, ...unshare, ...NAMESPACES, '--', 'sh', '-c', PREPARE + HOLD], 'pipe')
  try {
    const pid = await firstProcess(holder)
    users?.holder.endInput()
    const machine = machineOf(pid, holder)
    await setUp(machine)
    return machine
  } catch (error) {
    holder.kill()
    users?.holder.kill()
    throw error
  }
}

/** A freshly booted kernel's; and an IPv6 address is usable at once, as nobody here could have it already. */
const SETTINGS = [
  ...BASELINE,
  ['net.ipv6.conf.default.dad_transmits', '0'],
  ['net.ipv6.conf.all.dad_transmits', '0'],
  // A new namespace has 1 when the module happens to be loaded; a machine has none of them until something loads it.
  ...['iptables', 'ip6tables', 'arptables'].map((name) => [`net.bridge.bridge-nf-call-${name}`, '0'] as const),
] as const

/** Only what differs: a parameter of `default` that was once written is no longer followed (devinet.c: devinet_copy_dflt_conf). */
async function setUp(machine: Machine): Promise<void> {
  const { stdout } = await machine.run(`sysctl -e ${SETTINGS.map(([key]) => key).join(' ')} 2> /dev/null`)
  const now = new Map(stdout.split('\n').map((line) => line.split(' = ') as [string, string]))
  const wanted = SETTINGS.filter(([key, value]) => now.get(key) !== undefined && now.get(key) !== value)
  await must(machine.run(['true', ...wanted.map(([key, value]) => `sysctl -q -w ${key}=${value}`)].join('\n')))
}

function machineOf(pid: number, holder: Started): Machine {
  const preserve = FIRST_ID === undefined ? ['--preserve-credentials'] : []
  const enter = ['nsenter', '--target', String(pid), '--user', ...preserve, '--mount', '--uts', '--ipc', '--net', '--pid', '--'] as const
  const run = (line: string, stdin?: string) =>
    localRun([...enter, ...ENVIRONMENT, line], { timeout: PATIENCE, ...(stdin === undefined ? {} : { stdin }) })
  return {
    run,
    runOutside: (line) => localRun([...enter, 'nsenter', '--net=/run/netns/outside', '--', ...ENVIRONMENT, line], { timeout: PATIENCE }),
    write: (files) => must(run('sh -e', fileScript(files))),
    close: async () => {
      holder.endInput()
      const patience = setTimeout(() => holder.kill(), 1000)
      await holder.ended
      clearTimeout(patience)
    },
  }
}

/** A user namespace in which 65536 ids of the machine, which are nobody's, are 0 and up. */
async function mapUsers(first: number): Promise<{ readonly holder: Started; readonly enter: readonly [string, ...string[]] }> {
  const holder = start(['unshare', '--user', 'cat'], 'pipe')
  await until(() => holder.pid !== undefined && programNameOf(holder.pid) === 'cat', 'the user namespace')
  for (const map of ['uid_map', 'gid_map']) writeFileSync(`/proc/${holder.pid}/${map}`, `0 ${first} 65536\n`)
  return { holder, enter: ['nsenter', `--user=/proc/${holder.pid}/ns/user`, '--setuid', '0', '--setgid', '0'] }
}

/** When it has become `cat`, the machine's `/` is in place. */
async function firstProcess(holder: Started): Promise<number> {
  let gone = false
  void holder.ended.then(() => {
    gone = true
  })
  let pid: number | undefined
  await until(() => {
    if (gone) throw new Error('the namespaces of the machine did not come up')
    pid = holder.pid === undefined ? undefined : childrenOf(holder.pid)[0]
    return pid !== undefined && programNameOf(pid) === 'cat'
  }, 'the namespaces of the machine')
  return pid ?? 0
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 2) {
    if (condition()) return
    await new Promise((resolve) => {
      setTimeout(resolve, 2)
    })
  }
  throw new Error(`${what} did not come up`)
}

/** The output of a command that has to work. */
export async function must(result: Promise<RunResult>): Promise<string> {
  const { code, stdout, stderr } = await result
  if (code !== 0) throw new Error(stderr.trim() || stdout.trim() || `exit code ${code}`)
  return stdout
}

/** A shell script that puts files into place. */
function fileScript(files: ReadonlyMap<string, string>): string {
  return [...files]
    .map(([path, text]) => {
      const target = /^-> (\S+)\s*$/.exec(text)?.[1]
      const make = target === undefined ? `printf %s ${quote(text)} > ${quote(path)}` : `ln -s ${quote(target)} ${quote(path)}`
      return `mkdir -p ${quote(path.slice(0, path.lastIndexOf('/') + 1))}\nrm -f ${quote(path)}\n${make}\n`
    })
    .join('')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
