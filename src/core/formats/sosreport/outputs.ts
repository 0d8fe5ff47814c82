/** Which command a file of outputs holds: by its name, as sos(1) and people make one from the command line. */

/** What an output tells about, whatever printed it. */
export type What =
  | 'addresses'
  | 'links'
  | 'routes'
  | 'routes6'
  | 'rules'
  | 'rules6'
  | 'neighbours'
  | 'bridges'
  | 'bridge-vlans'
  | 'bridge-fdb'
  | 'netfilter'
  | 'netfilter6'
  | 'packet-counts'
  | 'sysctls'
  | 'libvirt-network'
  | 'libvirt-domain'
  | 'libvirt-list'
  | 'switch'
  | 'switch-flows'
  | 'switch-ports'
  | 'switch-fdb'
  | 'namespaces'
  | 'hostname'

export type Output = {
  readonly what: What
  /** As far as the name keeps it: `_` for whatever stood between the words. */
  readonly command: string
  /** The name of a `TextFormat`; absent: nothing here reads it. */
  readonly format?: string
  /** A bridge, a network, a guest, a table. */
  readonly about?: string
  /** The network namespace in which it was run. */
  readonly namespace?: string
}

type Pattern = { readonly name: RegExp; readonly what: What; readonly format?: string }

/** Options before and between words: `ip -s -d link` is ip_-s_-d_link. */
const O = '(?:_-[A-Za-z0-9]+|_--[a-z0-9]+(?:-[a-z0-9]+)*)*'

function named(text: string): RegExp {
  return new RegExp(`^${text.replaceAll('~', O)}$`)
}

/**
 * sos 3 and 4: sos/report/plugins/{networking,firewall_tables,libvirt,virsh,openvswitch,kernel,host}.py, sos/plugins/ before 4.0; and the
 * links to some of them in the top folder (ip_addr, ip_route). The first that fits counts.
 */
const PATTERNS: readonly Pattern[] = [
  { name: named('ip~[_-](?:a|addr|address)(?:[_-](?:show|list|ls|s))?'), what: 'addresses', format: 'iproute-text' },
  { name: named('ip~[_-](?:l|link)(?:[_-](?:show|list|ls|s))?'), what: 'links', format: 'iproute-text' },
  {
    name: named('ip[_-]-6~[_-](?:r|route)(?:[_-](?:show|list|ls))?(?:[_-]table[_-](?:all|\\w+))?'),
    what: 'routes6',
    format: 'iproute-text',
  },
  { name: named('ip~[_-](?:r|route)(?:[_-](?:show|list|ls))?(?:[_-]table[_-](?:all|\\w+))?'), what: 'routes', format: 'iproute-text' },
  { name: named('ip[_-]-6~[_-]rule(?:[_-](?:show|list|ls))?'), what: 'rules6', format: 'iproute-text' },
  { name: named('ip~[_-]rule(?:[_-](?:show|list|ls))?'), what: 'rules', format: 'iproute-text' },
  {
    name: named('ip~[_-](?:n|neigh|neighbou?r)(?:[_-](?:show|list|ls))?(?:[_-](?:proxy|nud[_-]\\w+))?'),
    what: 'neighbours',
    format: 'iproute-text',
  },
  { name: named('ip~[_-]netns(?:[_-](?:list|show))?'), what: 'namespaces' },
  { name: named('bridge~[_-]vlan(?:[_-](?:show|list))?'), what: 'bridge-vlans', format: 'iproute-text' },
  { name: named('bridge~[_-]fdb(?:[_-](?:show|list))?'), what: 'bridge-fdb' },
  { name: named('brctl[_-]show(?:[_-](?<about>[\\w.-]+))?'), what: 'bridges', format: 'brctl-show' },
  { name: named('iptables-save(?:[_-]-c)?'), what: 'netfilter', format: 'iptables-save' },
  { name: named('ip6tables-save(?:[_-]-c)?'), what: 'netfilter6', format: 'iptables-save' },
  { name: named('nft~[_-]list[_-]ruleset'), what: 'netfilter', format: 'nft' },
  { name: named('ip6?tables(?:[_-]-t[_-](?<about>\\w+))?[_-]-\\w*L\\w*'), what: 'packet-counts' },
  { name: named('sysctl[_-]-a'), what: 'sysctls', format: 'sysctl' },
  { name: named('virsh~[_-]net-dumpxml[_-](?<about>.+)'), what: 'libvirt-network', format: 'libvirt-network' },
  { name: named('virsh~[_-]dumpxml[_-](?<about>.+)'), what: 'libvirt-domain', format: 'libvirt-domain' },
  { name: named('virsh~[_-](?:net-)?list(?:[_-]--all)?'), what: 'libvirt-list' },
  { name: named('ovs-vsctl(?:[_-]-t[_-]\\d+)?~[_-]show'), what: 'switch', format: 'ovs-show' },
  { name: named('ovs-vsctl(?:[_-]-t[_-]\\d+)?~[_-]list[_-](?<about>\\w+)'), what: 'switch', format: 'ovs-tables' },
  { name: named('ovsdb-client(?:[_-]-f[_-]\\w+)?~[_-]dump.*'), what: 'switch', format: 'ovs-tables' },
  { name: named('ovs-ofctl(?:[_-]-O[_-]OpenFlow\\d+)?~[_-]dump-flows[_-](?<about>.+)'), what: 'switch-flows', format: 'ovs-flows' },
  { name: named('ovs-appctl[_-]bridge[./]dump-flows~[_-](?<about>.+)'), what: 'switch-flows', format: 'ovs-flows' },
  {
    name: named('ovs-ofctl(?:[_-]-O[_-]OpenFlow\\d+)?~[_-](?:show|dump-ports-desc)[_-](?<about>.+)'),
    what: 'switch-ports',
    format: 'ovs-ports',
  },
  { name: named('ovs-appctl[_-]fdb[./]show[_-](?<about>.+)'), what: 'switch-fdb', format: 'ovs-fdb' },
  { name: named('hostname(?:[_-]-f)?'), what: 'hostname' },
]

