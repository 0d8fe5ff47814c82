/** What the commands in a host's network files do beside addresses and routes, which no other format runs. */
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { requestText } from '../lab/request-text.js'
import type { BootEvent } from '../load/index.js'
import type { KernelRequest } from '../model/index.js'
import { isNetworkPhase } from './requested.js'

const WHERE: Readonly<Partial<Record<KernelRequest['kind'], string>>> = {
  'netfilter-rule': 'keep it in /etc/iptables/rules.v4 (iptables-persistent) or /etc/nftables.conf',
  'netfilter-chain': 'keep it in /etc/iptables/rules.v4 (iptables-persistent) or /etc/nftables.conf',
  'netfilter-policy': 'keep it in /etc/iptables/rules.v4 (iptables-persistent) or /etc/nftables.conf',
  'netfilter-restore': 'let iptables-persistent restore it',
  'sysctl-set': 'write it to a file in /etc/sysctl.d',
  unmodelled: 'if it is still needed, run it from a script of networkd-dispatcher or a unit of its own',
}

export function sideEffects(node: string, journal: readonly BootEvent[], target: string): readonly Diagnostic[] {
  const seen = new Set<string>()
  return journal.flatMap((event) => {
    if (event.node !== node || event.kind !== 'request' || !isNetworkPhase(event.phase)) return []
    const help = WHERE[event.request.kind]
    const { request } = event
    if (help === undefined || (request.kind === 'unmodelled' && request.touches === 'harmless') || request.origin === undefined) return []
    if (request.kind === 'sysctl-set' && request.key.startsWith('net.ipv6.conf.')) return []
    const text = `${event.phase}: ${requestText(request)}`
    if (seen.has(text)) return []
    seen.add(text)
    const finding: Diagnostic = {
      code: 'convert/command',
      severity: 'warning',
      message: text,
      at: request.origin,
      because: `${target} runs no commands, so it is missing from what was written`,
      help,
    }
    return [finding]
  })
}
