/** The lines that only one side has. */

/** `- ` declared only, `+ ` real only, in the order of the lines. */
export function differences(declared: readonly string[], real: readonly string[]): readonly string[] {
  return [...without(declared, real).map((line) => `- ${line}`), ...without(real, declared).map((line) => `+ ${line}`)]
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}
