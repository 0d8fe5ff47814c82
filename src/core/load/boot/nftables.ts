/** /etc/nftables.conf: read, and named where it may decide about a packet, since nft's rules are not evaluated yet. */
import { parseNft, rulesetOf } from '../../formats/nft/index.js'
import type { NftTable } from '../../model/index.js'
import { fileOf } from './captures.js'
import { type Booting, readDocument, request, type Stage } from './machine.js'

const FILE = '/etc/nftables.conf'

/** Whether nftables.service is enabled stands in no file that is captured, so a file with rules may be in force. */
export function keepNftables(booting: Booting, stage: Stage): void {
  const capture = fileOf(booting.snapshot, stage.node, FILE)
  if (capture === undefined) return
  const document = readDocument(booting, capture, parseNft)
  for (const table of rulesetOf(document.commands)) {
    for (const { name, origin } of decidingChains(table)) {
      const at = origin ?? table.origin
      const text = `${FILE}: chain ${name} of table ${table.family} ${table.name}`
      request(booting, stage, { kind: 'unmodelled', text, touches: 'anything', ...(at === undefined ? {} : { origin: at }) })
    }
  }
}

/** Debian's own file has chains without rules that accept everything. */
function decidingChains(table: NftTable): NftTable['chains'] {
  if (table.flags.includes('dormant')) return []
  return table.chains.filter(({ base, rules }) => base !== undefined && (rules.length > 0 || base.policy === 'drop'))
}
