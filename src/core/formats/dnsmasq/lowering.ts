/** What comes to light while options are lowered: mistakes, and what the model leaves out. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Unmodelled } from '../../model/index.js'
import type { DnsmasqOption } from './document.js'

/** Lives inside one call of lowerDnsmasq. */
export type Lowering = { readonly diagnostics: Diagnostic[]; readonly unmodelled: Unmodelled[] }

/** dnsmasq refuses to start with it. */
export function complain(lowering: Lowering, complaint: Omit<Diagnostic, 'severity'> & { readonly at: Origin }): void {
  lowering.diagnostics.push({
    because: 'dnsmasq does not start with this',
    ...complaint,
    severity: 'error',
    code: `dnsmasq/${complaint.code}`,
  })
}

export function unmodelled(lowering: Lowering, option: DnsmasqOption, touches: Unmodelled['touches']): void {
  const value = option.value === undefined ? '' : `=${option.value.text}`
  lowering.unmodelled.push({
    what: `dnsmasq ${option.name.text}${value}`.replace(/\s+/g, ' ').slice(0, 120),
    touches,
    origin: option.origin,
  })
}
