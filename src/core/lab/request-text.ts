/** Kernel requests as command lines, for people. */
import type { KernelRequest } from '../model/index.js'
import { ipWords } from './ip-words.js'
import { netfilterLine } from './netfilter-words.js'

export function requestText(request: KernelRequest): string {
  switch (request.kind) {
    case 'sysctl-set':
      return `sysctl ${request.key}=${request.value}`
    case 'netfilter-restore':
      return 'iptables-restore'
    case 'rejected':
    case 'unmodelled':
      return request.text
    case 'netfilter-rule':
      return `iptables -t ${request.table} ${request.rule.text}`
    case 'netfilter-chain':
    case 'netfilter-policy':
      return `iptables -t ${request.table} ${(netfilterLine(request)?.words ?? []).join(' ')}`
    default:
      return `ip ${(ipWords(request) ?? [request.kind]).join(' ')}`
  }
}
