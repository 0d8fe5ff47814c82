import { expect, test } from 'vitest'
import type { KernelRequest } from '../model/index.js'
import { committedTables, isSafeDump, netfilterLine, restoreInput, splitWords } from './netfilter-words.js'

function rule(text: string, more: Partial<Extract<KernelRequest, { kind: 'netfilter-rule' }>> = {}): KernelRequest {
  return {
    kind: 'netfilter-rule',
    operation: 'append',
    family: 'ip',
    table: 'filter',
    chain: 'FORWARD',
    rule: { matches: [], target: { kind: 'drop' }, text },
    ...more,
  }
}

test.each([
  ['-A FORWARD -i br0 -j DROP', {}, ['-A', 'FORWARD', '-i', 'br0', '-j', 'DROP']],
  ['-I FORWARD 3 -i br0 -j DROP', { operation: 'insert', position: 3 }, ['-I', 'FORWARD', '3', '-i', 'br0', '-j', 'DROP']],
  ['-t filter --insert FORWARD -j DROP', { operation: 'insert' }, ['-I', 'FORWARD', '-j', 'DROP']],
  ['--insert FORWARD -t filter -j DROP', { operation: 'insert' }, ['-I', 'FORWARD', '-j', 'DROP']],
  [
    '-A FORWARD -m comment --comment "a \\"b\\" c" -j DROP',
    { operation: 'delete' },
    ['-D', 'FORWARD', '-m', 'comment', '--comment', 'a "b" c', '-j', 'DROP'],
  ],
] as const)('%s', (text, more, words) => {
  expect(netfilterLine(rule(text, more))?.words).toEqual(words)
})

test('what iptables would run or load is refused', () => {
  expect(netfilterLine(rule('-A FORWARD --modprobe=/tmp/x -j DROP'))).toBeUndefined()
  expect(netfilterLine(rule('-A FORWARD -M /tmp/x -j DROP'))).toBeUndefined()
  expect(netfilterLine(rule('-A FORWARD -m ../../tmp/x -j DROP'))).toBeUndefined()
  expect(isSafeDump('*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -j DROP\nCOMMIT\n')).toBe(true)
  expect(isSafeDump('*filter\n[1:2] -A FORWARD --modprobe /tmp/x -j DROP\nCOMMIT\n')).toBe(false)
})

test('words survive being quoted', () => {
  const words = ['-A', 'X', '--comment', 'a "b"\\ c', '-j', 'DROP']
  const line = restoreInput([{ table: 'filter', words }]).split('\n')[1] ?? ''
  expect(splitWords(line)).toEqual(words)
})

test('what had been committed before a line failed', () => {
  const lines = [
    { table: 'filter', words: ['-N', 'A'] },
    { table: 'nat', words: ['-N', 'B'] },
    { table: 'filter', words: ['-N', 'C'] },
  ] as const
  expect(restoreInput(lines)).toBe('*filter\n-N A\n-N C\nCOMMIT\n*nat\n-N B\nCOMMIT\n')
  expect(committedTables(lines, 'iptables-restore: line 3 failed: No chain')).toEqual([])
  expect(committedTables(lines, 'iptables-restore v1.8.9: unknown option\nError occurred at line: 6')).toEqual(['filter'])
})
