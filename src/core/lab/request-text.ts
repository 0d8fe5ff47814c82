/** Kernel requests as command lines, for people. */
import type { KernelRequest } from '../model/index.js'
import { isOvsRequest } from '../model/ovs-request.js'
import { ovsWords } from '../model/ovs-words.js'
import { toolWords } from './ip-words.js'
import { netfilterLine } from './netfilter-words.js'

export function requestText(request: KernelRequest): string {
  if (isOvsRequest(request)) return ovsWords(request).join(' ')
  switch (request.kind) {
    case 'sysctl-set':
      return `sysctl ${request.key}=${request.value}`
    case 'netfilter-restore':
      return 'iptables-restore'
    case 'nft':
      return nftText(request)
    case 'rejected':
    case 'unmodelled':
      return request.text
    case 'netfilter-rule':
      return `iptables -t ${request.table} ${request.rule.text}`
    case 'netfilter-chain':
    case 'netfilter-policy':
      return `iptables -t ${request.table} ${(netfilterLine(request)?.words ?? []).join(' ')}`
    default:
      return textOf(request)
  }
}

/** A file is told by its path, which is the part of its capture's name behind the node. */
function nftText({ text, origin }: Extract<KernelRequest, { kind: 'nft' }>): string {
  const lines = text.trim().split('\n')
  return lines.length > 1 && origin !== undefined ? `nft -f ${origin.capture.replace(/^[^:]*:/, '')}` : `nft ${lines[0] ?? ''}`
}

function textOf(request: KernelRequest): string {
  const asked = toolWords(request)
  return asked === undefined ? `ip ${request.kind}` : [...asked.tool, ...asked.words].join(' ')
}
