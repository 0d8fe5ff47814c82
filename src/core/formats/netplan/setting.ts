/** A value and the YAML that it was read from. */
import type { Origin } from '../../diagnostics/origin.js'

export type Setting<Value> = { readonly value: Value; readonly origin: Origin }

/** A list of flags keeps every origin; netplan ignores that one is given twice. */
export type Flags = Map<string, Origin>

/** The same data, to be read only. */
export type Settled<Data> =
  Data extends Map<infer Key, infer Value>
    ? ReadonlyMap<Key, Settled<Value>>
    : Data extends readonly (infer Item)[]
      ? readonly Settled<Item>[]
      : Data extends object
        ? { readonly [Name in keyof Data]: Settled<Data[Name]> }
        : Data

/** The value where it says something: netplan takes 0 for "not given" in most numbers. */
export function nonZero(setting: Setting<number> | undefined): Setting<number> | undefined {
  return setting === undefined || setting.value === 0 ? undefined : setting
}
