/** What files of nft commands are. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import type { NftDocument } from './document.js'
import { type NftJson, parseNftJson } from './json.js'
import { parseNft, printNft } from './parse.js'

export const format: TextFormat<NftDocument> = {
  name: 'nft',
  title: 'nft(8) rulesets',
  handEdited: true,
  place: /(^|\/)etc\/(nftables\.conf|nftables(\.d)?\/[^/]+)$|\.nft$/,
  likeness: (text) => {
    if (/^#!.*\bnft\b/.test(text)) return 1
    const first = /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*([^\n]*)/.exec(text)?.[1] ?? ''
    if (/^table\s+((ip|ip6|inet|arp|bridge|netdev)\s+)?\S+\s*\{/.test(first)) return 0.9
    return /^(add|create|insert|delete|destroy|flush)\s+(table|chain|rule|set|map|element|ruleset)\b/.test(first) ? 0.8 : 0
  },
  parse: parseNft,
  print: printNft,
}

export const jsonFormat: TextFormat<NftJson> = {
  name: 'nft-json',
  title: '`nft -j list ruleset`',
  handEdited: false,
  place: /nft[^/]*\.json$/,
  likeness: (text) => (/^\s*\{\s*"nftables"\s*:/.test(text) ? 1 : 0),
  parse: parseNftJson,
}