/** The last part of a path long ago got a number when two commands had one name. */
const SUFFIX = /(?:\.(?:txt|out|log|text|json|xml))?(?:\.\d)?$/

/** Undefined: no command whose output says anything of the network. */
export function outputOf(path: string): Output | undefined {
  const parts = path.split('/')
  const file = (parts.at(-1) ?? '').slice(0, 255)
  const json = /\.json$|[_-]-(j|json|-json)[_-]/.test(file)
  const base = file.replace(SUFFIX, '')
  const { command, namespace } = namespaceOf(base, parts.at(-3) === 'namespaces' ? parts.at(-2) : undefined)
  for (const { name, what, format } of PATTERNS) {
    const found = name.exec(command)
    if (found === null) continue
    const about = found.groups?.['about']
    const kept = json && format === 'iproute-text' ? 'iproute-json' : format
    return {
      what,
      command,
      ...(kept === undefined ? {} : { format: kept }),
      ...(about === undefined ? {} : { about }),
      ...(namespace === undefined ? {} : { namespace }),
    }
  }
  return undefined
}

/** `ip netns exec NAME COMMAND`; since sos 4 the folder is called NAME too, which alone tells where a name with `_` ends. */
function namespaceOf(base: string, folder: string | undefined): { readonly command: string; readonly namespace?: string } {
  const prefix = 'ip_netns_exec_'
  if (!base.startsWith(prefix)) return folder === undefined ? { command: base } : { command: base, namespace: folder }
  const rest = base.slice(prefix.length)
  if (folder !== undefined && rest.startsWith(`${folder}_`)) return { command: rest.slice(folder.length + 1), namespace: folder }
  const end = rest.indexOf('_')
  return end < 0 ? { command: base } : { command: rest.slice(end + 1), namespace: rest.slice(0, end) }
}

/** The name that sos gives the output of a command (sos/report/plugins/__init__.py: _mangle_command). */
export function fileNameOf(command: string): string {
  const bare = command.replace(/^\/(usr\/|)(bin|sbin)\//, '')
  return bare
    .replace(/[^\w\-./]+/g, '_')
    .replaceAll('/', '.')
    .replace(/^[ ._-]+|[ ._-]+$/g, '')
    .slice(0, 255)
}
