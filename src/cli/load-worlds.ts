/** One topology file in the world asked for, or in all that it declares. */
import { loadScenario, type Scenario } from './load-scenario.js'

export async function* loadWorlds(
  file: string,
  options: { readonly world?: string; readonly allWorlds?: boolean },
): AsyncGenerator<Scenario> {
  const first = await loadScenario(file, options.world)
  yield first
  if (options.allWorlds !== true) return
  for (const world of first.topology.worlds) if (world !== first.topology.world) yield await loadScenario(file, world)
}
