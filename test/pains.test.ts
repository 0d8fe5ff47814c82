/** People's most reported troubles: each pain-* scenario is met in all its worlds, with its reason, and the model's first remedy is the right one. */
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadScenario } from '../src/cli/load-scenario.js'
import { unmet } from '../src/core/lab/expectation.js'
import { ask, askSession, fixes, questionOf } from '../src/core/questions/index.js'

const FOLDERS = readdirSync('scenarios').filter((name) => name.startsWith('pain-') && name !== 'pain-outside')

/** Scenario, row, and the first change that is offered; `none`: no command on a running host brings it back. */
const REMEDIES = `
pain-01-docker-forward-drop        out-https      server: iptables -I DOCKER-USER -s 192.168.50.2/32 -d 8.8.8.8/32 -p tcp -m tcp --dport 443 -j ACCEPT && iptables -I DOCKER-USER -s 8.8.8.8/32 -d 192.168.50.2/32 -p tcp -j ACCEPT
pain-02-bridged-guest-filtered     ssh            server: iptables -I DOCKER-USER -s 10.0.0.5/32 -d 10.0.0.20/32 -p tcp -m tcp --dport 22 -j ACCEPT && iptables -I DOCKER-USER -s 10.0.0.20/32 -d 10.0.0.5/32 -p tcp -j ACCEPT
pain-06-ufw-dhcp                   gateway        none
pain-06-ufw-guests                 web            server: iptables -I FORWARD -s 192.168.50.2/32 -d 8.8.8.8/32 -p tcp -m tcp --dport 443 -j ACCEPT
pain-07-nat-flushed                out            server: iptables -t nat -A POSTROUTING -s 192.168.122.0/24 -o eth0 -j MASQUERADE
pain-10-port-forward               lan            server: iptables -I FORWARD -s 10.0.0.5/32 -d 192.168.122.2/32 -p tcp -m tcp --dport 80 -j ACCEPT
pain-13-subnet-overlap             printer        server: ip route add 192.168.122.50/32 dev eth0
pain-15-resolver-leaked            by-name        none
pain-17-bridge-mac                 known-address  none
pain-22-address-on-port            in             server: ip addr del 10.0.0.10/24 dev eth0 && ip link set br0 up && ip addr add 10.0.0.10/24 dev br0 && ip route replace default via 10.0.0.1
pain-32-routed-additional-address  in             server: sysctl -w net.ipv4.ip_forward=1
pain-37-asymmetric-path            office         server: ip route add 172.20.0.0/24 via 10.7.0.1
pain-38-two-nics-one-subnet        second         server: ip route add 10.0.0.5/32 dev eth1
pain-39-two-default-routes         out            server: ip route del default via 10.9.0.1
pain-40-vpn-takes-lan              in             server: ip rule add to 10.0.0.0/24 lookup main pref 5269
pain-41-route-vanished             office         server: ip route add 172.20.0.0/24 via 10.0.0.9
pain-43-empty-bridge               bridge         none
pain-44-taps-left-out              out            server: ip link set vnet0 up master br0
pain-45-tap-set-down               out            server: ip link set vnet0 up
pain-47-nic-renamed                in             server: ip link set enp6s0f0np0 up master br0
pain-49-cloud-init-merged          in             server: ip route add 10.0.0.5/32 dev br0
`
  .trim()
  .split('\n')
  .map((line) => /^(\S+) +(\S+) +(.+)$/.exec(line)?.slice(1) as [string, string, string])

async function differencesIn(folder: string, world: string): Promise<readonly string[]> {
  const { network, topology } = await loadScenario(`scenarios/${folder}`, world)
  const questions = topology.expect.map((expectation) => questionOf(network, expectation))
  const answers = askSession(network, questions)
  return topology.expect.flatMap((expectation, index) => {
    const answer = answers[index]
    if (answer === undefined) return [`${expectation.id} is not asked`]
    return [...unmet(expectation, answer), ...answer.missing].map((what) => `${world} ${expectation.id}: ${what}`)
  })
}

describe.each(FOLDERS)('%s', (folder) => {
  test('as reported and fixed, each row names its reason', async () => {
    const { topology } = await loadScenario(`scenarios/${folder}`)
    expect(topology.worlds).toEqual(['as-reported', 'fixed'])
    expect(topology.expect.filter((row) => row.because === undefined)).toEqual([])
    expect(topology.expect.some((row) => row.outcome !== 'reply')).toBe(true)
    expect((await Promise.all(topology.worlds.map((world) => differencesIn(folder, world)))).flat()).toEqual([])
  })

  test('what is reported as broken works when it is fixed', async () => {
    const [reported, fixed] = [await loadScenario(`scenarios/${folder}`), await loadScenario(`scenarios/${folder}`, 'fixed')]
    const broken = reported.topology.expect.filter((row) => row.outcome !== 'reply').map(({ id }) => id)
    expect(fixed.topology.expect.filter((row) => broken.includes(row.id)).map(({ outcome }) => outcome)).toEqual(broken.map(() => 'reply'))
  })
})

test('each trouble has its line', () => {
  expect(REMEDIES.map(([folder]) => folder)).toEqual(FOLDERS)
})

test.each(REMEDIES)('%s %s: %s', async (folder, id, remedy) => {
  const { network, topology } = await loadScenario(`scenarios/${folder}`)
  const row = topology.expect.find((expectation) => expectation.id === id)
  const answer = row === undefined ? undefined : ask(network, questionOf(network, row))
  expect(answer?.outcome).not.toBe('reply')
  const first = answer === undefined ? undefined : fixes(network, answer)[0]
  expect(first === undefined ? 'none' : `${first.change.node}: ${first.change.command}`).toBe(remedy)
})
