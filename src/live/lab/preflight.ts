/** Whether this machine can hold a lab, and the one line that makes it able to. */

import { findProgram } from '../system/environment.js'
import { localFiles } from '../system/files.js'
import type { Run } from '../system/run.js'

/** This machine cannot hold a lab as it is. */
export class LabUnavailable extends Error {
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}

/** Programs and the Debian packages that bring them. */
const PROGRAMS: readonly (readonly [program: string, debianPackage: string])[] = [
  ['ip', 'iproute2'],
  ['unshare', 'util-linux'],
  ['nsenter', 'util-linux'],
  ['setpriv', 'util-linux'],
  ['mount', 'mount'],
  ['sysctl', 'procps'],
  ['iptables', 'iptables'],
  ['iptables-restore', 'iptables'],
  ['ping', 'iputils-ping'],
  ['dnsmasq', 'dnsmasq-base'],
  ['udhcpc', 'udhcpc'],
]

export async function requireLab(run: Run): Promise<void> {
  const missing = PROGRAMS.filter(([program]) => findProgram(program) === undefined)
  if (missing.length > 0) {
    const packages = [...new Set(missing.map(([, debianPackage]) => debianPackage))]
    throw new LabUnavailable(
      `programs are missing: ${missing.map(([program]) => program).join(', ')}`,
      `sudo apt-get install -y ${packages.join(' ')}`,
    )
  }
  const attempt = await run(
    ['unshare', '--user', '--map-root-user', '--mount', '--net', '--pid', '--fork', '--mount-proc', '--', 'ip', 'link', 'set', 'lo', 'up'],
    { timeout: 10_000 },
  )
  if (attempt.code !== 0)
    throw new LabUnavailable(`namespaces cannot be made: ${attempt.stderr.trim().split('\n').at(-1) ?? ''}`, remedyForNamespaces())
}

const SWITCHES: readonly (readonly [file: string, bad: RegExp, remedy: string])[] = [
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', /^[1-9]/, 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'],
  ['/proc/sys/kernel/unprivileged_userns_clone', /^0/, 'sudo sysctl -w kernel.unprivileged_userns_clone=1'],
  ['/proc/sys/user/max_user_namespaces', /^0/, 'sudo sysctl -w user.max_user_namespaces=10000'],
  ['/proc/sys/user/max_net_namespaces', /^0/, 'sudo sysctl -w user.max_net_namespaces=10000'],
]

function remedyForNamespaces(): string {
  const found = SWITCHES.find(([file, bad]) => {
    const content = localFiles.readText(file)
    return 'text' in content && bad.test(content.text)
  })
  return (
    found?.[2] ??
    'run it where user namespaces are allowed: in a container, allow unshare(2) and mounts of /proc (e.g. podman run --security-opt unmask=ALL)'
  )
}
