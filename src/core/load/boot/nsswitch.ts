/** nsswitch.conf: where it names neither dns nor resolve for hosts, nobody asks the name servers. */
import { hostSources, parse } from '../../formats/nsswitch/index.js'
import { fileOf } from './captures.js'
import { type Booting, change, nodeIn, readDocument } from './machine.js'

export function applyNsswitch(booting: Booting, node: string): void {
  const capture = fileOf(booting.snapshot, node, '/etc/nsswitch.conf')
  if (capture === undefined) return
  const hosts = hostSources(readDocument(booting, capture, parse))
  if (hosts === undefined || hosts.asksDns || nodeIn(booting, node).resolver.nameServers.length === 0) return
  change(booting, node, (now) => ({ ...now, resolver: { ...now.resolver, nameServers: [] } }))
  booting.diagnostics.push({
    code: 'boot/names-without-dns',
    severity: 'warning',
    message: `${node} never asks its name servers`,
    at: hosts.origin,
    because: `names of hosts are looked up in ${hosts.sources.join(', ') || 'nothing'} alone`,
    help: 'add "dns" to the line',
  })
}
