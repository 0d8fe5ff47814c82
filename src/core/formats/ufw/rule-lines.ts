/** The iptables rules that ufw 0.36 makes of one of its own rules. */
import { hasManyPorts, isAnywhere, type UfwRule } from './rule.js'

const VERDICTS = { allow: 'ACCEPT', deny: 'DROP', reject: 'REJECT', limit: 'LIMIT' } as const
const LIMITED = '-m limit --limit 3/min --limit-burst 10'

/** Lines for iptables-restore without their line breaks, in order. */
export function ruleLines(rule: UfwRule): readonly string[] {
  return protocolsOf(rule).flatMap((protocol) => linesFor(rule, protocol))
}

/** A port without a protocol is one of TCP and one of UDP; of several ports without a protocol ufw forgets the ports. */
function protocolsOf(rule: UfwRule): readonly string[] {
  const { protocol, source, destination } = rule
  if (protocol !== 'any') return [protocol]
  if (hasManyPorts(rule)) return ['all']
  return source.ports === 'any' && destination.ports === 'any' ? ['all'] : ['tcp', 'udp']
}

function linesFor(rule: UfwRule, protocol: string): readonly string[] {
  const prefix = rule.v6 ? 'ufw6' : 'ufw'
  const place = rule.route ? 'forward' : rule.direction === 'out' ? 'output' : 'input'
  const body = [`${prefix}-user-${place}`, ...matchWords(rule, protocol)].join(' ')
  const application = applicationWords(rule)
  const reset = rule.action === 'reject' && protocol === 'tcp' ? ' --reject-with tcp-reset' : ''
  return [
    ...logLines(rule, `${prefix}-user-logging-${place}`, body),
    ...(rule.action === 'limit'
      ? [
          `-A ${body} -m conntrack --ctstate NEW -m recent --set${application}`,
          `-A ${body} -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 -j ${prefix}-user-limit${application}`,
          `-A ${body} -j ${prefix}-user-limit-accept${application}`,
        ]
      : [`-A ${body} -j ${VERDICTS[rule.action]}${reset}${application}`]),
  ]
}

function logLines(rule: UfwRule, chain: string, body: string): readonly string[] {
  if (rule.log === '') return []
  const said = rule.action === 'allow' ? 'ALLOW' : rule.action === 'limit' ? 'LIMIT' : 'BLOCK'
  const onlyNew = rule.log === 'log' ? '-m conntrack --ctstate NEW ' : ''
  const inside = body.replace(/^\S+/, chain)
  return [`-A ${inside} ${onlyNew}${LIMITED} -j LOG --log-prefix "[UFW ${said}] "`, `-A ${inside} -j RETURN`, `-A ${body} -j ${chain}`]
}

function matchWords(rule: UfwRule, protocol: string): readonly string[] {
  const { source, destination, interfaceIn, interfaceOut } = rule
  const many = hasManyPorts(rule)
  const multiport = many && protocol !== 'all'
  const to = isAnywhere(destination.address) ? [] : ['-d', destination.address]
  const from = isAnywhere(source.address) ? [] : ['-s', source.address]
  return [
    ...(interfaceIn === undefined ? [] : ['-i', interfaceIn]),
    ...(interfaceOut === undefined ? [] : ['-o', interfaceOut]),
    ...(protocol === 'all' ? [] : ['-p', protocol]),
    ...(multiport && destination.ports !== 'any' ? ['-m', 'multiport', '--dports', destination.ports] : []),
    ...(multiport && source.ports !== 'any' ? ['-m', 'multiport', '--sports', source.ports] : []),
    ...to,
    ...(many || destination.ports === 'any' ? [] : ['--dport', destination.ports]),
    ...from,
    ...(many || source.ports === 'any' ? [] : ['--sport', source.ports]),
  ]
}

/** In single quotes, which iptables-restore takes for part of the comment. */
function applicationWords({ source, destination }: UfwRule): string {
  const names = [
    ...(destination.application === undefined ? [] : [`dapp_${destination.application.replaceAll(' ', '%20')}`]),
    ...(source.application === undefined ? [] : [`sapp_${source.application.replaceAll(' ', '%20')}`]),
  ]
  return names.length === 0 ? '' : ` -m comment --comment '${names.join(',')}'`
}
