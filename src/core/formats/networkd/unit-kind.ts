/** Which of the files a text is, told from its name: x.network, x.netdev, x.link, networkd.conf, resolved.conf and what is dropped in beside them. */
import { directoryOf, lastPartOf } from '../../std/posix-path.js'

export const UNIT_KINDS = ['network', 'netdev', 'link', 'networkd-conf', 'resolved-conf'] as const
export type UnitKind = (typeof UNIT_KINDS)[number]

/** `isDropIn`: a piece that is read behind another file, x.network.d/*.conf. */
export type UnitFile = { readonly kind: UnitKind; readonly isDropIn: boolean }

/** A name that says nothing is taken for a .network, the most frequent. */
export function unitFileOf(path: string): UnitFile {
  const name = lastPartOf(path)
  const directory = lastPartOf(directoryOf(path))
  const dropIn = name.endsWith('.conf') && directory.endsWith('.d') ? kindOfName(directory.slice(0, -2)) : undefined
  if (dropIn !== undefined) return { kind: dropIn, isDropIn: true }
  return { kind: kindOfName(name) ?? 'network', isDropIn: false }
}

function kindOfName(name: string): UnitKind | undefined {
  if (name.endsWith('networkd.conf')) return 'networkd-conf'
  if (name.endsWith('resolved.conf')) return 'resolved-conf'
  return (['network', 'netdev', 'link'] as const).find((kind) => name.endsWith(`.${kind}`) || name === kind)
}
