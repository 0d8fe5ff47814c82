/** Every format that a file can be recognised as. */
import type { TextFormat } from '../diagnostics/text-format.js'
import { DNSMASQ_CONF, DNSMASQ_LEASES } from './dnsmasq/format.js'
import { HOSTNAME } from './hostname/format.js'
import { format as interfacesFormat } from './interfaces/format.js'
import { iprouteJson } from './iproute-json/format.js'
import { brctlShow, iprouteText } from './iproute-text/format.js'
import { IPTABLES_SAVE } from './iptables/format.js'
import {
  domainFormat,
  filterFormat,
  hostInterfaceFormat,
  leasesFormat,
  networkFormat as libvirtNetworkFormat,
  networkPortFormat,
  poolFormat,
  volumeFormat,
} from './libvirt/format.js'
import { netplanFormat } from './netplan/format.js'
import {
  netdevFormat,
  networkdConfFormat,
  linkFormat as networkdLinkFormat,
  networkFormat as networkdNetworkFormat,
  resolvedConfFormat,
} from './networkd/format.js'
import { format as nftFormat, jsonFormat as nftJsonFormat } from './nft/format.js'
import { nsswitchFormat } from './nsswitch/format.js'
import { OS_RELEASE } from './os-release/format.js'
import { databaseFormat, fdbFormat, flowsFormat, showFormat, switchPortsFormat, tablesFormat } from './ovs/format.js'
import { HOSTS, RESOLV_CONF } from './resolver/format.js'
import { SYSCTL_CONF } from './sysctl/format.js'
import { format as topologyFormat } from './topology/format.js'
import { UFW_PROFILES, UFW_RULES, UFW_SETTINGS, UFW_STATUS } from './ufw/format.js'

const LIST = [
  interfacesFormat,
  netplanFormat,
  networkdNetworkFormat,
  netdevFormat,
  networkdLinkFormat,
  networkdConfFormat,
  resolvedConfFormat,
  libvirtNetworkFormat,
  domainFormat,
  poolFormat,
  volumeFormat,
  filterFormat,
  networkPortFormat,
  hostInterfaceFormat,
  leasesFormat,
  UFW_SETTINGS,
  UFW_RULES,
  UFW_PROFILES,
  UFW_STATUS,
  IPTABLES_SAVE,
  nftFormat,
  nftJsonFormat,
  DNSMASQ_CONF,
  DNSMASQ_LEASES,
  SYSCTL_CONF,
  RESOLV_CONF,
  HOSTS,
  nsswitchFormat,
  HOSTNAME,
  OS_RELEASE,
  databaseFormat,
  tablesFormat,
  showFormat,
  flowsFormat,
  switchPortsFormat,
  fdbFormat,
  iprouteJson,
  iprouteText,
  brctlShow,
  topologyFormat,
]

/** A format's own parse and print belong together; behind this list nobody mixes them. */
export const FORMATS: readonly TextFormat[] = LIST as unknown as readonly TextFormat[]
