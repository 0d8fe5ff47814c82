/** openvswitch-switch's script /etc/network/if-pre-up.d/openvswitch: what it has ovs-vsctl do for each ovs_type. */
import { type Option, optionsOf, runNamed } from '../../formats/interfaces/index.js'
import { runLine } from './ifupdown-hooks.js'
import type { StanzaBoot } from './ifupdown-steps.js'

/** The script ends well whatever its commands do. */
export function setUpSwitch(boot: StanzaBoot): boolean {
  const [type] = optionsOf(boot.context.stanza, 'ovs-type')
  if (type === undefined) return true
  const told = commandsFor(boot, type.value.text)
  for (const { text, option } of told) runLine(boot, text.replace(/ +/g, ' ').trim(), option ?? type)
  const [ports] = optionsOf(boot.context.stanza, 'ovs-ports')
  if (type.value.text !== 'OVSBridge' || ports === undefined) return true
  const session = boot.session()
  runNamed({ ...session, allowClass: boot.label, call: { ...session.call, forAll: false } }, ports.value.text.split(/\s+/))
  return true
}

type Line = { readonly text: string; readonly option?: Option }

function commandsFor(boot: StanzaBoot, type: string): readonly Line[] {
  const { label } = boot
  const option = (name: string) => optionsOf(boot.context.stanza, name)[0]
  const value = (name: string) => option(name)?.value.text.replace(/\n/g, ' ') ?? ''
  /** The script has the shell expand it. */
  const extra = value('ovs-extra') === '' ? '' : `-- ${value('ovs-extra').replace(/\$(IFACE\b|\{IFACE\})/g, label)}`
  const bridge = option('ovs-bridge')
  const asked = (text: string, from = bridge): Line => ({
    text: `ovs-vsctl --timeout=5 -- ${text} ${extra}`,
    ...(from === undefined ? {} : { option: from }),
  })
  const up = (name: string): Line => ({ text: `ip link set dev ${name} up` })
  const port = (setting: string) => asked(`--may-exist add-port ${value('ovs-bridge')} ${label} ${value('ovs-options')} ${setting}`)
  switch (type) {
    case 'OVSBridge':
      return [asked(`--may-exist add-br ${label} ${value('ovs-options')}`, option('ovs-type'))]
    case 'OVSPort':
      return [port(''), up(label)]
    case 'OVSIntPort':
      return [port(`-- set Interface ${label} type=internal`), up(label)]
    case 'OVSBond': {
      const ports = value('ovs-bonds')
      const bond = asked(`--fake-iface add-bond ${value('ovs-bridge')} ${label} ${ports} ${value('ovs-options')}`, option('ovs-bonds'))
      return [
        bond,
        up(label),
        ...ports
          .split(/\s+/)
          .filter((name) => name !== '')
          .map(up),
      ]
    }
    case 'OVSPatchPort':
      return [port(`-- set Interface ${label} type=patch options:peer=${value('ovs-patch-peer')}`)]
    case 'OVSTunnel':
      return [port(`-- set Interface ${label} type=${value('ovs-tunnel-type')} ${value('ovs-tunnel-options')}`)]
    default:
      return []
  }
}
