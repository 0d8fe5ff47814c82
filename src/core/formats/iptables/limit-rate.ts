/** Rates of `-m limit` in the one form that iptables-save prints (libxt_limit.c, print_rate). */

const SCALE = 10_000
const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 'sec', seconds: 1 },
] as const

/** `3/minute` is `3/min`, `60/min` is `1/sec`. What is no rate stays as it is. */
export function formatRate(text: string): string {
  const [, count, unit = 's'] = /^(\d+)(?:\/([a-z]))?/i.exec(text) ?? []
  const seconds = UNITS.find(({ name }) => name.startsWith(unit.toLowerCase()))?.seconds
  if (count === undefined || seconds === undefined || Number(count) === 0) return text
  const period = Math.floor((SCALE * seconds) / Number(count))
  if (period === 0) return text
  const next = UNITS.findIndex((one, index) => {
    const scaled = one.seconds * SCALE
    return index > 0 && (period > scaled || scaled / period < scaled % period)
  })
  const best = UNITS[next < 0 ? UNITS.length - 1 : next - 1]
  return best === undefined ? text : `${Math.floor((best.seconds * SCALE) / period)}/${best.name}`
}
