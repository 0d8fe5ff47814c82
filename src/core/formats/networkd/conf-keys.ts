/** Sections and keys of networkd.conf(5) and resolved.conf(5): names from the parsers' tables of systemd 252 and 257 and the manual pages of 257. */

/** `Key:type@version`, see vocabulary.ts. */
export const NETWORKD_CONF_KEYS: Readonly<Record<string, string>> = {
  Network:
    'SpeedMeter:Bool SpeedMeterIntervalSec:Seconds ManageForeignRoutingPolicyRules:Bool ManageForeignRoutes:Bool ' +
    'ManageForeignNextHops:Bool@256 RouteTable IPv4Forwarding:Bool@256 IPv6Forwarding:Bool@256 ' +
    'IPv6PrivacyExtensions:Bool|prefer-public|kernel@254 UseDomains:Bool|route@256',
  IPv6AcceptRA: 'UseDomains:Bool|route@256',
  IPv6AddressLabel: 'Label:U32@257 Prefix:Prefix6@257',
  DHCP: 'DUIDType:U16|vendor|link-layer-time|link-layer|uuid DUIDRawData',
  DHCPv4: 'DUIDType:U16|vendor|link-layer-time|link-layer|uuid DUIDRawData UseDomains:Bool|route@256',
  DHCPv6: 'DUIDType:U16|vendor|link-layer-time|link-layer|uuid DUIDRawData UseDomains:Bool|route@256',
  DHCPServer: 'PersistLeases:Bool@256',
}

export const RESOLVED_CONF_KEYS: Readonly<Record<string, string>> = {
  Resolve:
    'DNS:DnsServer FallbackDNS:DnsServer Domains LLMNR:Bool|resolve MulticastDNS:Bool|resolve DNSSEC:Bool|allow-downgrade ' +
    'DNSOverTLS:Bool|opportunistic Cache:Bool|no-negative DNSStubListener:Bool|udp|tcp DNSStubListenerExtra ReadEtcHosts:Bool ' +
    'ResolveUnicastSingleLabel:Bool CacheFromLocalhost:Bool StaleRetentionSec:Seconds@254',
}
