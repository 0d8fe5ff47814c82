/** The page docs/agreement.md, from what was asked of the kernel. */
import { OUTCOMES } from '../../src/core/trace/outcome.js'
import { REASONS } from '../../src/core/trace/reason.js'
import type { Tally } from './tally.js'

export function agreementPage(tally: Tally, asked: { readonly seed: number; readonly profiles: readonly string[] }): string {
  const { kernel, flows, networks, agree, disagreements } = tally
  const nothing = flows - agree - disagreements.length
  return [
    '# Agreement with the kernel',
    '',
    '<!-- Written by `npm run fuzz:kernel -- … --docs`; do not edit. -->',
    '',
    'Networks that nobody chose are built in namespaces, and each flow is predicted and then asked of the kernel: outcome, who says it, TTL, redirects.',
    'Every disagreement that was ever found was mended and became a scenario (`scenarios/kernel-*`).',
    '',
    '| kernel | seed | profiles | networks | flows | agree | disagree | nothing predicted |',
    '| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |',
    `| Linux ${kernel} | ${asked.seed} | ${asked.profiles.join(', ')} | ${networks} | ${flows} | ${agree} | ${disagreements.length} | ${nothing} |`,
    '',
    ...section(
      'Known differences',
      disagreements.map(({ world, what }) => `- ${world}: ${what}`),
      'None.',
    ),
    ...section(
      'Where nothing was predicted',
      [...tally.proveNothing].map(([why, count]) => `- ${count} × ${why}`),
      'Nowhere.',
    ),
    ...table('Outcomes', tally.outcomes, OUTCOMES),
    ...table('Reason codes', tally.reasons, Object.keys(REASONS)),
    '## Ask again',
    '',
    '`npm run fuzz:kernel -- --seed 1 --flows 20000` needs no root. A network that disagrees is kept in `./kernel-failures`.',
    '',
  ].join('\n')
}

function section(title: string, lines: readonly string[], none: string): readonly string[] {
  return [`## ${title}`, '', ...(lines.length === 0 ? [none] : lines), '']
}

function table(title: string, hit: ReadonlyMap<string, number>, all: readonly string[]): readonly string[] {
  const rows = all.filter((name) => hit.has(name)).map((name) => `| ${name} | ${hit.get(name)} |`)
  const missing = all.filter((name) => !hit.has(name))
  return [
    `## ${title}: ${rows.length} of ${all.length} met`,
    '',
    '| met | flows |',
    '| --- | ---: |',
    ...rows,
    '',
    ...(missing.length === 0 ? [] : [`Not met by these networks: ${missing.join(', ')}.`, '']),
  ]
}
