/** What a host was like when its outputs were captured, in the model's own values. */
import {
  addressesOf,
  type IprouteDocument,
  interfacesOf,
  neighboursOf,
  parse,
  routes6Of,
  routesOf,
  rules6Of,
  rulesOf,
} from '../../core/formats/iproute-json/index.js'
import { parse as parseText } from '../../core/formats/iproute-text/index.js'
import { lowerFlows, lowerOvsdb, lowerShow, parseDatabaseFile, parseFlows, parseShow, parseTables } from '../../core/formats/ovs/index.js'
import type { Output, What } from '../../core/formats/sosreport/index.js'
import type { Node, OvsState } from '../../core/model/index.js'
import type { Capture } from '../../core/snapshot/snapshot.js'
import type { Sosreport } from './sosreport-directory.js'

/** Absent: not captured. */
export type ObservedFacts = Partial<Pick<Node, 'interfaces' | 'addresses' | 'routes' | 'rules' | 'neighbours' | 'inet6' | 'ovs'>>

type Found = { readonly capture: Capture; readonly output: Output }

export function observedFacts(report: Sosreport): ObservedFacts {
  const all = Object.entries(report.outputs).flatMap(([id, output]): readonly Found[] => {
    const capture = report.snapshot.captures[id]
    return capture === undefined || output.namespace !== undefined ? [] : [{ capture, output }]
  })
  const of = (what: What) => all.filter(({ output }) => output.what === what)
  const [addresses] = of('addresses').map(documentOf).sort(byDetail)
  const links = [...of('links').map(documentOf), ...(addresses === undefined ? [] : [addresses])].filter(hasDevices).sort(byDetail)
  const [routes, routes6, rules, rules6] = [of('routes'), of('routes6'), of('rules'), of('rules6')].map((found) => found.map(documentOf))
  const neighbours = of('neighbours').map(documentOf).map(neighboursOf)
  const read = addresses === undefined ? undefined : addressesOf(addresses)
  const ovs = switchOf(report, all)
  return {
    ...(links[0] === undefined ? {} : { interfaces: interfacesOf(links[0]) }),
    ...(read === undefined ? {} : { addresses: read.addresses }),
    ...(routes?.[0] === undefined ? {} : { routes: routesOf(ofFamily(routes[0], false)) }),
    ...(rules?.[0] === undefined ? {} : { rules: rulesOf(rules[0]) }),
    neighbours: neighbours.flatMap((one) => one.neighbours),
    inet6: {
      addresses: read?.addresses6 ?? [],
      // Without -6 the output of `table all` holds both families.
      routes: (routes6?.[0] === undefined ? (routes ?? []) : routes6).flatMap((document) => routes6Of(ofFamily(document, true))),
      rules: (rules6 ?? []).flatMap(rules6Of),
      neighbours: neighbours.flatMap((one) => one.neighbours6),
    },
    ...(ovs === undefined ? {} : { ovs }),
  }
}

function documentOf({ capture, output }: Found): IprouteDocument {
  return output.format === 'iproute-json' ? parse(capture.text, capture.id).document : parseText(capture.text, capture.id).document
}

/** `default` is written the same in both; a route of IPv6 always has its preference or an address with colons. */
function ofFamily(document: IprouteDocument, six: boolean): IprouteDocument {
  const isSix = ({ fields }: IprouteDocument['entries'][number]) =>
    Object.hasOwn(fields, 'pref') || ['dst', 'gateway', 'prefsrc'].some((key) => String(fields[key] ?? '').includes(':'))
  return { ...document, entries: document.entries.filter((entry) => isSix(entry) === six) }
}

/** `ip -o addr` tells no flags and no MTU, so no devices. */
function hasDevices({ entries }: IprouteDocument): boolean {
  return entries.some(({ fields }) => Object.hasOwn(fields, 'flags'))
}

/** The one with -details first. */
function byDetail(a: IprouteDocument, b: IprouteDocument): number {
  const detail = ({ entries }: IprouteDocument) => entries.filter(({ fields }) => Object.hasOwn(fields, 'linkinfo')).length
  return detail(b) - detail(a)
}

const DATABASES = ['/etc/openvswitch/conf.db', '/var/lib/openvswitch/conf.db']

/** The running switch's own tables, else its file, else what `show` shows; with the flows that were printed. */
function switchOf(report: Sosreport, all: readonly Found[]): OvsState | undefined {
  const found = all.filter(({ output }) => output.what === 'switch')
  const tables = found
    .filter(({ output }) => output.format === 'ovs-tables')
    .map(({ capture }) => parseTables(capture.text, capture.id).document)
  const complete = ['Bridge', 'Port', 'Interface'].every((name) =>
    tables.some((document) => document.tables.some((table) => table.name === name)),
  )
  const file = Object.values(report.snapshot.captures).find(({ path }) => DATABASES.includes(path))
  const shown = found.find(({ output }) => output.format === 'ovs-show')?.capture
  const state = complete
    ? lowerOvsdb(tables)
    : file !== undefined
      ? lowerOvsdb([parseDatabaseFile(file.text, file.id).document])
      : shown === undefined
        ? undefined
        : lowerShow(parseShow(shown.text, shown.id).document)
  return state === undefined ? undefined : withFlows(state, all)
}

function withFlows(state: OvsState, all: readonly Found[]): OvsState {
  const flowsOf = (bridge: string) => {
    const found = all.find(({ output }) => output.what === 'switch-flows' && output.about === bridge)
    return found === undefined ? {} : { flows: lowerFlows(parseFlows(found.capture.text, found.capture.id).document) }
  }
  return { ...state, bridges: state.bridges.map((bridge) => ({ ...bridge, ...flowsOf(bridge.name) })) }
}
