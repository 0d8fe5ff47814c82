/** The kernel reads our dumps as it reads the original, and we read what it saves; in a network namespace that ends with the process. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { lowerIptables, lowerSave, parseSave, printChains, ruleArgv } from '../../src/core/formats/iptables/index.js'
import { splitWords } from '../../src/core/formats/iptables/words.js'
import { inputOf, readCases } from '../case-file.js'

const NAMESPACE = ['-Urn', '--']

function run(argv: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('unshare', [...NAMESPACE, ...argv], { input, encoding: 'utf8' })
  expect({ argv, status, stderr }).toEqual({ argv, status: 0, stderr: '' })
  return stdout
}

/** What the kernel holds after loading a dump. */
function saved(dump: string): string {
  return normal(run(['sh', '-c', 'iptables-restore && iptables-save'], dump))
}

/** Without comments and counters; quotes only where they are needed; a table at a time in the order of their names. */
function normal(dump: string): string {
  const lines = dump.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const tables = lines
    .map((line) => line.replace(/ ?\[\d+:\d+\]/, ''))
    .join('\n')
    .split('COMMIT')
  return tables
    .map((table) => table.trim())
    .sort()
    .join('\n')
}

function reprinted(dump: string): string {
  return printChains(lowerSave(parseSave(dump, 'dump', 'ip').document).chains)
}

const cases = readCases('src/core/formats/iptables/cases')
const dump = inputOf(cases.find((file) => file.path.endsWith('saved.case')) ?? { title: '', path: '', sections: new Map() }, 'rules')

test('the dump that we print makes the same rules as the dump that we read', () => {
  expect(saved(dump)).toContain('-A INPUT')
  expect(saved(reprinted(dump))).toBe(saved(dump))
})

test('what iptables-save writes is what we print of it', () => {
  const text = run(['sh', '-c', 'iptables-restore && iptables-save'], dump)
  expect(normal(reprinted(text))).toBe(normal(text))
})

/** One command a line, as a person types it. */
const COMMANDS = `iptables -A INPUT -p tcp --dport ssh -j ACCEPT
iptables -A INPUT -s 10.0.0.1,10.0.0.2 -d 10.1.0.0/255.255.0.0,10.2.0.1 -j DROP
iptables -I INPUT 2 -s 10.5.0.1,10.5.0.2 -j DROP
iptables -I INPUT -p icmp --icmp-type host-unr -m comment --comment "it's \\"odd\\"" -j REJECT --reject-with host-unreach
iptables -A FORWARD -p tcp -m multiport --dports http,https:444 --syn -m limit -j LOG --log-prefix "x y"
iptables -A OUTPUT --protocol 17 --source-port :1023 -o eth+ -mttl --ttl-eq=5 -j RETURN
iptables -A OUTPUT -m conntrack --ctstate new,related -m addrtype ! --dst-type LOCAL -j ACCEPT
iptables -A FORWARD -p tcp --tcp-fl ALL NONE -g mine`

test('the rule that we make of a command line is the one that iptables makes', () => {
  for (const line of COMMANDS.split('\n')) {
    const { words } = splitWords(line, 'command', 0)
    const ours = lowerIptables(words).flatMap((request) => {
      if (request.kind !== 'netfilter-rule') return []
      const [, chain = '', ...rest] = ruleArgv(request.rule)
      return [
        request.position === undefined ? ['iptables', '-A', chain, ...rest] : ['iptables', '-I', chain, String(request.position), ...rest],
      ]
    })
    expect(script(ours), line).toBe(script([words.map((word) => word.text)]))
  }
})

/** The filter table after these commands, each given as words to the script. */
function script(commands: readonly (readonly string[])[]): string {
  const setUp = [
    ['iptables', '-N', 'mine'],
    ['iptables', '-A', 'INPUT', '-i', 'lo'],
  ]
  const lines = [...setUp, ...commands].map((words) => words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' '))
  return normal(run(['sh', '-ec', [...lines, 'iptables-save'].join('\n')]))
}
