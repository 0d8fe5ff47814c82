import { expect, test } from 'vitest'
import { hasUnsettledPort, parseIpBatch, parseSysctl } from './tool-output.js'

test('ip -force -batch: each error belongs to the line named behind it', () => {
  const stderr = 'Cannot find device "nope"\nCommand failed -:2\nError: ipv4: Address already assigned.\nCommand failed -:4\n'
  expect(parseIpBatch(stderr, 4)).toEqual([
    { kind: 'done' },
    { kind: 'failed', text: 'Cannot find device "nope"' },
    { kind: 'done' },
    { kind: 'failed', text: 'ipv4: Address already assigned.' },
  ])
})

test('ip -force -batch: a line that ip cannot read ends the batch, so the rest is unknown', () => {
  const stderr = 'Error: Nexthop has invalid gateway.\nCommand failed -:1\nError: any valid prefix is expected rather than "bogus".\n'
  expect(parseIpBatch(stderr, 3).map((replay) => replay.kind)).toEqual(['failed', 'unreplayed', 'unreplayed'])
})

test('sysctl -w: the keys that failed are named by key or by path', () => {
  const stderr = `sysctl: cannot stat /proc/sys/net/ipv4/nope: No such file or directory
sysctl: cannot stat /proc/sys/net/ipv4/conf/zz/rp_filter: No such file or directory
sysctl: setting key "net.ipv4.ip_default_ttl": Invalid argument`
  const keys = ['net.ipv4.ip_forward', 'net.ipv4.nope', 'net.ipv4.conf.zz.rp_filter', 'net.ipv4.ip_default_ttl']
  expect(parseSysctl(stderr, keys).map((replay) => replay.kind)).toEqual(['done', 'failed', 'failed', 'failed'])
})

test('a bridge port is settled when it forwards, blocks, or has no carrier', () => {
  const port = (flags: string, state: string) =>
    `{"ifindex":2,"ifname":"v1","flags":[${flags}],"linkinfo":{"info_kind":"veth","info_slave_kind":"bridge","info_slave_data":{"state":"${state}","priority":32}}}`
  const unsettled = (...ports: readonly string[]) => hasUnsettledPort(`[${ports.join(',')}]`)
  expect(unsettled()).toBe(false)
  expect(unsettled(port('"UP","LOWER_UP"', 'forwarding'), port('"UP","LOWER_UP"', 'blocking'), port('"NO-CARRIER","UP"', 'disabled'))).toBe(
    false,
  )
  expect(unsettled(port('"UP","LOWER_UP"', 'forwarding'), port('"UP","LOWER_UP"', 'learning'))).toBe(true)
  expect(unsettled(port('"BROADCAST","UP","LOWER_UP"', 'disabled'))).toBe(true)
  expect(unsettled(port('"UP","LOWER_UP"', 'disabled","guard":true,"x":"'))).toBe(false)
  expect(unsettled(port('"UP","LOWER_UP"', 'listening","root_block":true,"x":"'))).toBe(false)
})
