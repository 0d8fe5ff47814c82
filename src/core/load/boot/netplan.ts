/** What netplan generates at boot from a machine's YAML, each place with the YAML that caused it. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { type GeneratedFile, generate, merge, netplanOrder, parse } from '../../formats/netplan/index.js'
import { filesOf } from './captures.js'
import { type Booting, profileIn } from './machine.js'
import type { SourceFile } from './networkd-files.js'

export type Netplan = { readonly files: readonly SourceFile[]; readonly diagnostics: readonly Diagnostic[] }

export function generatedFiles(booting: Booting, node: string): Netplan {
  const captures = new Map(filesOf(booting.snapshot, node).map((capture) => [capture.path, capture]))
  const parsed = netplanOrder([...captures.keys()]).flatMap((path) => {
    const capture = captures.get(path)
    return capture === undefined ? [] : [parse(capture.text, capture.id)]
  })
  if (parsed.length === 0) return { files: [], diagnostics: [] }
  const { merged, diagnostics } = merge(
    parsed.map(({ document }) => document),
    { as: 'boot', release: releaseOf(profileIn(booting, node).name) },
  )
  const generated = generate(merged)
  const files = generated.files.filter(({ linkTo }) => linkTo === undefined).map((file) => sourceOf(node, file))
  return { files, diagnostics: [...diagnostics, ...generated.diagnostics] }
}

/** Debian 12 has 0.106; its successor and the current Ubuntu have one that goes on behind an error. */
function releaseOf(profile: string): '0.106' | '1.1' {
  return ['debian-12', 'ubuntu-22.04', 'ubuntu-20.04'].includes(profile) ? '0.106' : '1.1'
}

function sourceOf(node: string, { path, lines }: GeneratedFile): SourceFile {
  const starts: { readonly at: number; readonly origin: Origin | undefined }[] = []
  let length = 0
  for (const { text, origin } of lines) {
    starts.push({ at: length, origin })
    length += text.length + 1
  }
  const cause = ({ start }: Origin) => starts.findLast(({ at }) => at <= start)?.origin
  return { path, text: lines.map(({ text }) => `${text}\n`).join(''), capture: `${node}:${path}`, cause }
}
