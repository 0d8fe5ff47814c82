/** Options of a command line, each a name and a value. */

export type Option = string | number | boolean | undefined | null

/** `name value` for each option that has a value; true and false become `on` and `off`. */
export function options(given: Readonly<Record<string, Option>>): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined || value === null) return []
    return [name, typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)]
  })
}
