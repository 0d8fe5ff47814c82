/** Names of routing tables as systemd knows them: three of its own, and those of RouteTable= in networkd.conf(5). /etc/iproute2/rt_tables is not read. */
import { unsignedOf } from './value.js'

export type TableNames = ReadonlyMap<string, string>

const KERNEL: TableNames = new Map([
  ['253', 'default'],
  ['254', 'main'],
  ['255', 'local'],
])

/** The table as the model names it; undefined for a name that nobody defined. */
export function tableOf(text: string, names: TableNames): string | undefined {
  if (['default', 'main', 'local'].includes(text)) return text
  const number = names.get(text) ?? unsignedOf(text)?.toString()
  return number === undefined ? undefined : (KERNEL.get(number) ?? number)
}

/** `RouteTable=NAME:NUMBER …` */
export function tableNames(values: readonly string[]): TableNames {
  return new Map(
    values.flatMap((value) =>
      value.split(/\s+/).flatMap((pair): (readonly [string, string])[] => {
        const colon = pair.lastIndexOf(':')
        const number = unsignedOf(pair.slice(colon + 1))
        return colon > 0 && number !== undefined ? [[pair.slice(0, colon), String(number)]] : []
      }),
    ),
  )
}
