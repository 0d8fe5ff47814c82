/** nft(8): rulesets as text and as JSON. */
export type { NftCommand, NftDocument } from './document.js'
export { appendRule, type ChainKey, removeRule, replaceRule, setPolicy } from './edit.js'
export { format, jsonFormat } from './format.js'
export { type NftJson, parseNftJson } from './json.js'
export { parseNft, printNft } from './parse.js'
export { rulesetOf } from './ruleset.js'
export { type FindFiles, type NftFile, type NftScript, readScript } from './script.js'
