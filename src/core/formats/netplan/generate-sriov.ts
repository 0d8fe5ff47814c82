/** The units that make virtual functions of SR-IOV cards. */
import { LARGEST_UNSIGNED } from './c-text.js'
import type { Definition } from './definition.js'
import { line } from './generated-file.js'
import { type Generation, writeFile, writeLink, writeUnit } from './generation.js'
import { GlibTable } from './glib-table.js'

export function writeSriov(generation: Generation): void {
  const applied = new GlibTable<Definition>()
  const rebound = new GlibTable<Definition>()
  let isAny = false
  for (const definition of generation.merged.definitions) {
    const isCounted = (definition['virtual-function-count']?.value ?? LARGEST_UNSIGNED) < LARGEST_UNSIGNED
    const hasMode = definition['embedded-switch-mode'] !== undefined && !generation.isOld
    if (!isCounted && definition.sriovLink === undefined && !hasMode) continue
    isAny = true
    const card = isCounted || hasMode ? definition : generation.merged.byId.get(definition.sriovLink?.value ?? '')
    if (card !== undefined) note(generation, card, { applied, rebound })
  }
  if (!isAny) return
  if (generation.isOld) {
    const rule = 'ACTION=="add", SUBSYSTEM=="net", ATTRS{sriov_totalvfs}=="?*", RUN+="/usr/sbin/netplan apply --sriov-only"'
    writeFile(generation, '/run/udev/rules.d/99-sriov-netplan-setup.rules', [line(rule)])
  } else writeSriovUnit(generation, 'apply', applied)
  if (rebound.size > 0) writeSriovUnit(generation, 'rebind', rebound)
}

type Tables = { readonly applied: GlibTable<Definition>; readonly rebound: GlibTable<Definition> }

function note(generation: Generation, card: Definition, { applied, rebound }: Tables): void {
  const name = card['set-name']?.value ?? (card.hasMatch ? undefined : card.id)
  if (name === undefined) {
    generation.diagnostics.push({
      code: 'netplan/unknown-name',
      severity: 'warning',
      message: `${card.id}: Cannot determine SR-IOV PF interface name.`,
      at: card.origin,
      because: 'its virtual functions are not set up at boot then',
      help: 'add set-name:',
    })
    return
  }
  applied.set(name, card)
  if (card['delay-virtual-functions-rebind']?.value === true) rebound.set(name, card)
}

function writeSriovUnit(generation: Generation, what: 'apply' | 'rebind', cards: GlibTable<Definition>): void {
  const names = cards.entries()
  const waits = names.map(({ key, value }) => line(`After=sys-subsystem-net-devices-${key}.device`, value.origin))
  const origin = names[0]?.value.origin
  const head =
    what === 'apply'
      ? ['[Unit]', 'Description=Apply SR-IOV configuration', 'DefaultDependencies=no', 'Before=network-pre.target']
      : [
          '[Unit]',
          'Description=(Re-)bind SR-IOV Virtual Functions to their driver',
          'After=network.target',
          ...(generation.isOld ? [] : ['After=netplan-sriov-apply.service']),
        ]
  const debug = generation.isOld ? '' : '--debug '
  const command = what === 'apply' ? 'apply --sriov-only' : `rebind ${debug}${names.map(({ key }) => key).join(' ')}`
  const path = `/run/systemd/system/netplan-sriov-${what}.service`
  writeUnit(generation, path, [
    ...head.map((text) => line(text, origin)),
    ...waits,
    ...['', '[Service]', 'Type=oneshot', `ExecStart=/usr/sbin/netplan ${command}`].map((text) => line(text, origin)),
  ])
  writeLink(generation, `/run/systemd/system/multi-user.target.wants/netplan-sriov-${what}.service`, path)
}
